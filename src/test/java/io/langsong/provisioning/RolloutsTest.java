package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import io.langsong.provisioning.TestProvisioning.Agent;
import io.langsong.provisioning.TestProvisioning.Mood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts on a real database, to agents that do as agents do. */
class RolloutsTest {
    @TempDir
    private Path data;

    private final Map<String, Agent> agents = new LinkedHashMap<>();

    private TestProvisioning network(String approval, int villages, int each) {
        TestProvisioning network = new TestProvisioning(data, approval);
        network.villages(villages);
        network.template();
        String secret = network.secrets.make(null, "ha");
        for (int village = 0; village < villages; village++) {
            for (int number = 0; number < each; number++) {
                String id = "ap-%02d-%d".formatted(village, number);
                agents.put(id, network.inService(id, village, secret));
            }
        }
        return network;
    }

    private List<DeviceId> all() {
        return agents.keySet().stream().map(DeviceId::new).toList();
    }

    private static void change(TestProvisioning network) {
        network.values.set(Level.COMMUNE, "", "ssid", "Wi-Fi cong cong", false, "ha");
    }

    /** Time goes on by a cycle of the agents. @return as it is then */
    private Rollout pass(TestProvisioning network, Rollouts rollouts, long id) {
        network.clock.advance(Duration.ofSeconds(60));
        network.runner().tick();
        agents.values().forEach(Agent::look);
        network.clock.advance(Duration.ofSeconds(60));
        network.runner().tick();
        return rollouts.find(id).orElseThrow();
    }

    private Rollout untilItStands(TestProvisioning network, Rollouts rollouts, long id) {
        Rollout now = pass(network, rollouts, id);
        for (int cycle = 0; cycle < 200 && now.state() == State.RUNNING; cycle++) {
            now = pass(network, rollouts, id);
        }
        return now;
    }

    private static Map<Progress, Long> tally(Rollout rollout) {
        return rollout.steps().stream().collect(Collectors.groupingBy(Step::progress, Collectors.counting()));
    }

    @Test
    void aDryRunSaysWhatWouldGoWhereAndChangesNothing() {
        TestProvisioning network = network("none", 3, 2);
        Map<String, String> before = has();
        assertThat(network.rollouts().dryRun(all()).unchanged()).hasSize(6);
        change(network);

        DryRun dryRun = network.rollouts().dryRun(all());

        assertThat(dryRun.impossible()).isEmpty();
        assertThat(dryRun.steps())
                .extracting(step -> step.wave() + " " + step.place())
                .containsExactly("0 ap-00-0", "1 ap-00-1", "2 ap-01-0", "2 ap-01-1", "3 ap-02-0", "3 ap-02-1");
        assertThat(dryRun.steps())
                .allSatisfy(step -> assertThat(step.diff())
                        .contains("-\toption ssid 'Xa Ba Thuoc'\n+\toption ssid 'Wi-Fi cong cong'\n")
                        .doesNotContain("khong-ai-biet"));
        agents.values().forEach(Agent::look);
        assertThat(has()).isEqualTo(before);
    }

    private Map<String, String> has() {
        Map<String, String> has = new LinkedHashMap<>();
        agents.forEach((id, agent) -> has.put(id, agent.has()));
        return has;
    }

    @Test
    void goesWaveByWaveAndEachBoxGetsItOnce() {
        TestProvisioning network = network("none", 3, 2);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();

        network.runner().tick();
        assertThat(tally(rollouts.find(id).orElseThrow()))
                .as("one alone first")
                .isEqualTo(Map.of(Progress.LET_OUT, 1L, Progress.WAITING, 5L));
        Rollout done = untilItStands(network, rollouts, id);

        assertThat(done.state()).isEqualTo(State.FINISHED);
        assertThat(tally(done)).isEqualTo(Map.of(Progress.DONE, 6L));
        assertThat(agents.values()).allMatch(agent -> agent.applied == 2);
        assertThat(rollouts.dryRun(all()).unchanged()).hasSize(6);
    }

