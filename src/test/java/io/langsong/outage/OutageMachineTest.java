package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.Reachability.Silent;
import io.langsong.outage.Reachability.Up;
import io.langsong.polling.PollResult.DeviceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageMachineTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final int NEEDED = 4;

    @ParameterizedTest(name = "polls {0} -> {1}")
    @CsvSource(textBlock = """
            # one poll a minute of two tries each: o answered, x silent
            o,       Up
            x,       Suspect
            ox,      Suspect
            oxo,     Up
            oxx,     Silent
            oxxx,    Silent
            oxxo,    Up
            xx,      Silent
            xo,      Up
            oxoxoxo, Up
            """)
    void followsThePolls(String polls, String state) {
        assertThat(last(play(polls)).getClass().getSimpleName()).isEqualTo(state);
    }

    @Test
    void datesTheStartBetweenTheLastGoodAndTheFirstBadPoll() {
        Silent silent = (Silent) last(play("ooxx"));

        assertThat(silent.from().earliest()).isEqualTo(minute(1));
        assertThat(silent.from().best()).isEqualTo(minute(1).plusSeconds(30));
    }

    @Test
    void aLostDatagramAloneDatesNeitherTheStartNorTheEnd() {
        Silent silent = (Silent) last(play("ooxx"));
        Up up = (Up) last(play("oxxxxo"));

        // Two tries of a poll leave a second apart, and four of them make sure.
        assertThat(silent.from().latest()).isEqualTo(minute(3).plusSeconds(1));
        assertThat(up.since().earliest()).isEqualTo(minute(3));
        assertThat(up.since().latest()).isEqualTo(minute(5));
    }

    @Test
    void whatWasNeverSeenAliveIsDownOnlyFromTheFirstTryThatSaidSo() {
        Silent silent = (Silent) last(play("xx"));

        assertThat(silent.from()).isEqualTo(Bound.exactly(minute(0)));
    }

    @Test
    void datesTheEndBetweenTheLastBadAndTheFirstGoodPoll() {
        Up up = (Up) last(play("oxxxo"));

        assertThat(up.since().best()).isEqualTo(minute(3).plusSeconds(1).plusMillis(29_500));
        assertThat(up.since().latest()).isEqualTo(minute(4));
    }

    @Test
    void aBoxThatRestartedDidNotServeBeforeItsBoot() {
        List<Look> looks = new ArrayList<>();
        looks.add(good(0, Duration.ofDays(9)));
        looks.add(bad(1));
        looks.add(bad(2));
        looks.add(good(3, Duration.ofSeconds(20)));

        Up up = (Up) last(OutageMachine.over(OutageMachine.unknown(), looks, NEEDED));

        assertThat(up.since().earliest()).isEqualTo(minute(3).minusSeconds(20));
        assertThat(up.since().latest()).isEqualTo(minute(3));
    }

    @Test
    void aRestartedAgentOnARunningBoxIsNoReboot() {
        DeviceClock agentRestarted =
                new DeviceClock(Duration.ofSeconds(20), Duration.ofDays(9).plusMinutes(3));
        List<Look> looks = List.of(
                good(0, Duration.ofDays(9)), bad(1), bad(2), new Look(true, minute(3), minute(3), 0, agentRestarted));

        Up up = (Up) last(OutageMachine.over(OutageMachine.unknown(), looks, NEEDED));

        assertThat(up.since().earliest()).isEqualTo(minute(1));
        assertThat(up.bootAt()).isEqualTo(minute(0).minus(Duration.ofDays(9)));
    }

    @Test
    void theUptimeThatStartsAgainAfter497DaysIsNoReboot() {
        Duration wrap = Duration.ofMillis((1L << 32) * 10);
        Instant boot = minute(0).minus(wrap).plusSeconds(30);

        assertThat(OutageMachine.restarted(boot, boot.plus(wrap))).isFalse();
        assertThat(OutageMachine.restarted(boot, boot.plus(wrap).plusSeconds(2)))
                .isFalse();
        assertThat(OutageMachine.restarted(boot, boot.plusSeconds(90))).isTrue();
    }

    @Test
    void theSameLooksGiveTheSameJudgementWheneverTheyCome() {
        List<Look> looks = looks("ooxxxooxox");

        List<Reachability> late = OutageMachine.over(OutageMachine.unknown(), looks, NEEDED);
        Reachability now = OutageMachine.unknown();
        for (int i = 0; i < looks.size(); i++) {
            now = OutageMachine.next(now, looks.get(i), NEEDED);
            assertThat(late.get(i)).isEqualTo(now);
        }
    }

    private static List<Reachability> play(String polls) {
        return OutageMachine.over(OutageMachine.unknown(), looks(polls), NEEDED);
    }

    private static List<Look> looks(String polls) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < polls.length(); i++) {
            looks.add(polls.charAt(i) == 'o' ? Look.good(minute(i)) : bad(i));
        }
        return looks;
    }

    private static Look good(int minute, Duration hostUptime) {
        return new Look(true, minute(minute), minute(minute), 0, new DeviceClock(hostUptime, hostUptime));
    }

    private static Look bad(int minute) {
        return Look.silent(minute(minute), minute(minute).plusSeconds(2), 2);
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static Reachability last(List<Reachability> states) {
        return states.get(states.size() - 1);
    }
}
