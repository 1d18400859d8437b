package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.TruthInterval.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each kind of fault does on the wire and in the truth log. Each test has devices of its own. */
class SimulatorFaultsTest {
    private static final long TICKS_OF_A_MINUTE = 6_000;
    private static Simulator simulator;
    private static Asker asker;

    @BeforeAll
    static void start() {
        simulator = new Simulator(Asker.somewhere(), Clock.systemUTC());
        simulator.start();
        asker = new Asker();
    }

    @AfterAll
    static void stop() throws Exception {
        asker.close();
        simulator.stop();
    }

    private static Device device(String id) {
        return Asker.device(simulator, id);
    }

    private static void play(String entry) {
        simulator.play(Scenario.parse("test", "faults: [{" + entry + "}]"));
    }

    private static void awaitSilence(Device device) {
        await().until(() -> !asker.answers(device));
    }

    private static void awaitAnswer(Device device) {
        await().until(() -> asker.answers(device));
    }

    /** The states of an object so far, after the first {@code up}. */
    private static List<State> states(String object) {
        return simulator.truth().stream()
                .filter(interval -> interval.object().equals(object))
                .map(TruthInterval::state)
                .skip(1)
                .collect(Collectors.toList());
    }

    @Test
    void aCrashedDeviceIsSilentAndStartsFromZero() {
        Device device = device("thon-mau-01-ap1");
        assertThat(asker.mustNumber(device, Asker.SYS_UP_TIME)).isGreaterThan(TICKS_OF_A_MINUTE);

        play("fault: device-crash, device: thon-mau-01-ap1, at: 0s, for: 1s");
        awaitSilence(device);
        awaitAnswer(device);

        assertThat(asker.mustNumber(device, Asker.SYS_UP_TIME)).isLessThan(TICKS_OF_A_MINUTE);
        assertThat(asker.mustNumber(device, Asker.HR_SYSTEM_UPTIME))
                .isGreaterThanOrEqualTo(asker.mustNumber(device, Asker.SYS_UP_TIME) - 100)
                .isLessThan(TICKS_OF_A_MINUTE);
        assertThat(asker.mustNumber(device, Asker.IF_X_ENTRY + "6.2")).isLessThan(500_000_000L);
        assertThat(states("device:thon-mau-01-ap1")).containsExactly(State.DOWN, State.UP);
    }

    @Test
    void aRestartedAgentLeavesTheBoxRunning() {
        Device device = device("thon-mau-02-ap1");
        long octets = asker.mustNumber(device, Asker.IF_X_ENTRY + "6.2");

        play("fault: agent-restart, device: thon-mau-02-ap1, at: 0s");
        await().until(() -> states("device:thon-mau-02-ap1").equals(List.of(State.DOWN, State.UP)));

        assertThat(asker.mustNumber(device, Asker.SYS_UP_TIME)).isLessThan(TICKS_OF_A_MINUTE);
        assertThat(asker.mustNumber(device, Asker.HR_SYSTEM_UPTIME)).isGreaterThan(TICKS_OF_A_MINUTE);
        assertThat(asker.mustNumber(device, Asker.IF_X_ENTRY + "6.2")).isGreaterThan(octets);
    }

    @Test
    void aCutLineTakesAllBehindItAndThePortOfTheCoreAndRestartsNothing() {
        Device router = device("thon-mau-03-router");
        Device behind = device("thon-mau-03-ap2");
        String port = router.uplinkPort().replace("ether", "");
        long before = asker.mustNumber(behind, Asker.SYS_UP_TIME);

        play("fault: uplink-cut, device: thon-mau-03-router, at: 0s, for: 2s");
        awaitSilence(behind);
        assertThat(asker.answers(router)).isFalse();
        assertThat(asker.mustNumber(device(Commune.CORE), Asker.IF_ENTRY + "8." + port))
                .isEqualTo(2);
        long octets = asker.mustNumber(device(Commune.CORE), Asker.IF_X_ENTRY + "10." + port);
        assertThat(asker.mustNumber(device(Commune.CORE), Asker.IF_X_ENTRY + "10." + port))
                .isEqualTo(octets);
        awaitAnswer(behind);

        assertThat(asker.mustNumber(behind, Asker.SYS_UP_TIME)).isGreaterThan(before);
        assertThat(asker.mustNumber(device(Commune.CORE), Asker.IF_ENTRY + "8." + port))
                .isEqualTo(1);
        long upTime = asker.mustNumber(device(Commune.CORE), Asker.SYS_UP_TIME);
        assertThat(upTime - asker.mustNumber(device(Commune.CORE), Asker.IF_ENTRY + "9." + port))
                .as("time since the line came back")
                .isBetween(0L, TICKS_OF_A_MINUTE);
        assertThat(states("device:thon-mau-03-router")).containsExactly(State.DOWN, State.UP);
        assertThat(states("device:thon-mau-03-ap2")).containsExactly(State.UNREACHABLE, State.UP);
        assertThat(states("link:thon-mau-03-line")).containsExactly(State.DOWN, State.UP);
        assertThat(simulator.truth())
                .filteredOn(interval -> interval.object().equals("device:thon-mau-03-ap2"))
                .extracting(TruthInterval::root)
                .contains("device:thon-mau-03-router");
    }

