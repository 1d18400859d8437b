package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricStore.Room;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class MetricUpkeepTest {
    private static final Metric RTT = new Metric("reach.rtt", Kind.GAUGE, "ms");
    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final int DAYS = 100;
    private static final int SERIES = 20;

    private final DataSource database = MetricDatabase.empty();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TestClock clock =
            new TestClock(START.plus(Duration.ofDays(DAYS)).plus(Duration.ofMinutes(10)));
    private final EmbeddedMetricStore store =
            new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 1_000_000, null);

    /** Two samples a chunk, so that what is around them counts for most: nothing is easier to get wrong. */
    @BeforeEach
    void fill() {
        store.start();
        for (int series = 0; series < SERIES; series++) {
            List<Sample> samples = new ArrayList<>();
            SeriesKey key = new SeriesKey(new DeviceId("d" + series), RTT.name(), "");
            for (int hour = 0; hour < 24 * DAYS; hour++) {
                samples.add(Sample.gauge(key, RTT, START.plus(Duration.ofHours(hour)), hour % 7));
            }
            store.append(samples);
            store.flush();
        }
        store.compact();
    }

    @AfterEach
    void stop() {
        store.stop();
    }

    @Test
    void theEstimateIsCloseToWhatPostgreSqlSays() {
        long estimated = store.makeRoom(Long.MAX_VALUE, START).orElseThrow().bytes();
        long real = jdbc.sql("SELECT pg_total_relation_size('metric_bundle')")
                .query(Long.class)
                .single();

        assertThat((double) estimated / real).isBetween(0.8, 1.2);
    }

    @Test
    void theOldestGoUntilTheRestFits() {
        long all = store.makeRoom(Long.MAX_VALUE, START).orElseThrow().bytes();
        long before = samples();
        MetricUpkeep upkeep = upkeep(all * 3 / 4);

        upkeep.expireOld();

        Room room = upkeep.room().orElseThrow();
        Instant since = room.since().orElseThrow();
        assertThat(room.exceeded()).isFalse();
        assertThat(room.bytes()).isBetween(all * 7 / 10, all * 3 / 4);
        assertThat(room.dropped()).isEqualTo(before - samples()).isBetween(before / 5, before / 3);
        assertThat(since).isBetween(START.plus(Duration.ofDays(22)), START.plus(Duration.ofDays(28)));
        assertThat(oldest()).isEqualTo(since);
        upkeep.expireOld();
        // What is left may be a little larger than what went: a window more.
        assertThat(upkeep.room().orElseThrow().dropped()).isLessThanOrEqualTo(2 * 2 * SERIES);
    }

    @Test
    void fortyDaysStayWhateverTheyTake() {
        MetricUpkeep upkeep = upkeep(1_000);

        upkeep.expireOld();

        Room room = upkeep.room().orElseThrow();
        assertThat(room.exceeded()).isTrue();
        assertThat(oldest()).isEqualTo(START.plus(Duration.ofDays(DAYS)).minus(MetricUpkeep.UNTOUCHED));
        assertThat(samples()).isEqualTo(24L * 40 * SERIES);
    }

    @Test
    void withoutALimitNothingIsLookedAt() {
        MetricUpkeep upkeep = new MetricUpkeep(store, Duration.ofDays(400), OptionalLong::empty, clock);

        upkeep.expireOld();

        assertThat(upkeep.room()).isEmpty();
        assertThat(samples()).isEqualTo(24L * DAYS * SERIES);
    }

    @ParameterizedTest(name = "{0} of a disk of 1000 GB is {1}")
    @CsvSource({"20GB, 21474836480", "30%, 300000000000", "' 5 % ', 50000000000", "1MB, 1048576"})
    void sizesAreBytesOrAShare(String text, long bytes) {
        assertThat(MaxSize.of(text.strip()).in(() -> 1_000_000_000_000L)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "91%", "100%", "-5GB", "10", "1KB", "much", "99999999999999TB", "%"})
    void anythingElseIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> MaxSize.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"; give one like 20GB");
    }

    private MetricUpkeep upkeep(long mostBytes) {
        return new MetricUpkeep(store, Duration.ofDays(400), () -> OptionalLong.of(mostBytes), clock);
    }

    private long samples() {
        return jdbc.sql("SELECT coalesce(sum(n), 0) FROM metric_bundle")
                .query(Long.class)
                .single();
    }

    private Instant oldest() {
        return Instant.ofEpochMilli(jdbc.sql("SELECT min(window_ms) FROM metric_bundle")
                .query(Long.class)
                .single());
    }
}
