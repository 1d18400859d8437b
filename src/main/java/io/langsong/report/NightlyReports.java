package io.langsong.report;

import io.langsong.access.AuditTrail;
import io.langsong.metric.MetricStoreException;
import io.langsong.uptime.UptimeProperties;
import java.time.Clock;
import java.time.YearMonth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is done with reports at night: use is counted, months that are over get their first draft, and those that were over lately
 * are counted again, since results may come late and people correct what happened.
 */
@Component
public class NightlyReports {
    private static final Logger log = LoggerFactory.getLogger(NightlyReports.class);
    private static final int COUNTED_AGAIN = 3;
    private static final int LOOKED_BACK = 12;

    private final UsageCount usage;
    private final ReportDesk desk;
    private final Reports reports;
    private final UptimeProperties settings;
    private final Clock clock;

    NightlyReports(UsageCount usage, ReportDesk desk, Reports reports, UptimeProperties settings, Clock clock) {
        this.usage = usage;
        this.desk = desk;
        this.reports = reports;
        this.settings = settings;
        this.clock = clock;
    }

    /** For a calendar to call; takes as long as it must, and may be ended in the middle. */
    public void run() {
        try {
            usage.countMissing();
        } catch (MetricStoreException unreadable) {
            // The days that are missing are counted the next night; availability does not wait for them.
            log.warn("use could not be counted, it is tried again the next night", unreadable);
        }
        YearMonth running = settings.monthOf(clock.instant());
        // The newest first, so that trouble with an old one does not hold it up.
        for (int back = 1; back <= LOOKED_BACK; back++) {
            YearMonth month = running.minusMonths(back);
            boolean drafted = desk.newest(month).isPresent();
            if (drafted ? back <= COUNTED_AGAIN : wasAnythingThere(month)) {
                desk.draft(month, AuditTrail.SYSTEM);
            }
        }
    }

    /** Nobody wants reports of the months before the server was set up. */
    private boolean wasAnythingThere(YearMonth month) {
        return reports.isOfAnything(reports.month(month));
    }
}
