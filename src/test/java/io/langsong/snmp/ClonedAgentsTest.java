package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.testkit.Snmpd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real agents of one engine id, as access points that were set up from one image have it, each with a number of boots and a time
 * of its own. {@code LANGSONG_LONG=true} starts fifty.
 */
class ClonedAgentsTest {
    private static final int AGENTS = "true".equals(System.getenv("LANGSONG_LONG")) ? 50 : 5;
    private static final int POLLS = 10;
    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    private static final User USER =
            new User("u_cloned", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");

    private final SnmpEngine engine = new SnmpEngine();
    private final List<Snmpd> agents = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        for (int i = 0; i < AGENTS; i++) {
            Path own = folder.resolve("agent" + i);
            Snmpd agent = new Snmpd(
                    own,
                    List.of("createUser u_cloned SHA-256 \"authpass12\" AES \"privpass12\"", "rouser u_cloned priv"));
            agents.add(agent);
            // As after so many starts.
            Files.writeString(
                    own.resolve("persist").resolve("snmpd.conf"),
                    "engineBoots %d%noldEngineID 0x80001f88046c616e67736f6e67%n".formatted(1 + i * 7 % 50));
            agent.start();
        }
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        agents.forEach(Snmpd::close);
    }

    private CompletableFuture<SnmpReply> ask(Snmpd agent) {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        SnmpTarget target = new SnmpTarget(agent.address(), USER, Duration.ofSeconds(2), 1, 25, 20);
        engine.get(target, List.of(UPTIME), reply::complete);
        return reply.orTimeout(20, TimeUnit.SECONDS);
    }

    @Test
    void areAllReadAndMet() {
        int answered = 0;
        for (int poll = 0; poll < POLLS; poll++) {
            List<CompletableFuture<SnmpReply>> replies =
                    agents.stream().map(this::ask).toList();
            for (CompletableFuture<SnmpReply> reply : replies) {
                answered += reply.join() instanceof SnmpReply.Answered ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(AGENTS * POLLS * 95 / 100);
        // Discovery and the clock once each; after that a poll is a datagram.
        assertThat(engine.counts().sent()).isLessThanOrEqualTo((POLLS + 3L) * AGENTS);

        // Each with its own clock, so that whoever looks can name them all.
        assertThat(engine.engines()).hasSize(AGENTS).allSatisfy(met -> {
            assertThat(met.engineId()).isEqualTo("80001f88046c616e67736f6e67");
            assertThat(met.clock()).isNotNull();
            assertThat(met.setBack()).isNull();
        });
        assertThat(engine.engines())
                .extracting(MetEngine::address)
                .containsExactlyInAnyOrderElementsOf(
                        agents.stream().map(Snmpd::address).toList());
    }
}
