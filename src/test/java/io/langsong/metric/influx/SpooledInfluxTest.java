package io.langsong.metric.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.intake.Spool;
import io.langsong.metric.intake.SpoolFolder;
import io.langsong.testkit.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** InfluxDB is away, and what was measured meanwhile waits on disk. */
class SpooledInfluxTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Metric RTT = new Metric("reach.rtt", Metric.Kind.GAUGE, "ms");
    private static final SeriesKey SERIES = new SeriesKey(new DeviceId("thon-man-ap1"), RTT.name(), "");

    private static Influxd influxd;
    private static V2Shim shim;
    private static int databases;

    private final DataSource postgres = MetricDatabase.empty();

    @TempDir
    private Path folder;

    private String database;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws IOException, InterruptedException {
        influxd = new Influxd(folder);
        shim = new V2Shim(influxd.address());
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        if (shim != null) {
            shim.close();
            influxd.close();
        }
    }

    @BeforeEach
    void createDatabase() throws IOException, InterruptedException {
        influxd.startUnlessItRuns();
        database = "spooled" + ++databases;
        influxd.query("CREATE DATABASE " + database);
    }

    private InfluxMetricStore open() {
        InfluxMetricStore store = store(shim.url(), database, postgres, folder);
        store.start();
        return store;
    }

    private static InfluxMetricStore store(String url, String database, DataSource postgres, Path folder) {
        return new InfluxMetricStore(
                new InfluxSettings(url, database, "", "", "", "", ""),
                postgres,
                1_000,
                new SpoolFolder(folder, 100 << 20, Spool.Order.OLDEST));
    }

    private static Sample sample(int number) {
        return Sample.gauge(SERIES, RTT, START.plusSeconds(30L * number), number);
    }

    private static void append(MetricStore store, int from, int until) {
        for (int number = from; number < until; number += 500) {
            store.append(IntStream.range(number, Math.min(until, number + 500))
                    .mapToObj(SpooledInfluxTest::sample)
                    .toList());
            store.flush();
        }
    }

    private static void assertWhole(MetricStore store, int samples) {
        await().atMost(Duration.ofSeconds(60)).until(() -> store.counts().waiting() == 0);
        List<Point> found = store.read(SERIES, START, Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(found).hasSize(samples);
        for (int i = 0; i < samples; i++) {
            assertThat(found.get(i).at()).isEqualTo(START.plusSeconds(30L * i));
        }
    }

    private static void addUp(Counts counts) {
        assertThat(counts.appended())
                .isEqualTo(counts.stored() + counts.waiting() + counts.dropped() + counts.rejected());
    }

    @Test
    void moreThanMemoryHoldsWaitsAndIsWrittenOnceWhenTheServerIsBack() throws IOException, InterruptedException {
        InfluxMetricStore store = open();
        append(store, 0, 500);
        influxd.kill();
        append(store, 500, 20_000);
        assertThat(store.counts())
                .returns(500L, Counts::stored)
                .returns(19_500L, Counts::waiting)
                .returns(0L, Counts::dropped);
        addUp(store.counts());

        influxd.start();
        append(store, 20_000, 20_100);

        assertWhole(store, 20_100);
        addUp(store.counts());
        assertThat(store.counts().stored()).isEqualTo(20_100);
        store.stop();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatWaitsAtAStopIsWrittenAfterTheNextStart() throws IOException, InterruptedException {
        InfluxMetricStore store = open();
        influxd.kill();
        append(store, 0, 300);
        store.stop();
        store.start();
        append(store, 300, 700);
        addUp(store.counts());
        store.stop();
        influxd.start();

        InfluxMetricStore next = open();
        assertWhole(next, 700);
        addUp(next.counts());
        assertThat(next.counts()).returns(700L, Counts::appended).returns(700L, Counts::stored);
        next.stop();
    }

    @Test
    void oldSamplesDoNotHoldUpNewOnes() throws IOException, InterruptedException {
        InfluxMetricStore store = open();
        influxd.kill();
        append(store, 0, 50_000);
        influxd.start();
        // Whoever asks for little: the old are written between what is new.
        for (int i = 0; i < 3; i++) {
            shim.troubles.add(new V2Shim.Trouble(429, Map.of("Retry-After", "1"), false));
        }
        append(store, 50_000, 50_010);

        assertWhole(store, 50_010);
        addUp(store.counts());
        store.stop();
    }

    @Test
    void whatTheStoreWillNeverTakeIsWrittenDownWithTheReason() throws Exception {
        try (InfluxServer server = new InfluxServer(new InfluxSettings(shim.url(), database, "", "", "", "", ""))) {
            server.write("wifi.clients,device=x value=\"many\" " + START.toEpochMilli());
        }
        Metric clients = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
        List<Sample> batch = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(SpooledInfluxTest::sample).toList());
        batch.add(50, Sample.gauge(new SeriesKey(new DeviceId("ap"), clients.name(), "Thôn\tMận"), clients, START, 5));
        InfluxMetricStore store = open();
        influxd.kill();
        store.append(batch);
        store.flush();
        influxd.start();

        assertWhole(store, 100);
        assertThat(store.counts()).returns(1L, Counts::rejected).returns(100L, Counts::stored);
        addUp(store.counts());
        store.stop();
        assertThat(Files.readString(folder.resolve("rejected.tsv")))
                .startsWith("2026-10-01T00:00:00Z\tap\twifi.clients\tThôn%0009Mận\t5.0\t")
                .contains("conflict")
                .hasLineCount(1);
    }

    /** Another process appends while the server is away, tells what was flushed, and is killed at any moment. */
    @Test
    void whatWasFlushedSurvivesKill9() throws IOException, InterruptedException {
        PGSimpleDataSource shared = TestDatabase.unpooled();
        Random random = new Random();
        influxd.kill();
        int acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            acknowledged = appendUntilKilled(shared, acknowledged, 3 + random.nextInt(40));
        }
        influxd.start();
        InfluxMetricStore store = store(shim.url(), database, shared, folder);
        store.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> store.counts().waiting() == 0);

        List<Point> found = store.read(SERIES, START, Instant.parse("2030-01-01T00:00:00Z"));

        assertThat(found).hasSizeGreaterThanOrEqualTo(acknowledged);
        for (int i = 0; i < acknowledged; i++) {
            assertThat(found.get(i).at()).isEqualTo(START.plusSeconds(30L * i));
        }
        store.stop();
    }

    /** @return how many samples the other process said are flushed, from the first on */
    private int appendUntilKilled(PGSimpleDataSource shared, int from, int flushes)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SpooledInfluxTest.class.getName(),
                                shim.url(),
                                database,
                                shared.getURL(),
                                shared.getUser(),
                                shared.getPassword(),
                                folder.toString(),
                                String.valueOf(from))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int acknowledged = from;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("flushed ")) {
                    acknowledged = Integer.parseInt(line.substring(8));
                    if (--flushes == 0) {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(flushes).as("flushes left when the other process ended").isNotPositive();
        return acknowledged;
    }

    /** The other process: URL and database of InfluxDB; URL, user and password of PostgreSQL; folder; first number. */
    public static void main(String[] arguments) {
        PGSimpleDataSource shared = new PGSimpleDataSource();
        shared.setUrl(arguments[2]);
        shared.setUser(arguments[3]);
        shared.setPassword(arguments[4]);
        InfluxMetricStore store = store(arguments[0], arguments[1], shared, Path.of(arguments[5]));
        store.start();
        for (int number = Integer.parseInt(arguments[6]); ; number += 10) {
            append(store, number, number + 10);
            System.out.println("flushed " + (number + 10));
        }
    }
}
