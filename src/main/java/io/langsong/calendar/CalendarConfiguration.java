package io.langsong.calendar;

import io.langsong.database.ActiveServer;
import java.time.Clock;
import java.time.Duration;
import org.quartz.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class CalendarConfiguration {
    private static final Duration RUNS_KEPT = Duration.ofDays(90);
    private static final int JOBS_AT_ONCE = 2;

    /** Quartz's own threads look twice a second whether there is work; these wait until there is. */
    @Bean(defaultCandidate = false)
    ThreadPoolTaskExecutor calendarThreads() {
        ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
        threads.setThreadNamePrefix("calendar-");
        threads.setCorePoolSize(JOBS_AT_ONCE);
        threads.setMaxPoolSize(JOBS_AT_ONCE);
        threads.setWaitForTasksToCompleteOnShutdown(true);
        threads.setAwaitTerminationSeconds(10);
        return threads;
    }

    @Bean
    SchedulerFactoryBeanCustomizer calendarThreadsOfQuartz(
            @Qualifier("calendarThreads") ThreadPoolTaskExecutor calendarThreads) {
        return factory -> factory.setTaskExecutor(calendarThreads);
    }

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
    Runs calendarRuns(JdbcClient jdbc) {
        return new Runs(jdbc);
    }

    @Bean
    CalendarJob forgetRunsJob(Runs runs, Clock clock) {
        return new CalendarJob(
                "calendar-forget-runs",
                "0 10 3 * * ?",
                () -> runs.forgetBefore(clock.instant().minus(RUNS_KEPT)));
    }

    @Bean
    JobCalendar jobCalendar(
            Scheduler scheduler,
            ActiveServer server,
            PeriodEnds periodEnds,
            Runs runs,
            Clock clock,
            ObjectProvider<CalendarJob> jobs) {
        return new JobCalendar(
                scheduler, server, periodEnds, runs, clock, jobs.orderedStream().toList());
    }
}
