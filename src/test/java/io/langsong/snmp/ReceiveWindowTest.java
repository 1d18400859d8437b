package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.wire.Pdu;
import io.langsong.snmp.wire.PduRequest;
import io.langsong.snmp.wire.Tag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    /** Ten variables each, into the smallest window there is. */
    private static final int FIT = 22;

    private static final Exchange.Listener NOBODY = new Exchange.Listener() {
        @Override
        public void answered(Pdu pdu, long roundTripNanos, int attempts) {}

        @Override
        public void ended(SnmpReply end) {}
    };

    private final List<Exchange> launched = new ArrayList<>();
    private final ReceiveWindow window = new ReceiveWindow((exchange, now) -> launched.add(exchange));

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static Exchange exchange() {
        SnmpTarget target = new SnmpTarget(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 161),
                new SnmpCredentials.Community(Version.V2C, "public"),
                Duration.ofSeconds(1),
                0,
                10,
                10);
        byte[][] names = new byte[10][];
        Arrays.fill(names, Oid.parse("1.3.6.1.2.1.1.3.0").ber());
        return new CommunityExchange(
                target, Version.V2C, new byte[0], new Interner(), new PduRequest(Tag.GET, names, 0), NOBODY);
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            window.enter(exchange(), 0);
        }
    }

    private void look(long millis) {
        window.forget(millis(millis));
        window.admit(millis(millis));
    }

    @Test
    void whatDoesNotFitWaits() {
        enter(2 * FIT);
        assertThat(launched).hasSize(FIT);

        window.leave(launched.get(0));
        window.admit(millis(1));
        assertThat(launched).hasSize(FIT + 1);
        assertThat(window.queued()).isEqualTo(FIT - 1);
    }

    @Test
    void sharesAreHeldForTwoTenthsBeforeAnybodyAnswered() {
        enter(2 * FIT);
        look(200);
        assertThat(launched).hasSize(FIT);
        look(201);
        assertThat(launched).hasSize(2 * FIT);
    }

    @Test
    void whereAnswersAreQuickTheDeadHoldNobodyUp() {
        for (int i = 0; i < 5_000; i++) {
            // A few are slow.
            window.answered(0, millis(i % 50 == 0 ? 150 : 1));
        }
        enter(2 * FIT);
        look(50);
        assertThat(launched).hasSize(2 * FIT);
    }

    @Test
    void whoeverLeftLongBeforeOneThatIsAnsweredIsPassedOver() {
        for (int i = 0; i < 12_000; i++) {
            window.answered(0, millis(1));
        }
        enter(FIT - 1);
        Exchange later = exchange();
        window.enter(later, millis(5));
        window.enter(exchange(), millis(5));
        assertThat(launched).hasSize(FIT);

        window.forget(millis(6));
        window.admit(millis(6));
        assertThat(launched).as("nobody was answered meanwhile").hasSize(FIT);

        window.answered(millis(1), millis(5));
        window.admit(millis(6));
        assertThat(launched).as("they left a moment apart").hasSize(FIT);

        window.answered(millis(5), millis(1));
        window.admit(millis(6));
        assertThat(launched).hasSize(FIT + 1);
    }

    @Test
    void whereAnswersAreSlowSharesAreHeldAsBefore() {
        for (int i = 0; i < 5_000; i++) {
            window.answered(0, millis(1));
        }
        for (int i = 0; i < 500; i++) {
            window.answered(0, millis(180));
        }
        enter(2 * FIT);
        look(190);
        assertThat(launched).hasSize(FIT);
    }

    @Test
    void whoWasSilentLastTakesHalf() {
        for (int i = 0; i < 3 * FIT; i++) {
            Exchange silent = exchange();
            silent.missed();
            silent.markEnded();
            silent.reset(silent.request());
            window.enter(silent, 0);
        }
        assertThat(launched).hasSize(2 * FIT);
    }
}
