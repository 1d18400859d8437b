package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device.Reachability;
import io.langsong.testkit.FarHost;
import io.langsong.testkit.Peers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host on a cable of its own; it listens on nothing, so TCP connections are refused while it lives. */
class ReachabilityChecksTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({"ICMP, fping", "TCP, fping", "ICMP, no-such-program"})
    void seesTheHostUntilItsCableIsPulled(Reachability way, String program) throws UnknownHostException {
        Peers.require("fping", "fping");
        ReachabilityChecks checks = new ReachabilityChecks(program);
        checks.start();
        try (FarHost host = new FarHost()) {
            InetAddress address = InetAddress.getByName(host.address());
            assertThat(checks.ask(way, address, PATIENCE).join()).isTrue();

            host.pullCable();
            assertThat(checks.ask(way, address, PATIENCE).join()).isFalse();

            host.plugCable();
            assertThat(checks.ask(way, address, Duration.ofSeconds(5)).join()).isTrue();
        } finally {
            checks.stop();
        }
    }

    @Test
    void tellsManyHostsApart() throws UnknownHostException {
        Peers.require("fping", "fping");
        ReachabilityChecks checks = new ReachabilityChecks("fping");
        checks.start();
        try (FarHost living = new FarHost();
                FarHost dead = new FarHost()) {
            dead.pullCable();
            List<CompletableFuture<Boolean>> there = new ArrayList<>();
            for (int i = 1; i <= 250; i++) {
                there.add(checks.ask(Reachability.ICMP, InetAddress.getByName("127.3.0." + i), PATIENCE));
            }
            there.add(checks.ask(Reachability.ICMP, InetAddress.getByName("::1"), PATIENCE));
            there.add(checks.ask(Reachability.ICMP, InetAddress.getByName(living.address()), PATIENCE));
            CompletableFuture<Boolean> gone =
                    checks.ask(Reachability.ICMP, InetAddress.getByName(dead.address()), PATIENCE);

            assertThat(there).allSatisfy(answer -> assertThat(answer.join()).isTrue());
            assertThat(gone.join()).isFalse();
        } finally {
            checks.stop();
        }
    }
}
