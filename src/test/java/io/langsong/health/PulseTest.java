package io.langsong.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseTest {
    private static final Instant NOW = Instant.parse("2026-06-05T07:05:30Z");

    @ParameterizedTest(name = "looked {0} s ago, polling {1}, judgement {2}, disk {3}: {4}")
    @CsvSource(textBlock = """
        # seconds since the look, what was found, whether the heart beats
        5,   fine,    fine,    fine,   true
        5,   late,    results, fine,   true
        5,   nothing, fine,    fine,   true
        89,  fine,    fine,    fine,   true
        90,  fine,    fine,    fine,   false
        ,    fine,    fine,    fine,   false
        5,   silent,  fine,    fine,   false
        5,   standby, fine,    fine,   false
        5,   fine,    dropped, fine,   false
        5,   fine,    fine,    full,   false
        5,   ,        fine,    fine,   false
        5,   fine,    ,        fine,   false
        """)
    void beatsOnlyWhileTheServerIsKnownToBeWell(
            @Nullable Long ago, @Nullable String polling, @Nullable String judgement, String disk, boolean beats) {
        List<Finding> findings = new ArrayList<>();
        add(findings, PollingCheck.NAME, polling);
        add(findings, JudgementCheck.NAME, judgement);
        add(findings, "disk", disk);
        Instant at = ago == null ? null : NOW.minusSeconds(ago);

        assertThat(Pulse.isWell(new HealthChecks.Looked(at, findings), NOW)).isEqualTo(beats);
    }

    private static void add(List<Finding> findings, String check, @Nullable String kind) {
        if (kind != null) {
            Level level = switch (kind) {
                case "silent", "dropped", "full" -> Level.BROKEN;
                case "late", "results" -> Level.WATCH;
                case "nothing" -> Level.UNKNOWN;
                default -> Level.FINE;
            };
            findings.add(Finding.of(check, level, kind));
        }
    }

    @ParameterizedTest(name = "started {0} s ago, heard {1} s ago, {2}: {3}")
    @CsvSource(textBlock = """
        1000, 60,   ,         fine
        1000, 210,  ,         fine
        1000, 211,  ,         held
        1000, 211,  HTTP 500, unheard
        211,  ,     HTTP 500, unheard
        60,   ,     HTTP 500, waiting
        60,   5000, ,         waiting
        1000, 60,   HTTP 500, waiting
        """)
    void missedBeatsAreShown(long started, @Nullable Long heard, @Nullable String trouble, String kind) {
        Finding finding = HeartbeatCheck.judge(
                NOW.minusSeconds(started),
                heard == null ? null : NOW.minusSeconds(heard),
                trouble,
                Duration.ofMinutes(1),
                NOW);

        assertThat(finding.kind()).isEqualTo(kind);
        assertThat(finding.level()).isNotEqualTo(Level.BROKEN);
    }
}
