package io.langsong.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.ObjectRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of 36 villages with 120 devices each while somebody waits for the page, and of 10,000 objects at night. The limits are wide:
 * they notice a question for each object, not a slow machine. {@code LANGSONG_LONG=true} for the second, and for a record of years.
 */
class UptimesScaleTest {
    private static final boolean LONG = "true".equals(System.getenv("LANGSONG_LONG"));

    @TempDir
    private Path data;

    @Test
    void aMonthOfACommuneIsCountedWhileSomebodyWaits() {
        TestCommune commune = new TestCommune(data);
        int count = LONG ? 10_000 : 36 * 120;
        int months = LONG ? 12 : 2;
        List<ObjectRef> objects = fill(commune, count, months);
        commune.plan("2026-10-10T00:00", "2026-10-10T06:00", "Trễ", "village:man");
        UptimeCalendar office = commune.calendars.find("gio-hanh-chinh").orElseThrow();

        // The first look warms the code up.
        commune.uptimes.of(objects, TestCommune.MONTH, null);
        long begun = System.nanoTime();
        Map<ObjectRef, Uptime> all = commune.uptimes.of(objects, TestCommune.MONTH, null);
        Duration allHours = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        Map<ObjectRef, Uptime> inHours = commune.uptimes.of(objects, TestCommune.MONTH, office);
        Duration officeHours = Duration.ofNanos(System.nanoTime() - begun);

        System.out.printf(
                "uptime objects=%d months=%d all-hours=%d ms office-hours=%d ms%n",
                count, months, allHours.toMillis(), officeHours.toMillis());
        assertThat(all).hasSize(count);
        assertThat(inHours).hasSize(count);
        assertThat(all.values()).allMatch(one -> one.availability().begun() == 4);
        assertThat(allHours).isLessThan(Duration.ofSeconds(LONG ? 20 : 8));
        assertThat(officeHours).isLessThan(Duration.ofSeconds(LONG ? 20 : 8));
    }

    /** Each watched with a gap a week, and out four times a month. */
    private static List<ObjectRef> fill(TestCommune commune, int count, int months) {
        commune.jdbc.sql("""
                        INSERT INTO inventory_device (id, name, site, kind, address, port, reachability, enabled, created_at, updated_at)
                        SELECT 'd' || n, 'd' || n, CASE n % 2 WHEN 0 THEN 'house' ELSE 'house-man' END, 'access-point',
                               '10.1.' || n / 250 || '.' || n % 250, 161, 'none', true,
                               '2020-01-01', '2020-01-01'
                          FROM generate_series(1, :count) AS n
                        """).param("count", count).update();
        commune.added(TestCommune.AP, TestCommune.SEPTEMBER);
        commune.jdbc.sql("""
                        INSERT INTO outage_watch (object, during)
                        SELECT 'device:d' || n, tstzrange(week, week + interval '7 days' - interval '20 s')
                          FROM generate_series(1, :count) AS n,
                               generate_series('2026-11-25 00:00+07'::timestamptz - :months * interval '30 days',
                                 '2026-11-12 00:00+07'::timestamptz, interval '7 days') AS week
                        """).param("count", count).param("months", months).update();
        commune.jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause)
                        SELECT 'device:d' || n, 'DOWN', 'device:d' || n, at - interval '15 s', at, at + interval '15 s',
                               at + interval '1 hour', at + interval '1 hour', at + interval '1 hour', 'POWER'
                          FROM generate_series(1, :count) AS n,
                               generate_series(0, :months - 1) AS back,
                               generate_series(0, 3) AS number,
                               LATERAL (SELECT '2026-11-05 09:30+07'::timestamptz - back * interval '1 month'
                                 + number * interval '5 days' + (n % 200) * interval '1 min' AS at) AS began
                        """).param("count", count).param("months", months).update();
        commune.jdbc.sql("ANALYZE outage_watch").update();
        commune.jdbc.sql("ANALYZE outage_record").update();
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> new ObjectRef(ObjectRef.Kind.DEVICE, "d" + n))
                .toList();
    }
}
