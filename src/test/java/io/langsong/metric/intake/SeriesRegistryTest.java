package io.langsong.metric.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.SeriesRegistry.Registered;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A series is found by the object that its samples refer to, and whoever gives a new one each time fills no memory. */
class SeriesRegistryTest {
    private static final int SERIES = 20;
    private static final int BATCH = 100;
    private static final int ROUNDS = 60;
    /** Two for each series, some more, and those of the batch that came last. */
    private static final int BOUND = 2 * SERIES + SeriesRegistry.MORE_SEEN + BATCH;

    private final SeriesRegistry registry = new SeriesRegistry(MetricDatabase.empty());

    @BeforeEach
    void load() {
        registry.load();
    }

    private static Series series(int number) {
        Metric metric = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
        return new Series(new SeriesKey(new DeviceId("ap"), metric.name(), "wlan" + number % SERIES), metric);
    }

    private static Series[] fresh() {
        return IntStream.range(0, BATCH).mapToObj(SeriesRegistryTest::series).toArray(Series[]::new);
    }

    private List<Integer> ids(Series[] series) {
        Batch batch = new Batch(series, new long[series.length], new long[series.length]);
        return Arrays.stream(registry.register(batch)).map(Registered::id).toList();
    }

    @Test
    void whoGivesANewObjectForEachSampleFillsNoMemory() {
        List<Integer> first = ids(fresh());
        int most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(ids(fresh())).isEqualTo(first);
            most = Math.max(most, registry.seenCount());
        }
        assertThat(ROUNDS * BATCH).isGreaterThan(3 * BOUND);
        assertThat(most).isBetween(SeriesRegistry.MORE_SEEN, BOUND);
        assertThat(registry.all()).hasSize(SERIES);
    }

    @Test
    void whoGivesTheSameObjectsIsRememberedByThem() {
        Series[] same = fresh();
        List<Integer> first = ids(same);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(ids(same)).isEqualTo(first);
        }
        assertThat(registry.seenCount()).isEqualTo(BATCH);
    }

    /** With many series there is room for two objects each: the poller's of before and after a change of its settings. */
    @Test
    void theRoomGrowsWithTheSeriesAndShrinksWhenTheyAreForgotten() {
        int many = 3_000;
        Series[] all = IntStream.range(0, many)
                .mapToObj(number -> {
                    Metric metric = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
                    return new Series(new SeriesKey(new DeviceId("ap"), metric.name(), "port" + number), metric);
                })
                .toArray(Series[]::new);
        List<Integer> ids = ids(all);
        List<Integer> unused = ids(all);
        Series[] copies = Arrays.stream(all)
                .map(one -> new Series(one.key(), one.metric()))
                .toArray(Series[]::new);
        List<Integer> same = ids(copies);
        assertThat(same).isEqualTo(ids);
        assertThat(registry.seenCount()).isEqualTo(2 * many);

        registry.forget(ids);
        assertThat(registry.seenCount()).isZero();
        assertThat(ids(fresh())).isNotEmpty();
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> again = ids(fresh());
            assertThat(registry.seenCount()).isLessThanOrEqualTo(BOUND);
        }
    }
}
