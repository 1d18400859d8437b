package io.langsong.dashboard;

import io.langsong.LangSong;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Not a test: the whole server, which gives its first device a past once it has one. {@code src/bench/pages.py} starts it. */
public final class PagesBench {
    private static final Duration PAST = Duration.ofDays(3);
    private static final Duration POLL = Duration.ofSeconds(30);

    private PagesBench() {}

    public static void main(String[] arguments) throws InterruptedException {
        ConfigurableApplicationContext server = SpringApplication.run(LangSong.class, arguments);
        Inventory inventory = server.getBean(Inventory.class);
        while (inventory.snapshot().devices().isEmpty()) {
            Thread.sleep(500);
        }
        // The first that the API names.
        DeviceId device = inventory.snapshot().devices().stream()
                .min(Comparator.comparing(one -> one.id().value()))
                .map(Device::id)
                .orElseThrow();
        writeSamples(server.getBean(MetricStore.class), device);
        writeOutages(server.getBean(JdbcClient.class), device);
        System.out.println("history written device=" + device);
    }

    private static void writeSamples(MetricStore store, DeviceId device) {
        Instant now = Instant.now();
        List<Sample> batch = new ArrayList<>();
        int poll = 0;
        for (Instant at = now.minus(PAST); at.isBefore(now); at = at.plus(POLL), poll++) {
            double wave = 1 + Math.sin(poll / 300.0);
            gauge(batch, device, "reach.rtt", "ms", at, 8 + 5 * wave);
            gauge(batch, device, "cpu.utilization", "%", at, 20 * wave);
            gauge(batch, device, "wifi.clients", "", at, Math.round(15 * wave));
            counter(batch, device, "if.in_octets", at, poll * 30_000_000L);
            counter(batch, device, "if.out_octets", at, poll * 4_000_000L);
            if (batch.size() > 2000) {
                store.append(batch);
                store.flush();
                batch = new ArrayList<>();
            }
        }
        store.append(batch);
        store.flush();
        store.compact();
    }

    private static void gauge(List<Sample> batch, DeviceId device, String name, String unit, Instant at, double value) {
        batch.add(Sample.gauge(new SeriesKey(device, name, ""), new Metric(name, Metric.Kind.GAUGE, unit), at, value));
    }

    private static void counter(List<Sample> batch, DeviceId device, String name, Instant at, long value) {
        batch.add(Sample.counter(
                new SeriesKey(device, name, "99"), new Metric(name, Metric.Kind.COUNTER64, "bytes"), at, value));
    }

    /** Two outages a day, and a watch that was broken off each night. */
    private static void writeOutages(JdbcClient jdbc, DeviceId device) {
        for (int day = 1; day < 90; day++) {
            jdbc.sql("""
                    INSERT INTO outage_watch (object, during)
                    SELECT :object, tstzrange(midnight, midnight + interval '23 hours 50 minutes')
                      FROM (SELECT date_trunc('day', now()) - make_interval(days => :day) AS midnight) days
                    """).param("object", "device:" + device).param("day", day).update();
            for (int hour : new int[] {3, 15}) {
                jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                            ended_earliest, ended, ended_latest, cause)
                        SELECT :object, 'DOWN', :object, began, began, began, ended, ended, ended, 'POWER'
                          FROM (SELECT at AS began, at + interval '12 minutes' AS ended
                                  FROM (SELECT date_trunc('day', now()) - make_interval(days => :day, hours => -:hour) AS at) a) b
                        """)
                        .param("object", "device:" + device)
                        .param("day", day)
                        .param("hour", hour)
                        .update();
            }
        }
    }
}
