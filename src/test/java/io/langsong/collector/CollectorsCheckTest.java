package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.collector.CollectorState.Kind;
import io.langsong.collector.CollectorsCheck.Seen;
import io.langsong.collector.Roster.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CollectorsCheckTest {
    private static final Instant NOW = Instant.parse("2026-12-01T02:00:00Z");
    private static final Instant NEXT_YEAR = NOW.plus(Duration.ofDays(300));

    private static Seen seen(Kind kind, @Nullable Presence presence, @Nullable Instant twin, Instant until) {
        return new Seen("UBND xã", new CollectorState(kind, NOW, NOW, presence, twin), until);
    }

    private static Presence presence(Duration clockOffset, @Nullable Duration oldest) {
        return new Presence(
                "203.0.113.7", NOW, NOW, clockOffset, 0, 0, oldest == null ? null : NOW.minus(oldest), null, null);
    }

    private static String kind(Seen... seen) {
        var finding = CollectorsCheck.judge(List.of(seen), null, NOW);
        return finding.kind() + finding.figures();
    }

    @Test
    void saysTheWorstOfAll() {
        Seen fine = seen(Kind.CONNECTED, presence(Duration.ofSeconds(-30), Duration.ofMinutes(2)), null, NEXT_YEAR);
        Seen lost = seen(Kind.LOST, null, null, NEXT_YEAR);
        assertThat(kind(fine)).isEqualTo("fine[1, 1]");
        assertThat(kind(fine, seen(Kind.AWAY, null, null, NEXT_YEAR))).isEqualTo("fine[1, 2]");
        assertThat(kind(fine, lost)).isEqualTo("lost[1, UBND xã]");
        assertThat(kind(lost, seen(Kind.CONNECTED, null, NOW.minusSeconds(60), NEXT_YEAR)))
                .isEqualTo("twins[UBND xã]");
        assertThat(kind(seen(Kind.CONNECTED, null, NOW.minusSeconds(3601), NEXT_YEAR)))
                .isEqualTo("fine[1, 1]");
        assertThat(kind(fine, seen(Kind.CONNECTED, null, null, NOW.plus(Duration.ofDays(29)))))
                .isEqualTo("certificates[UBND xã]");
        assertThat(kind(seen(Kind.CONNECTED, presence(Duration.ofSeconds(-61), null), null, NEXT_YEAR)))
                .isEqualTo("clocks[UBND xã]");
        assertThat(kind(seen(Kind.CONNECTED, presence(Duration.ZERO, Duration.ofMinutes(11)), null, NEXT_YEAR)))
                .isEqualTo("waiting[PT11M]");
        assertThat(CollectorsCheck.judge(List.of(lost), "Address already in use", NOW)
                        .kind())
                .isEqualTo("closed");
    }
}
