package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time is played, so what is counted is exact. */
class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest(name = "{0} a second, {1} at once, a timer late by {2} ms")
    @CsvSource({"200, 1, 0", "200, 2, 0", "1, 1, 0", "5000, 1, 1", "5000, 1, 15", "200, 1, 500"})
    void keepsTheRate(int rate, int atOnce, int lateMillis) {
        Pace pace = new Pace(rate);
        long now = 0;
        long sent = 0;
        while (now < 10 * SECOND) {
            long wait = pace.take(now, atOnce);
            if (wait == 0) {
                sent += atOnce;
            } else {
                now += wait + lateMillis * 1_000_000L;
            }
        }

        long slack = rate / 50 + 1;
        assertThat(sent).isLessThanOrEqualTo(10L * rate + slack + atOnce);
        if (lateMillis <= 15) {
            assertThat(sent).isGreaterThanOrEqualTo(10L * rate - slack);
        }
    }

    @ParameterizedTest
    @CsvSource({"200", "5000"})
    void aPauseIsNotMadeUpFor(int rate) {
        Pace pace = new Pace(rate);
        pace.take(0, 1);
        int burst = 0;
        while (pace.take(60 * SECOND, 1) == 0) {
            burst++;
        }

        assertThat(burst).isLessThanOrEqualTo(rate / 50 + 2);
    }
}
