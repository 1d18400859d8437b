package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.outage.Ports.PortReading;
import io.langsong.polling.PollResult.PortState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedTest {
    private static final Instant START = Instant.parse("2026-11-29T01:00:00Z");

    private final Tracked device = new Tracked(new Device(
            new DeviceId("sw"),
            "Switch",
            new SiteId("ubnd"),
            Device.Kind.SWITCH,
            "192.0.2.1",
            161,
            null,
            null,
            Device.Reachability.NONE,
            List.of(),
            null,
            true,
            null));

    private static List<PortState> ports(boolean firstUp) {
        return List.of(new PortState(1, "ether1", true, firstUp, null), new PortState(2, "ether2", true, true, null));
    }

    private PortReading port(String nameOrIndex) {
        return device.port(nameOrIndex).orElseThrow();
    }

    /** Polls that bring nothing new bring the same list: the port was seen up until the last of them all the same. */
    @Test
    void whatSaidNothingNewWasSeenUntilThen() {
        device.reach = new Reachability.Up(Bound.exactly(START), START, null);
        List<PortState> same = ports(true);
        device.keepPorts(same, START, null);
        device.keepPorts(same, START.plusSeconds(30), null);
        device.keepPorts(same, START.plusSeconds(60), null);

        device.keepPorts(ports(false), START.plusSeconds(90), null);

        assertThat(port("ether1").isDown()).isTrue();
        assertThat(port("1").changed()).isEqualTo(Bound.between(START.plusSeconds(60), START.plusSeconds(90)));
        assertThat(port("ether2").isDown()).isFalse();
    }

    @Test
    void afterNobodyLookedTheSameListIsReadAnew() {
        device.reach = new Reachability.Up(Bound.exactly(START), START, null);
        List<PortState> same = ports(true);
        device.keepPorts(same, START, null);

        device.forget(START);
        device.reach = new Reachability.Up(Bound.exactly(START.plusSeconds(90)), START.plusSeconds(90), null);
        device.keepPorts(same, START.plusSeconds(90), null);

        assertThat(port("ether1").at()).isEqualTo(START.plusSeconds(90));
    }

    @Test
    void aPortIsKnownByItsNameWhereverItStands() {
        device.reach = new Reachability.Up(Bound.exactly(START), START, null);
        device.keepPorts(ports(true), START, null);

        device.keepPorts(
                List.of(
                        new PortState(7, "ether2", true, false, null),
                        new PortState(9, "2", true, true, null),
                        new PortState(8, "ether1", true, true, null)),
                START.plusSeconds(30),
                null);

        assertThat(port("ether1").changed()).as("runs on").isEqualTo(Bound.exactly(START));
        assertThat(port("ether2").changed()).isEqualTo(Bound.between(START, START.plusSeconds(30)));
        assertThat(port("2").state().ifIndex())
                .as("a name goes before a number")
                .isEqualTo(9);
        assertThat(port("8").state().name()).isEqualTo("ether1");
    }

    @Test
    void aPortThatIsNotToldOfStaysAsItWas() {
        device.reach = new Reachability.Up(Bound.exactly(START), START, null);
        List<PortState> both = ports(true);
        device.keepPorts(both, START, null);
        device.keepPorts(both.subList(1, 2), START.plusSeconds(30), null);
        device.keepPorts(both.subList(1, 2), START.plusSeconds(60), null);

        device.keepPorts(ports(false), START.plusSeconds(90), null);

        assertThat(port("ether1").changed()).isEqualTo(Bound.between(START, START.plusSeconds(90)));
    }
}
