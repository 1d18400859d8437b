package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStoreException;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.TestConditions;
import io.langsong.provisioning.CheckProperties.Clients;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.Step;
import io.langsong.provisioning.TestProvisioning.Agent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a step whose box said that it applied its configuration, by what polls see of it. */
class AppliedCheckTest {
    private static final DeviceId AP = new DeviceId("ap-1");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path data;

    private TestProvisioning network;
    private Agent agent;
    private String before;
    private long rollout;

    @BeforeEach
    void start() {
        network = new TestProvisioning(data, "none");
        network.villages(1);
        Template template = network.template();
        agent = network.inService("ap-1", 0, network.secrets.make(null, "ha"));
        network.device("ap-1", 0, true);
        before = agent.has();
        network.templates.change(
                template.id(),
                new TemplateWish(
                        "Wi-Fi",
                        "netjson",
                        "default",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        """
                        {"interfaces": [
                          {"name": "wlan0", "type": "wireless", "wireless":
                            {"radio": "radio0", "mode": "access_point", "ssid": "{{ ssid }}"}},
                          {"name": "wlan1", "type": "wireless", "disabled": true, "wireless":
                            {"radio": "radio0", "mode": "access_point", "ssid": "Tắt"}},
                          {"name": "wlan2", "type": "wireless", "wireless":
                            {"radio": "radio0", "mode": "station", "ssid": "Mạng khác"}}]}""",
                        List.of(),
                        "bỏ mật khẩu"),
                1,
                "ha");
    }

    /** It has just said that it applied it. @param usual clients in the hour before, on all networks */
    private void applied(double usual) {
        Instant now = network.clock.instant();
        for (int minute = 60; minute > 0; minute -= 5) {
            network.metrics.clients(AP, "", now.minus(Duration.ofMinutes(minute)), usual);
        }
        rollout = network.rollouts()
                .begin(List.of(AP), "tên mạng mới", null, "ha")
                .id();
        network.runner().tick();
        agent.look();
        network.runner().tick();
        assertThat(step().progress()).isEqualTo(Progress.CHECKING);
    }

    private Step step() {
        return network.rollouts().find(rollout).orElseThrow().steps().get(0);
    }

    /** A minute goes on, in which it is polled. @param clients on each network that it shows */
    private Step polled(Map<String, Integer> clients) {
        network.clock.advance(MINUTE);
        Instant at = network.clock.instant();
        TestConditions.answered(network.conditions, ObjectRef.of(AP), at);
        clients.forEach((ssid, count) -> network.metrics.clients(AP, "ssid " + ssid, at, count));
        network.metrics.clients(
                AP,
                "",
                at,
                clients.values().stream().mapToInt(Integer::intValue).sum());
        network.clock.advance(Duration.ofSeconds(1));
        network.runner().tick();
        return step();
    }

    private Step polledFor(int minutes, Map<String, Integer> clients) {
        for (int minute = 0; minute < minutes; minute++) {
            polled(clients);
        }
        return step();
    }

    @Test
    void isDoneWhenItServesWhatItWasGivenAndPeopleAreBack() {
        applied(5);

        assertThat(polled(Map.of("Xa Ba Thuoc", 0)).progress()).as("nobody yet").isEqualTo(Progress.CHECKING);
        Step done = polled(Map.of("Xa Ba Thuoc", 2));

        assertThat(done.progress()).isEqualTo(Progress.DONE);
        assertThat(done.notes()).isEmpty();
    }

    @Test
    void isTakenBackWhenItDoesNotAnswer() {
        applied(0);
        network.clock.advance(Duration.ofMinutes(19));
        network.runner().tick();
        assertThat(step().progress()).isEqualTo(Progress.CHECKING);
        network.clock.advance(Duration.ofMinutes(2));
        network.runner().tick();

        assertThat(step().detail()).isEqualTo("does-not-answer");
        takenBack();
    }

    private void takenBack() {
        assertThat(step().progress()).isEqualTo(Progress.ROLLED_BACK);
        assertThat(network.accessPoints.letOut(AP).orElseThrow().checksum()).isEqualTo(before);
    }

    @Test
    void isTakenBackWhenANetworkIsNotSeenAndNamesIt() {
        network.metrics.clients(AP, "ssid Cũ", network.clock.instant().minus(Duration.ofMinutes(5)), 0);
        applied(0);

        assertThat(polledFor(19, Map.of("Cũ", 0)).progress())
                .as("a radio may take long")
                .isEqualTo(Progress.CHECKING);
        Step over = polledFor(2, Map.of("Cũ", 0));

        assertThat(over.detail()).isEqualTo("ssids-missing");
        assertThat(over.missing()).containsExactly("Xa Ba Thuoc");
        takenBack();
    }

