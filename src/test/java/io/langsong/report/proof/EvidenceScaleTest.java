package io.langsong.report.proof;

import static io.langsong.report.ReportCommune.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.report.Report;
import io.langsong.report.ReportVersion;
import io.langsong.uptime.TestCommune;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The evidence of a thousand devices; of ten thousand with {@code LANGSONG_LONG=true}. The limits are wide: they notice a question for
 * each object, not a slow machine.
 */
class EvidenceScaleTest {
    private static final int DEVICES = "true".equals(System.getenv("LANGSONG_LONG")) ? 10_000 : 1_000;

    @TempDir
    private Path data;

    @Test
    void ofManyDevicesIsWrittenAndReadAgain() throws IOException {
        TestProof proofs = new TestProof(data);
        fill(proofs.reports.commune);
        Report facts = proofs.reports.facts(OCTOBER);

        long begun = System.nanoTime();
        ReportVersion version = proofs.reports.issue(OCTOBER, facts, proofs.evidence);
        Duration written = Duration.ofNanos(System.nanoTime() - begun);
        begun = System.nanoTime();
        Comparison comparison;
        try (InputStream in = proofs.evidence.content(version).orElseThrow()) {
            comparison = Recount.of(ProofReading.read(in).proof());
        }
        Duration recounted = Duration.ofNanos(System.nanoTime() - begun);

        System.out.printf(
                "evidence devices=%d written=%d ms packed=%d octets recounted=%d ms heap=%d MB%n",
                DEVICES,
                written.toMillis(),
                proofs.evidence.packed(version).orElseThrow().length,
                recounted.toMillis(),
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        assertThat(facts.objects()).hasSizeGreaterThan(DEVICES);
        assertThat(comparison.first()).isEmpty();
        assertThat(comparison.counts().get(Comparison.Part.OBJECTS).compared()).isGreaterThan(DEVICES * 30);
        assertThat(written).isLessThan(Duration.ofSeconds(DEVICES / 50 + 20));
    }

    /** Each watched with a gap a week, and out four times a month. */
    private static void fill(TestCommune commune) {
        commune.inventory.apply(IntStream.rangeClosed(1, DEVICES)
                .mapToObj(EvidenceScaleTest::device)
                .toList());
        commune.added(TestCommune.SEPTEMBER);
        commune.jdbc.sql("""
                        INSERT INTO outage_watch (object, during)
                        SELECT 'device:d' || n, tstzrange(week, week + interval '7 days' - interval '20 s')
                          FROM generate_series(1, :count) AS n,
                               generate_series('2026-08-25 00:00+07'::timestamptz, '2026-11-12 00:00+07'::timestamptz,
                                 interval '7 days') AS week
                        """).param("count", DEVICES).update();
        commune.jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause, evidence)
                        SELECT 'device:d' || n, 'DOWN', 'device:d' || n, at - interval '15 s', at, at + interval '15 s',
                               at + interval '1 hour', at + interval '1 hour', at + interval '1 hour', 'POWER',
                               '[{"kind": "last-good", "at": "2026-10-05T02:30:00Z", "detail": ""}]'
                          FROM generate_series(1, :count) AS n, generate_series(0, 2) AS back, generate_series(0, 3) AS number,
                               LATERAL (SELECT '2026-11-05 09:30+07'::timestamptz - back * interval '1 month'
                                 + number * interval '5 days' + (n % 200) * interval '1 min' AS at) AS began
                        """).param("count", DEVICES).update();
        commune.jdbc.sql("ANALYZE outage_watch").update();
        commune.jdbc.sql("ANALYZE outage_record").update();
    }

    private static Device device(int number) {
        return new Device(
                new DeviceId("d" + number),
                "Thiết bị " + number,
                new SiteId(number % 2 == 0 ? "house" : "house-man"),
                Device.Kind.ACCESS_POINT,
                "10.1.%d.%d".formatted(number / 250, number % 250),
                161,
                SnmpAccess.community("2c", "public-test"),
                null,
                Device.Reachability.NONE,
                List.of(),
                null,
                true,
                null);
    }
}