    @Test
    void whatIsReachedThroughOthersComesFirst() {
        TestProvisioning network = network("none", 2, 2);
        network.device("ap-00-0", 0);
        network.device("ap-00-1", 0, "ap-00-0");
        network.device("ap-01-0", 1, "ap-00-1");
        network.device("ap-01-1", 1, "ap-01-0");
        change(network);

        DryRun dryRun = network.rollouts().dryRun(all());

        assertThat(dryRun.steps())
                .extracting(step -> step.place().value())
                .containsExactly("ap-01-1", "ap-01-0", "ap-00-1", "ap-00-0");
        assertThat(dryRun.steps().get(3).behind()).isEqualTo(3);
        assertThat(dryRun.steps().get(3).villages()).containsExactly("thon-0", "thon-1");
        assertThat(dryRun.steps().get(0).villages()).containsExactly("thon-1");
    }

    @Test
    void theFirstThatFailsStopsItAndHasAgainWhatItHad() {
        TestProvisioning network = network("none", 3, 2);
        Map<String, String> before = has();
        agent("ap-00-0").mood = Mood.REFUSES;
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();

        Rollout stopped = untilItStands(network, rollouts, id);
        agents.values().forEach(Agent::look);

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(tally(stopped)).isEqualTo(Map.of(Progress.ROLLED_BACK, 1L, Progress.WAITING, 5L));
        assertThat(stopped.steps().get(0).detail()).isEqualTo("refused-by-box");
        assertThat(stopped.steps().get(0).reason()).isEqualTo(Reason.said("sai ở dòng 3"));
        assertThat(has()).isEqualTo(before);

        rollouts.resume(id, "ha");
        assertThat(tally(untilItStands(network, rollouts, id)))
                .isEqualTo(Map.of(Progress.ROLLED_BACK, 1L, Progress.DONE, 5L));
    }

    private Agent agent(String id) {
        return java.util.Objects.requireNonNull(agents.get(id));
    }

    @Test
    void whatCutsItsOwnUplinkUndoesItselfAndIsNamed() {
        TestProvisioning network = network("none", 1, 1);
        String before = agent("ap-00-0").has();
        agent("ap-00-0").mood = Mood.CUTS_ITSELF_OFF;
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "đổi VLAN", 5, "ha").id();

        Rollout done = untilItStands(network, rollouts, id);

