package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.polling.PollResult.PortState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final Instant NOON = Instant.parse("2026-12-01T05:00:00Z");

    private final Ports ports = new Ports();
    private final Said said = new Said();

    private void keep(Instant at, String... names) {
        List<PortState> states = new ArrayList<>();
        for (String name : names) {
            states.add(new PortState(states.size() + 1, name, true, true, null));
        }
        ports.keep(states, at, null, said);
    }

    @Test
    void aPortThatIsNotToldOfIsKnownForADay() {
        keep(NOON, "ether1", "wlan0");

        keep(NOON.plusSeconds(30), "ether1");
        assertThat(ports.find("wlan0")).isPresent();

        keep(NOON.plus(Duration.ofHours(23)), "ether1", "wlan1");
        assertThat(ports.find("wlan0")).isPresent();
        keep(NOON.plus(Duration.ofHours(25)), "ether1");
        assertThat(ports.find("wlan0")).isEmpty();
        assertThat(ports.find("wlan1")).isPresent();
    }

    /** As of a router whose tunnels are named anew at each start. */
    @Test
    void namesThatChangeAllTheTimeDoNotPileUp() {
        for (int i = 0; i < 1_000; i++) {
            keep(NOON.plusSeconds(i), "ether1", "ppp" + i);
        }

        assertThat(ports.find("ppp999")).isPresent();
        assertThat(ports.find("ppp900")).isPresent();
        assertThat(ports.find("ppp700")).isEmpty();
        assertThat(ports.find("ether1")).isPresent();
    }
}
