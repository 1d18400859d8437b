package io.langsong.metric.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.testkit.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Another process appends and compacts, tells what was flushed, and is killed at any moment. */
class KillTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Metric OCTETS = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
    private static final SeriesKey SERIES = new SeriesKey(new DeviceId("thon-man-ap1"), OCTETS.name(), "1");

    @Test
    void whatWasFlushedSurvivesKill9() throws IOException, InterruptedException {
        PGSimpleDataSource database = TestDatabase.unpooled();
        Random random = new Random();
        long acknowledged = -1;
        for (int round = 0; round < 4; round++) {
            acknowledged = appendUntilKilled(database, acknowledged + 1, 5 + random.nextInt(60));

            EmbeddedMetricStore after = new EmbeddedMetricStore(
                    database, MetricDatabase.transactions(database), Clock.systemUTC(), 1000, null);
            after.start();
            List<Point> found = after.read(SERIES, START, Instant.MAX);
            after.stop();
            assertThat(found.size()).isGreaterThan((int) acknowledged);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).isEqualTo(new Point(START.plusSeconds(60L * i), i));
            }
            acknowledged = found.size() - 1L;
        }
    }

    /** @return the last number of which the other process said that it is flushed */
    private static long appendUntilKilled(PGSimpleDataSource database, long from, int flushes)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillTest.class.getName(),
                        database.getURL(),
                        database.getUser(),
                        database.getPassword(),
                        String.valueOf(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long acknowledged = from - 1;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("flushed ")) {
                    acknowledged = Long.parseLong(line.substring(8));
                    if (--flushes == 0) {
                        // By its handle: what it has said already can still be read.
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

    /** The other process: URL, user and password of the database, first number. */
    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        EmbeddedMetricStore store = new EmbeddedMetricStore(
                database, MetricDatabase.transactions(database), Clock.systemUTC(), 100_000, null);
        store.start();
        Thread compactor = new Thread(() -> {
            while (true) {
                store.compact();
            }
        });
        compactor.setDaemon(true);
        compactor.start();
        for (long number = Long.parseLong(arguments[3]); number < 1_000_000; number++) {
            store.append(List.of(Sample.counter(SERIES, OCTETS, START.plusSeconds(60 * number), number)));
            if (number % 20 == 0) {
                store.flush();
                System.out.println("flushed " + number);
            }
        }
        store.stop();
    }
}
