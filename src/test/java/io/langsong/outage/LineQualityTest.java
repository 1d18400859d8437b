package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineQualityTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private final LineQuality quality = new LineQuality();

    @Test
    void aCleanLineIsJudgedInFourTries() {
        polls(2880, 0, 1);

        assertThat(quality.triesNeeded()).isEqualTo(4);
        assertThat(quality.lossy()).isFalse();
    }

    @Test
    void oneLostDatagramDoesNotSlowTheJudgement() {
        polls(1000, 0, 1);
        quality.count(START.plusSeconds(30_000), 2, 1);

        assertThat(quality.triesNeeded()).isEqualTo(4);
    }

    @Test
    void aLineThatLosesFivePercentEachWayTakesAboutNine() {
        polls(2880, 1 - 0.95 * 0.95, 1);

        assertThat(quality.triesNeeded()).isBetween(9, 11);
        assertThat(quality.lossy()).isFalse();
    }

    @Test
    void aLineThatLosesThirtyPercentEachWayIsShownAsLossyWithinTenPolls() {
        polls(2000, 0, 1);
        Random random = new Random(7);
        for (int poll = 0; poll < 10; poll++) {
            int silent = 0;
            while (silent < 2 && random.nextDouble() < 0.51) {
                silent++;
            }
            quality.count(START.plusSeconds(2000L * 30 + 3600 + poll * 30L), silent + 1, silent);
        }

        assertThat(quality.lossy()).isTrue();
        assertThat(quality.triesNeeded()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void neverAsksForMoreThanThirtyTries() {
        polls(500, 0.9, 3);

        assertThat(quality.triesNeeded()).isEqualTo(30);
    }

    @Test
    void forgetsWhatIsOlderThanADay() {
        polls(200, 0.3, 5);
        quality.count(START.plusSeconds(3 * 86_400), 1, 0);
        for (int i = 0; i < 30; i++) {
            quality.count(START.plusSeconds(3 * 86_400 + i * 30L), 1, 0);
        }

        assertThat(quality.triesNeeded()).isEqualTo(4);
    }

    private void polls(int count, double silence, int seed) {
        Random random = new Random(seed);
        for (int poll = 0; poll < count; poll++) {
            int silent = 0;
            while (silent < 2 && random.nextDouble() < silence) {
                silent++;
            }
            quality.count(START.plusSeconds(poll * 30L), silent + 1, silent);
        }
    }
}