    @Test
    void aRadioThatIsOffShowsNothingAndIsTakenBackToo() {
        network.metrics.clients(AP, "ssid Cũ", network.clock.instant().minus(Duration.ofMinutes(5)), 0);
        applied(0);

        assertThat(polledFor(21, Map.of()).missing()).containsExactly("Xa Ba Thuoc");
        takenBack();
    }

    @Test
    void whereNoSsidsAreReadThatIsSaid() {
        applied(0);

        Step done = polled(Map.of());

        assertThat(done.progress()).isEqualTo(Progress.DONE);
        assertThat(done.notes()).containsExactly("ssids-not-read");
    }

    @Test
    void thatNobodyComesBackIsNotedAfterAWhile() {
        applied(5);

        assertThat(polledFor(9, Map.of("Xa Ba Thuoc", 0)).progress()).isEqualTo(Progress.CHECKING);
        Step done = polledFor(2, Map.of("Xa Ba Thuoc", 0));

        assertThat(done.progress()).isEqualTo(Progress.DONE);
        assertThat(done.notes()).containsExactly("no-clients");
    }

    @Test
    void orIsAFailureWhereThatIsSet() {
        network.check = new CheckProperties(Clients.FAIL, Duration.ofMinutes(5));
        applied(5);

        assertThat(polledFor(4, Map.of("Xa Ba Thuoc", 0)).progress()).isEqualTo(Progress.CHECKING);
        polledFor(2, Map.of("Xa Ba Thuoc", 0));

        assertThat(step().detail()).isEqualTo("no-clients");
        takenBack();
    }

    @Test
    void orIsNotLookedAt() {
        network.check = new CheckProperties(Clients.OFF, Duration.ofMinutes(5));
        applied(5);

        assertThat(polled(Map.of("Xa Ba Thuoc", 0)).progress()).isEqualTo(Progress.DONE);
        assertThat(step().notes()).isEmpty();
    }

    @Test
    void atNightNobodyIsWaitedFor() {
        network.check = new CheckProperties(Clients.FAIL, Duration.ofMinutes(5));
        applied(0.5);

        assertThat(polled(Map.of("Xa Ba Thuoc", 0)).progress()).isEqualTo(Progress.DONE);
        assertThat(step().notes()).isEmpty();
    }

    @Test
    void norAtTheHourAtWhichPeopleLeave() {
        network.check = new CheckProperties(Clients.FAIL, Duration.ofMinutes(5));
        Instant lastWeek = network.clock.instant().minus(Duration.ofDays(7));
        for (int second = 0; second < 60; second += 10) {
            network.metrics.clients(AP, "", lastWeek.plusSeconds(second), 0);
        }
        applied(5);

        assertThat(polled(Map.of("Xa Ba Thuoc", 0)).progress()).isEqualTo(Progress.DONE);
    }

    @Test
    void aStoreThatDoesNotAnswerIsNoFaultOfTheBox() {
        applied(5);
        network.metrics.broken = new MetricStoreException("away", null);

        assertThat(polledWithoutSamples().notes()).containsExactly("not-measured");
        assertThat(step().progress()).isEqualTo(Progress.DONE);
    }

    private Step polledWithoutSamples() {
        network.clock.advance(MINUTE);
        TestConditions.answered(network.conditions, ObjectRef.of(AP), network.clock.instant());
        network.clock.advance(Duration.ofSeconds(1));
        network.runner().tick();
        return step();
    }

    @Test
    void aDeviceThatIsNotPolledIsDoneAtItsWord() {
        network.inventory.delete(AP, null);
        applied(5);
        network.runner().tick();

        assertThat(step().progress()).isEqualTo(Progress.DONE);
        assertThat(step().notes()).containsExactly("not-polled");
    }

    @Test
    void somethingElseThatWasLetOutMeanwhileIsNotJudgedForIt() {
        applied(0);
        network.values.set(Level.COMMUNE, "", "ssid", "Khác", false, "ha");
        AccessPoint place = network.accessPoints.find(AP).orElseThrow();
        network.accessPoints.letOut(
                AP,
                java.util.Objects.requireNonNull(
                                network.accessPoints.propose(place).rendition())
                        .checksum());

        assertThat(polled(Map.of("Khác", 0)).detail()).isEqualTo("changed-meanwhile");
    }

    @Test
    void aBoxThatTakesItsWordBackIsTakenBack() {
        applied(0);
        network.desk.report(agent.id, agent.key, Map.of("status", "error", "error_reason", "mất sóng"));
        network.runner().tick();

        assertThat(step().detail()).isEqualTo("refused-by-box");
        assertThat(step().reason()).isEqualTo(Reason.said("mất sóng"));
        takenBack();
    }
}
