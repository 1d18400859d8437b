package io.langsong.metric.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStoreContract;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EmbeddedMetricStoreTest extends MetricStoreContract {
    private static final Instant MUCH_LATER = START.plus(Duration.ofDays(1000));

    private final FragileDataSource database = new FragileDataSource(MetricDatabase.empty());
    private final JdbcClient jdbc = JdbcClient.create(database.real());
    private Instant now = MUCH_LATER;

    @Override
    protected MetricStore open() {
        return open(100_000);
    }

    private EmbeddedMetricStore open(int buffer) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        EmbeddedMetricStore opened = new EmbeddedMetricStore(
                database.source(), MetricDatabase.transactions(database.source()), clock, buffer, null);
        opened.start();
        return opened;
    }

    @Override
    protected void close(MetricStore opened) {
        ((EmbeddedMetricStore) opened).stop();
    }

    @Test
    void makesOneChunkOfTwoHoursAndEmptiesTheLog() {
        for (int i = 0; i < 240; i++) {
            store.append(List.of(gauge(AP1, RTT, "", i * 30L, i), counter(AP1, "1", i * 30L, i * 1000L)));
        }
        store.flush();

        store.compact();

        assertThat(jdbc.sql("SELECT members, n FROM metric_bundle").query().listOfRows())
                .extracting(row -> Integer.bitCount((Integer) row.get("members")), row -> row.get("n"))
                .containsExactly(tuple(2, 480));
        assertThat(count("metric_head")).isZero();
        assertThat(values(key(AP1, RTT, ""))).hasSize(240);
    }

    @Test
    void leavesTheWindowOfNowInTheLog() {
        now = at(7200 + 60);
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 7200, 2));

        store.compact();
        assertThat(count("metric_bundle")).as("in the minutes of grace").isZero();

        now = at(7200 + 600);
        store.compact();
        assertThat(count("metric_bundle")).isEqualTo(1);
        assertThat(count("metric_head"))
                .as("the row holds a sample of the open window")
                .isEqualTo(1);
        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0);
    }

    @Test
    void aSampleOfAWrongFutureDoesNotHoldTheLog() {
        now = at(7200 + 600);
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 50 * 86_400, 2));

        store.compact();

        assertThat(count("metric_head")).isZero();
        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0);
    }

    @Test
    void aLateSampleJoinsItsWindowAndReplacesItsInstant() {
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 60, 3));
        store.compact();
        append(gauge(AP1, RTT, "", 30, 2), gauge(AP1, RTT, "", 60, 4));
        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0, 4.0);

        store.compact();

        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0, 4.0);
        assertThat(count("metric_bundle")).isEqualTo(1);
        assertThat(count("metric_head")).isZero();
    }

    @Test
    void anOlderValueDoesNotComeBackWithTheLog() {
        now = at(7200 + 600);
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 7300, 9));
        append(gauge(AP1, RTT, "", 0, 2));
        store.compact();

        store = open();

        assertThat(values(key(AP1, RTT, ""))).containsExactly(2.0, 9.0);
    }

    @Test
    void appendingGoesOnWhileItCompacts() throws InterruptedException {
        Thread appender = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                store.append(List.of(gauge(AP1, RTT, "i" + i % 7, i, i)));
                if (i % 200 == 0) {
                    store.flush();
                }
            }
        });
        appender.start();
        while (appender.isAlive()) {
            store.compact();
            assertThat(values(key(AP1, RTT, "i0"))).isSorted();
        }
        appender.join();
        store.flush();
        store.compact();

        for (int i = 0; i < 7; i++) {
            int rest = i;
            assertThat(values(key(AP1, RTT, "i" + i)))
                    .hasSize((20_000 - i + 6) / 7)
                    .allMatch(value -> value % 7 == rest)
                    .isSorted();
        }
        assertThat(count("metric_head")).isZero();
    }

    @Test
    void aCrashBetweenAnyTwoStepsLosesAndDoublesNothing() {
        int step = 1;
        boolean broke = true;
        while (broke) {
            jdbc.sql("TRUNCATE metric_head, metric_bundle, metric_series RESTART IDENTITY")
                    .update();
            EmbeddedMetricStore crashed = open(1000);
            TreeMap<Long, Double> acknowledged = new TreeMap<>();
            database.breakAtStep(step);
            try {
                for (int round = 0; round < 3; round++) {
                    TreeMap<Long, Double> sent = new TreeMap<>();
                    for (long second = 0; second < 20_000; second += 2_500) {
                        sent.put(second + round, (double) round);
                        sent.put(second, (double) round);
                    }
                    sent.forEach((second, value) -> crashed.append(List.of(gauge(AP1, RTT, "", second, value))));
                    crashed.flush();
                    acknowledged.putAll(sent);
                    now = round == 1 ? at(10_000) : MUCH_LATER;
                    crashed.compact();
                }
            } catch (MetricStoreException e) {
                assertThat(database.isBroken()).isTrue();
            }
            broke = database.isBroken();
            // What crashes is not stopped: nothing reaches the database any more, then it is opened anew.
            database.breakForGood();
            crashed.stop();
            database.mend();

            now = MUCH_LATER;
            EmbeddedMetricStore after = open(1000);
            assertKeeps(after, acknowledged, "crash at step " + step);
            after.compact();
            assertKeeps(after, acknowledged, "compacted after a crash at step " + step);
            assertThat(count("metric_head")).as("log after step " + step).isZero();
            after.stop();
            step++;
        }
        assertThat(step).as("steps of the database that were broken").isGreaterThan(15);
    }

    private void assertKeeps(MetricStore of, Map<Long, Double> acknowledged, String when) {
        TreeMap<Long, Double> found = new TreeMap<>();
        for (Point point : of.read(key(AP1, RTT, ""), START, MUCH_LATER)) {
            Double doubled =
                    found.put(Duration.between(START, point.at()).toSeconds(), Double.longBitsToDouble(point.bits()));
            assertThat(doubled).as(when).isNull();
        }
        // A round that was not acknowledged may be there or not: its values are not older than what was.
        acknowledged.forEach((second, value) ->
                assertThat(found.get(second)).as(when + ", second " + second).isGreaterThanOrEqualTo(value));
    }

    @Test
    void waitsForADatabaseThatIsAwayAndGoesOnByItself() {
        append(gauge(AP1, RTT, "", 0, 1));
        database.breakForGood();
        store.append(List.of(gauge(AP1, RTT, "", 30, 2)));
        assertThatThrownBy(store::flush)
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("PostgreSQL");
        assertThat(store.counts().lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("spring.datasource"));
        assertThat(store.counts().waiting()).isEqualTo(1);
        assertThatThrownBy(() -> values(key(AP1, RTT, ""))).isInstanceOf(MetricStoreException.class);

        database.mend();

        await().atMost(Duration.ofSeconds(30)).until(() -> store.counts().waiting() == 0);
        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0);
        addUp(store.counts());
    }

    @Test
    void dropsTheOldestWhenItsBufferIsFullAndCountsThem() {
        close(store);
        store = open(1000);
        database.breakForGood();
        for (int i = 0; i < 1500; i++) {
            store.append(List.of(gauge(AP1, RTT, "", i, i)));
            if (i == 700) {
                assertThatThrownBy(store::flush).isInstanceOf(MetricStoreException.class);
            }
        }
        addUp(store.counts());
        database.mend();
        store.flush();

        Counts counts = store.counts();
        assertThat(counts.dropped()).isEqualTo(500);
        addUp(counts);
        assertThat(values(key(AP1, RTT, ""))).hasSize(1000).startsWith(500.0).endsWith(1499.0);
    }

    @Test
    void forgetsSeriesThatHoldNothing() {
        append(gauge(AP1, RTT, "gone", 0, 1), gauge(AP1, RTT, "stays", 100 * 86_400, 1));
        store.compact();

        store.expire(at(50 * 86_400));

        assertThat(store.seriesOf(AP1))
                .extracting(series -> series.key().index())
                .containsExactly("stays");
        assertThat(count("metric_series")).isEqualTo(1);
    }

    @Test
    void aDamagedChunkIsSaidAndNotGuessed() {
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 30, 2));
        store.compact();
        jdbc.sql("UPDATE metric_bundle SET samples = substring(samples FOR 3)").update();

        assertThatThrownBy(() -> values(key(AP1, RTT, "")))
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aDamagedRowOfTheLogCostsItsSamplesAndNoOthers() {
        append(gauge(AP1, RTT, "", 0, 1));
        jdbc.sql("INSERT INTO metric_head (n, samples) VALUES (1, '\\x05')").update();
        append(gauge(AP1, RTT, "", 60, 2));
        close(store);

        store = open();

        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0, 2.0);
    }

    @Test
    void aDamagedChunkKeepsNoOtherFromBeingWrittenAndNoOldOneFromGoing() {
        append(gauge(AP1, RTT, "", 0, 1), gauge(AP1, RTT, "", 86_400, 2));
        store.compact();
        jdbc.sql(
                        "UPDATE metric_bundle SET samples = '\\x05' WHERE window_ms = (SELECT max(window_ms) FROM metric_bundle)")
                .update();
        append(gauge(AP1, RTT, "", 86_460, 3), gauge(AP1, RTT, "", 4 * 86_400, 4));

        assertThatThrownBy(store::compact).isInstanceOf(MetricStoreException.class);
        store.expire(at(7200));

        assertThat(jdbc.sql("SELECT min(window_ms) FROM metric_bundle")
                        .query(Long.class)
                        .single())
                .isGreaterThan(START.toEpochMilli());
    }

    @Test
    void keepsRandomSamplesThroughAnyOrderOfAppendCompactAndRestart() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<Instant, Long> expected = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            now = at(random.nextInt(40_000));
            List<Sample> batch = new ArrayList<>();
            for (int i = random.nextInt(50); i >= 0; i--) {
                Sample sample = counter(AP1, "1", random.nextInt(40_000), random.nextLong());
                batch.add(sample);
                expected.put(sample.at(), sample.bits());
            }
            store.append(batch);
            store.flush();
            switch (random.nextInt(4)) {
                case 0, 1 -> store.compact();
                case 2 -> store = open();
                default -> {}
            }
        }

        TreeMap<Instant, Long> found = new TreeMap<>();
        store.read(key(AP1, OCTETS, "1"), START, MUCH_LATER).forEach(point -> found.put(point.at(), point.bits()));
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }

    private int count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }
}
