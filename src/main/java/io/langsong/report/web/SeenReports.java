package io.langsong.report.web;

import io.langsong.report.Report;
import io.langsong.report.ReportDesk;
import io.langsong.report.ReportPeriod;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.ReportVersion;
import io.langsong.report.Reports;
import io.langsong.web.SeenInventory;
import io.langsong.web.VillageSight;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where pages and calls read: the one class here that knows the beans which see everything. A report is of the whole commune, so
 * whoever does not see all villages gets none, with 403. Any thread.
 */
@Component
class SeenReports {
    private final SeenInventory inventory;
    private final ReportDesk desk;
    private final Reports reports;

    SeenReports(SeenInventory inventory, ReportDesk desk, Reports reports) {
        this.inventory = inventory;
        this.desk = desk;
        this.reports = reports;
    }

    /** Whether whoever sent the request gets any report. */
    static boolean open() {
        return VillageSight.current().all();
    }

    ReportDesk desk() {
        inventory.requireAll();
        return desk;
    }

    ReportPeriod period(YearMonth month) {
        return reports.month(month);
    }

    /** Counted at once, and not kept. */
    Report count(ReportPeriod period) {
        inventory.requireAll();
        return reports.of(period);
    }

    /**
     * A report of a month.
     *
     * @param version null: none is kept, and it was counted at once
     */
    record Seen(YearMonth month, @Nullable ReportVersion version, Report facts, Map<Section, ReportText> texts) {
        String state() {
            return version == null ? "none" : version.state().code();
        }
    }

    /** The newest version of a month; of one of which there is none, what comes out now. */
    Seen newest(YearMonth month) {
        Optional<ReportVersion> newest = desk().newest(month);
        return newest.isPresent() ? seen(newest.get()) : new Seen(month, null, count(period(month)), desk.texts(month));
    }

    /** Empty when there is no such version. */
    Optional<Seen> version(YearMonth month, int version) {
        return desk().versions(month).stream()
                .filter(one -> one.version() == version)
                .findFirst()
                .map(this::seen);
    }

    private Seen seen(ReportVersion version) {
        return new Seen(version.month(), version, desk.facts(version), desk.texts(version));
    }

    /** Empty when it is none, or of another age. */
    static Optional<YearMonth> month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            return month.getYear() >= 2000 && month.getYear() < 2200 ? Optional.of(month) : Optional.empty();
        } catch (DateTimeException notAMonth) {
            return Optional.empty();
        }
    }
}