        assertThat(done.state()).isEqualTo(State.FINISHED);
        assertThat(done.steps().get(0).progress()).isEqualTo(Progress.ROLLED_BACK);
        assertThat(done.steps().get(0).detail()).isEqualTo("undid-itself");
        assertThat(agent("ap-00-0").has()).isEqualTo(before);
    }

    @Test
    void aBoxThatDiesWithItIsGivenUpAfterAWhile() {
        TestProvisioning network = network("none", 1, 2);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "đổi VLAN", null, "ha").id();
        network.runner().tick();
        agent("ap-00-0").mood = Mood.GONE;

        Rollout stopped = untilItStands(network, rollouts, id);

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.steps().get(0).detail()).isEqualTo("no-word");
    }

    @Test
    void whatIsOfflineGetsItWhenItComesAndHoldsNobodyUp() {
        TestProvisioning network = network("none", 2, 2);
        agent("ap-00-1").mood = Mood.GONE;
        network.clock.advance(Duration.ofHours(1));
        agents.values().forEach(Agent::look);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        for (int cycle = 0; cycle < 10; cycle++) {
            pass(network, rollouts, id);
        }

        Rollout waiting = rollouts.find(id).orElseThrow();
        assertThat(waiting.state()).isEqualTo(State.RUNNING);
        assertThat(tally(waiting)).isEqualTo(Map.of(Progress.DONE, 3L, Progress.QUEUED, 1L));

        network.clock.advance(Duration.ofDays(3));
        agent("ap-00-1").mood = Mood.GOOD;
        Rollout done = untilItStands(network, rollouts, id);
        assertThat(done.state()).isEqualTo(State.FINISHED);
        assertThat(tally(done)).isEqualTo(Map.of(Progress.DONE, 4L));
    }

    @Test
    void aSecondPersonSaysYesWhereThatIsSet() {
        TestProvisioning network = network("second-person", 1, 1);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();

        assertThat(pass(network, rollouts, id).steps().get(0).progress()).isEqualTo(Progress.WAITING);
        assertThatThrownBy(() -> rollouts.approve(id, "ha"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("by you");
        rollouts.approve(id, "tuan");
        assertThat(untilItStands(network, rollouts, id).state()).isEqualTo(State.FINISHED);
        assertThat(rollouts.find(id).orElseThrow().isApprovedByAnother()).isTrue();
    }

    @Test
    void pausedItBeginsNothingNewAndCancelledNothingEver() {
        TestProvisioning network = network("none", 3, 2);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        network.runner().tick();
        rollouts.pause(id, "ha");

        pass(network, rollouts, id);
        assertThat(tally(pass(network, rollouts, id))).isEqualTo(Map.of(Progress.DONE, 1L, Progress.WAITING, 5L));
        rollouts.cancel(id, "ha");
        Rollout over = pass(network, rollouts, id);
        assertThat(over.state()).isEqualTo(State.CANCELLED);
        assertThat(tally(over)).isEqualTo(Map.of(Progress.DONE, 1L, Progress.SKIPPED, 5L));
        assertThatThrownBy(() -> rollouts.resume(id, "ha")).isInstanceOf(Refused.class);
    }

    @Test
    void oneAccessPointIsInOneRolloutAtATime() {
        TestProvisioning network = network("none", 1, 2);
        change(network);
        Rollouts rollouts = network.rollouts();
        rollouts.begin(all(), "tên mạng mới", null, "ha");

        assertThat(rollouts.dryRun(all()).impossible()).hasSize(2).containsValue("in-rollout");
        assertThatThrownBy(() -> rollouts.begin(all(), "lần nữa", null, "tuan")).isInstanceOf(Refused.class);
    }

    /** 200 access points of which one in twenty fails, and servers that die between any two steps. */
    @Test
    void aRolloutOverTwoHundredEndsAsItShould() {
        long seed = Long.getLong("langsong.seed", System.nanoTime());
        System.out.println("rollout: seed " + seed);
        Random random = new Random(seed);
        TestProvisioning network = network("none", 20, 10);
        Map<String, String> before = has();
        List<String> bad = new ArrayList<>();
        agents.forEach((id, agent) -> {
            // The first goes alone, and would stop it all.
            if (!id.equals("ap-00-0") && random.nextInt(20) == 0) {
                bad.add(id);
                agent.mood = random.nextBoolean() ? Mood.REFUSES : Mood.CUTS_ITSELF_OFF;
            }
        });
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", 3, "ha").id();
        int stops = 0;
        Rollout now = rollouts.find(id).orElseThrow();
        for (int cycle = 0; cycle < 2_000 && now.state() != State.FINISHED; cycle++) {
            // Nothing of it is kept in memory.
            Rollouts server = network.rollouts();
            now = pass(network, server, id);
            if (now.state() == State.STOPPED) {
                stops++;
                assertThat(now.failures()).isGreaterThanOrEqualTo(3);
                server.resume(id, "ha");
            }
        }
        agents.values().forEach(Agent::look);

        assertThat(now.state()).isEqualTo(State.FINISHED);
        assertThat(stops).as("it stops").isGreaterThan(bad.size() >= 3 ? 0 : -1);
        assertThat(now.steps().stream()
                        .filter(step -> step.progress() == Progress.ROLLED_BACK)
                        .map(step -> step.place().value()))
                .containsExactlyInAnyOrderElementsOf(bad);
        Map<String, String> wanted = now.steps().stream()
                .collect(Collectors.toMap(step -> step.place().value(), Step::checksum));
        agents.forEach((place, agent) -> {
            boolean failed = bad.contains(place);
            assertThat(agent.has()).as(place).isEqualTo(failed ? before.get(place) : wanted.get(place));
            // Once when it came, and once more: never twice the same.
            assertThat(agent.applied).as(place).isEqualTo(failed ? 1 : 2);
        });
    }

    @Test
    void aRefusalNamesTheOtherRolloutAndEndingThatFreesItsPlaces() {
        TestProvisioning network = network("none", 3, 2);
        agent("ap-00-0").mood = Mood.REFUSES;
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        assertThat(untilItStands(network, rollouts, id).state()).isEqualTo(State.STOPPED);
        DeviceId waiting = new DeviceId("ap-02-1");

        assertThat(rollouts.dryRun(List.of(waiting)).inRollouts()).isEqualTo(Map.of(waiting, id));
        assertThatThrownBy(() -> rollouts.begin(List.of(waiting), "lần nữa", null, "tuan"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("is in rollout " + id + ", which is stopped")
                .hasMessageContaining("cancel that");
        rollouts.cancel(id, "tuan");

        assertThat(rollouts.begin(all(), "lần nữa", null, "tuan").steps()).hasSize(6);
    }

    @Test
    void endingItFreesABoxThatIsOffToo() {
        TestProvisioning network = network("none", 1, 2);
        Map<String, String> before = has();
        agent("ap-00-1").mood = Mood.GONE;
        network.clock.advance(Duration.ofHours(1));
        agents.values().forEach(Agent::look);
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        for (int cycle = 0; cycle < 5; cycle++) {
            pass(network, rollouts, id);
        }
        assertThat(tally(rollouts.find(id).orElseThrow())).isEqualTo(Map.of(Progress.DONE, 1L, Progress.QUEUED, 1L));

        rollouts.cancel(id, "ha");
        agent("ap-00-1").mood = Mood.GOOD;
        pass(network, rollouts, id);

        assertThat(tally(rollouts.find(id).orElseThrow())).isEqualTo(Map.of(Progress.DONE, 1L, Progress.SKIPPED, 1L));
        assertThat(agent("ap-00-1").has()).as("it has what it had").isEqualTo(before.get("ap-00-1"));
        assertThat(rollouts.dryRun(all()).steps()).hasSize(1);
    }

    @Test
    void aBoxThatCameForItMeanwhileIsFollowedAfterTheEnd() {
        TestProvisioning network = network("none", 1, 1);
        agent("ap-00-0").mood = Mood.GONE;
        network.clock.advance(Duration.ofHours(1));
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        network.runner().tick();
        network.clock.advance(Duration.ofMinutes(1));
        agent("ap-00-0").mood = Mood.GOOD;
        agent("ap-00-0").look();

        rollouts.cancel(id, "ha");
        pass(network, rollouts, id);

        assertThat(tally(pass(network, rollouts, id))).isEqualTo(Map.of(Progress.DONE, 1L));
    }

    @Test
    void whatFailedIsTriedAgainBeforeTheRest() {
        TestProvisioning network = network("none", 3, 2);
        agent("ap-00-0").mood = Mood.REFUSES;
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        String wanted = untilItStands(network, rollouts, id).steps().get(0).checksum();

        assertThat(rollouts.retry(id, "tuan").state()).isEqualTo(State.RUNNING);
        network.runner().tick();
        assertThat(tally(rollouts.find(id).orElseThrow()))
                .as("its agent must have come for what it had, or it would not try again")
                .isEqualTo(Map.of(Progress.WAITING, 6L));
        Rollout done = untilItStands(network, rollouts, id);

        assertThat(tally(done)).isEqualTo(Map.of(Progress.DONE, 6L));
        assertThat(agent("ap-00-0").has()).isEqualTo(wanted);
        assertThatThrownBy(() -> rollouts.retry(id, "ha")).as("nothing failed").isInstanceOf(Refused.class);
    }

    @Test
    void whatFailedLastIsTriedAgainThoughItIsFinished() {
        TestProvisioning network = network("none", 1, 1);
        agent("ap-00-0").mood = Mood.REFUSES;
        change(network);
        Rollouts rollouts = network.rollouts();
        long id = rollouts.begin(all(), "tên mạng mới", null, "ha").id();
        assertThat(untilItStands(network, rollouts, id).state()).isEqualTo(State.FINISHED);
        long other = rollouts.begin(all(), "lần nữa", null, "tuan").id();

        assertThatThrownBy(() -> rollouts.retry(id, "ha")).hasMessageContaining("is in rollout " + other);
        rollouts.cancel(other, "tuan");
        rollouts.retry(id, "ha");

        assertThat(tally(untilItStands(network, rollouts, id))).isEqualTo(Map.of(Progress.DONE, 1L));
    }
}