    @Test
    void aPowerCutRestartsAnAreaAndAUpsTellsBeforeItIsEmpty() {
        // The school stands in the second area, behind a UPS.
        Device ups = device("truong-hoc-ups");
        Device inVillage = device("thon-mau-05-router");

        play("fault: power-cut, area: dien-thon-02, at: 0s, for: 4s, stagger: 1s, ups: 2s");
        awaitSilence(inVillage);
        await().until(() -> asker.number(ups, "1.3.6.1.2.1.33.1.4.1.0").orElse(0) == 5);
        assertThat(asker.number(ups, "1.3.6.1.2.1.33.1.2.2.0").orElse(1)).isPositive();
        awaitSilence(ups);
        awaitAnswer(inVillage);
        awaitAnswer(ups);

        assertThat(asker.mustNumber(inVillage, Asker.SYS_UP_TIME)).isLessThan(TICKS_OF_A_MINUTE);
        assertThat(asker.mustNumber(ups, "1.3.6.1.2.1.33.1.4.1.0")).isEqualTo(3);
        assertThat(states("device:thon-mau-05-router")).containsExactly(State.DOWN, State.UP);
        await().until(() -> simulator.truth().stream()
                .filter(interval -> interval.to() == null)
                .filter(interval -> interval.object().startsWith("device:thon-mau-0")
                        || interval.object().startsWith("device:truong-hoc"))
                .noneMatch(interval -> "power".equals(interval.cause())));
    }

    @Test
    void countersOf32BitsJumpAndWrapAndThoseOf64DoNot() {
        Device device = device("thon-mau-08-ap1");
        String narrow = Asker.IF_ENTRY + "10.2";
        String wide = Asker.IF_X_ENTRY + "6.2";
        long before = asker.mustNumber(device, wide);
        assertThat(asker.mustNumber(device, narrow) & 0xffffffffL).isBetween(0L, 1L << 32);

        play("fault: counter-wrap, device: thon-mau-08-ap1, at: 0s");

        await().until(() -> asker.mustNumber(device, narrow) > (1L << 32) - 100_000_000);
        await().atMost(Duration.ofSeconds(40)).until(() -> asker.mustNumber(device, narrow) < 100_000_000);
        assertThat(asker.mustNumber(device, wide)).isBetween(before, before + 1_000_000_000L);
        assertThat(asker.mustNumber(device, Asker.IF_X_ENTRY + "19.2"))
                .as("discontinuity")
                .isPositive();
        assertThat(states("device:thon-mau-08-ap1")).isEmpty();
    }

    @Test
    void aWrongCommunityIsSilenceAndAWrongKeyIsACredentialFault() {
        play("fault: wrong-community, device: thon-mau-09-ap2, at: 0s, for: 1500ms");
        play("fault: wrong-community, device: thon-mau-12-router, at: 0s, for: 1500ms");

        awaitSilence(device("thon-mau-09-ap2"));
        awaitAnswer(device("thon-mau-09-ap2"));

        assertThat(states("device:thon-mau-09-ap2")).containsExactly(State.DOWN, State.UP);
        await().untilAsserted(() ->
                assertThat(states("device:thon-mau-12-router")).containsExactly(State.CREDENTIALS, State.UP));
        assertThat(states("device:thon-mau-12-ap1")).as("behind it all is well").isEmpty();
    }

    @Test
    void aLossyLineLosesSomeAndFlappingGoesDownAndUp() {
        play("fault: lossy, device: thon-mau-14-ap1, at: 0s, for: 1h, loss: 40%");
        play("fault: flapping, device: thon-mau-15-ap1, at: 0s, for: 2s, period: 1s");

        await().until(() -> asker.answers(device("thon-mau-14-ap1")));
        await().until(() -> !asker.answers(device("thon-mau-14-ap1")));
        assertThat(states("device:thon-mau-14-ap1")).containsExactly(State.LOSSY);
        await().untilAsserted(() -> assertThat(states("device:thon-mau-15-ap1"))
                .containsExactly(State.DOWN, State.UP, State.DOWN, State.UP));
    }

    @Test
    void theProvidersLineTakesDownALinkAndNoDevice() {
        play("fault: uplink-cut, device: xa-core, at: 0s, for: 1s");

        await().untilAsserted(() -> assertThat(states("link:xa-internet")).containsExactly(State.DOWN, State.UP));
        assertThat(states("device:xa-core")).isEmpty();
        assertThat(asker.answers(device(Commune.CORE))).isTrue();
    }
}
