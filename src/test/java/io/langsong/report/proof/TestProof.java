package io.langsong.report.proof;

import static io.langsong.outage.Condition.DEGRADED;
import static io.langsong.outage.Condition.DOWN;
import static io.langsong.outage.Condition.UNREACHABLE;
import static io.langsong.uptime.TestCommune.AP;
import static io.langsong.uptime.TestCommune.OFFICE;
import static io.langsong.uptime.TestCommune.WIFI;
import static io.langsong.uptime.TestCommune.WIFI_MAN;
import static io.langsong.uptime.TestCommune.at;

import io.langsong.incident.TestBooks;
import io.langsong.outage.Corrections;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.TestCorrections;
import io.langsong.report.ReportCommune;
import io.langsong.report.ReportVersion;
import io.langsong.uptime.CalendarWish;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A commune in which September and October saw a bit of everything, and what is issued of it. */
public final class TestProof {
    public final ReportCommune reports;
    public final IssuedEvidence evidence;
    final Corrections corrections;

    public TestProof(Path data) {
        reports = new ReportCommune(data);
        corrections = TestCorrections.over(reports.commune.jdbc, reports.commune.transactions, reports.commune.clock);
        evidence = new IssuedEvidence(
                reports.commune.jdbc,
                new EvidenceFile(
                        reports.commune.uptimes,
                        reports.impact,
                        reports.commune.ledger,
                        corrections,
                        reports.incidents,
                        reports.commune.plans,
                        reports.commune.holidays));
    }

    /** Outages on every side of the month and of the opening hours, a gap, work, a cause that a person corrected, incidents. */
    public static TestProof withHistory(Path data) {
        TestProof proof = new TestProof(data);
        var commune = proof.reports.commune;
        Map<DayOfWeek, String> week = new HashMap<>();
        List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY)
                .forEach(day -> week.put(day, "07:00-11:30, 13:30-17:00"));
        commune.calendars.change(
                "gio-hanh-chinh", new CalendarWish("Giờ hành chính", week, true, List.of("site:office")), null);
        for (ObjectRef object : List.of(WIFI, OFFICE, AP, new ObjectRef(ObjectRef.Kind.LINK, "line"))) {
            commune.watched(object, "2026-08-31T00:00", null);
        }
        commune.watched(WIFI_MAN, "2026-09-03T00:00", "2026-10-12T00:00");
        commune.watched(WIFI_MAN, "2026-10-13T06:00", null);
        commune.bad(WIFI, DOWN, at("2026-09-14T10:00"), at("2026-09-14T13:20"), 30);
        commune.bad(WIFI, UNREACHABLE, at("2026-09-30T22:00"), at("2026-10-01T02:30"), 40);
        long night = commune.bad(WIFI, DOWN, at("2026-10-08T19:00"), at("2026-10-08T20:10"), 20);
        commune.bad(WIFI, DEGRADED, "2026-10-20T08:00", "2026-10-20T09:00");
        commune.bad(WIFI, DOWN, "2026-10-22T08:00:00", "2026-10-22T08:00:40");
        commune.bad(AP, DOWN, at("2026-10-08T19:00"), at("2026-10-08T20:10"), 20);
        commune.bad(WIFI_MAN, DOWN, "2026-10-31T22:00", "2026-11-01T04:00");
        commune.bad(OFFICE, DOWN, at("2026-10-16T16:00"), at("2026-10-19T08:00"), 10);
        commune.plan("2026-10-08T19:30", "2026-10-08T20:30", "Báo muộn", "site:house");
        proof.corrections.correct(night, Outage.Cause.PROVIDER, "Nhà mạng xác nhận đứt cáp", "ha");
        TestBooks.put(
                commune.jdbc, 1, "PROVIDER", at("2026-09-14T10:00"), at("2026-09-14T13:20"), 300, WIFI.toString());
        TestBooks.put(
                commune.jdbc,
                2,
                "PROVIDER",
                at("2026-10-08T19:00"),
                at("2026-10-08T20:10"),
                240,
                WIFI.toString(),
                AP.toString());
        TestBooks.put(commune.jdbc, 3, "POWER", at("2026-10-31T22:00"), null, null, WIFI_MAN.toString());
        return proof;
    }

    public ReportVersion issue(YearMonth month) {
        return reports.issue(month, evidence);
    }

    /** The evidence file of a version, as text. */
    public String text(ReportVersion version) {
        try (InputStream in = evidence.content(version).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
