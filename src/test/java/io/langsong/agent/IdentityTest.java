package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.agent.Identity.Judged;
import io.langsong.agent.Identity.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final String A = "52:54:00:00:00:0A";
    private static final String B = "52:54:00:00:00:0B";

    private Identity known = Identity.NONE;

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private Verdict come(Set<String> macs, @Nullable Long uptime, long sent, long arrived, boolean newest) {
        Duration running = uptime == null ? null : Duration.ofSeconds(uptime);
        Judged judged =
                known.judge(new Report(running, List.of(), macs, Set.of(), 0), A, at(sent), at(arrived), newest);
        known = judged.after();
        return judged.verdict();
    }

    private Verdict come(String mac, long uptime, long second) {
        return come(Set.of(mac), uptime, second, second, true);
    }

    @Test
    void oneBoxStaysItselfThroughRestartsAndNewPorts() {
        assertThat(come(A, 1_000, 0)).isEqualTo(Verdict.OWN);
        assertThat(come(A, 1_300, 300)).isEqualTo(Verdict.OWN);
        assertThat(come(A, 60, 600)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(A, "52:54:00:00:00:FF"), 360L, 900, 900, true)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(), 660L, 1_200, 1_200, true)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(A), null, 1_500, 1_500, true)).isEqualTo(Verdict.OWN);
    }

    @Test
    void theOneThatRegisteredTakesItsPlaceBack() {
        assertThat(come(B, 1_000, 0)).isEqualTo(Verdict.OWN);
        assertThat(come(A, 5_000, 10)).isEqualTo(Verdict.OWN);
        assertThat(known.hasOther(at(10))).isTrue();
        assertThat(come(B, 1_020, 20)).isEqualTo(Verdict.OTHER);
    }

    @Test
    void whatAPersonSaidLasts() {
        come(A, 1_000, 0);
        assertThat(come(B, 1_000, 10)).isEqualTo(Verdict.OTHER);
        known = known.accepted(at(20));
        assertThat(come(A, 1_030, 30)).isEqualTo(Verdict.OTHER);
        assertThat(come(B, 1_030, 30)).isEqualTo(Verdict.OWN);
        assertThat(known.hasOther(at(30 + 86_400))).isFalse();
    }

    /** Samples kept for hours, sent late, twice, after a restart: none of them is a second box. */
    @Test
    void lateAndRepeatedReportsTellNothingOfStarts() {
        come(A, 1_000, 0);
        assertThat(come(A, 60, 3_600)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(A), 1_300L, 300, 3_601, false)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(A), 1_000L, 0, 3_602, false)).isEqualTo(Verdict.OWN);
    }

    @ParameterizedTest(name = "clock {0} s, under way {1} s")
    @CsvSource({"-3600, 0", "3600, 0", "0, 3000", "-80, 80", "-3600, 5"})
    void aClockThatIsSetOrAReportThatIsUnderWayForLongIsNoSecondBox(long clock, long underWay) {
        assertThat(come(Set.of(A), 10_000L, 0, underWay, true)).isEqualTo(Verdict.OWN);
        assertThat(come(Set.of(A), 14_000L, 4_000 + clock, 4_000, true)).isEqualTo(Verdict.OWN);
    }

    @Test
    void startsThatContradictEachOtherAreTwoBoxesUntilAnHourAfterTheLast() {
        come(A, 10_000, 0);
        assertThat(come(A, 500, 300)).isEqualTo(Verdict.OWN);
        assertThat(come(A, 10_600, 600)).isEqualTo(Verdict.DOUBTFUL);
        assertThat(come(A, 1_100, 900)).isEqualTo(Verdict.DOUBTFUL);
        assertThat(come(A, 11_200, 1_200)).isEqualTo(Verdict.DOUBTFUL);
        // The other one is gone.
        assertThat(come(A, 11_500, 1_500)).isEqualTo(Verdict.DOUBTFUL);
        assertThat(come(A, 14_799, 4_799)).isEqualTo(Verdict.DOUBTFUL);
        assertThat(come(A, 14_801, 4_801)).isEqualTo(Verdict.OWN);
    }
}
