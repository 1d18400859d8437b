package io.langsong.calendar;

import io.langsong.database.ActiveServer;
import java.time.Clock;
import org.quartz.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class CalendarConfiguration {
    @Bean
    PeriodEnds periodEnds(
            JdbcClient jdbc,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        return new PeriodEnds(jdbc, transaction, events, clock);
    }

    /** Hourly, so that a month whose listeners failed is tried again soon; the table knows which are done. */
    @Bean
    CalendarJob periodEndJob(PeriodEnds periodEnds) {
        return new CalendarJob("calendar-period-end", "5 0 * * * ?", periodEnds::publishEnded);
    }

    @Bean
    JobCalendar jobCalendar(
            Scheduler scheduler, ActiveServer server, PeriodEnds periodEnds, ObjectProvider<CalendarJob> jobs) {
        return new JobCalendar(
                scheduler, server, periodEnds, jobs.orderedStream().toList());
    }
}
