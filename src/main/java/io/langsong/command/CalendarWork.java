package io.langsong.command;

import io.langsong.access.AuditUpkeep;
import io.langsong.access.People;
import io.langsong.backup.ServerBackups;
import io.langsong.calendar.CalendarJob;
import io.langsong.event.EventUpkeep;
import io.langsong.metric.MetricUpkeep;
import io.langsong.provisioning.Fetches;
import io.langsong.report.NightlyReports;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs by calendar; the modules that do it know no calendar. */
@Configuration
class CalendarWork {
    @Bean
    CalendarJob metricCompaction(MetricUpkeep upkeep) {
        return new CalendarJob("metric-compaction", "30 3/10 * * * ?", upkeep::compact);
    }

    @Bean
    CalendarJob metricRetention(MetricUpkeep upkeep) {
        return new CalendarJob("metric-retention", "0 40 2 * * ?", upkeep::expireOld);
    }

    @Bean
    CalendarJob eventRetention(EventUpkeep upkeep) {
        return new CalendarJob("event-retention", "0 50 2 * * ?", upkeep::expireOld);
    }

    /** Soon after a period may have ended; what it reads is counted by then. */
    @Bean
    CalendarJob reportDrafts(NightlyReports reports) {
        return new CalendarJob("report-nightly", "0 20 0 * * ?", reports::run);
    }

    @Bean
    CalendarJob configurationBackups(Fetches fetches) {
        return new CalendarJob("provisioning-backup", "0 30 1 * * ?", fetches::all);
    }

    @Bean
    CalendarJob auditRetention(AuditUpkeep upkeep) {
        return new CalendarJob("access-audit-retention", "0 20 2 * * ?", upkeep::lookAndExpire);
    }

    @Bean
    CalendarJob unusedAccounts(People people) {
        return new CalendarJob("access-unused-accounts", "0 10 2 * * ?", people::disableUnused);
    }

    @Bean
    CalendarJob serverBackup(ServerBackups backups) {
        return new CalendarJob(ServerBackups.JOB, backups.cron(), backups::make);
    }
}
