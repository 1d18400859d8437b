package io.langsong.calendar;

import io.langsong.database.ActiveServer;
import io.langsong.database.BecameActive;
import io.langsong.database.NoLongerActive;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/** Keeps Quartz's table in step with the {@link CalendarJob} beans, and runs them while this server is the active one. */
final class JobCalendar {
    private static final String GROUP = "langsong";
    private static final Logger log = LoggerFactory.getLogger(JobCalendar.class);

    private final Scheduler scheduler;
    private final ActiveServer server;
    private final PeriodEnds periodEnds;
    private final Map<String, CalendarJob> jobs;

    JobCalendar(Scheduler scheduler, ActiveServer server, PeriodEnds periodEnds, List<CalendarJob> offered) {
        this.scheduler = scheduler;
        this.server = server;
        this.periodEnds = periodEnds;
        Map<String, CalendarJob> byName = new HashMap<>();
        for (CalendarJob job : offered) {
            if (byName.put(job.name(), job) != null) {
                throw new IllegalArgumentException("Two calendar jobs are named " + job.name());
            }
        }
        this.jobs = Map.copyOf(byName);
    }

    @EventListener
    void begin(BecameActive event) throws SchedulerException {
        periodEnds.rememberBeginning();
        for (JobKey key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
            if (!jobs.containsKey(key.getName())) {
                log.info("calendar job is gone name={}", key.getName());
                scheduler.deleteJob(key);
            }
        }
        for (CalendarJob job : jobs.values()) {
            schedule(job);
        }
        scheduler.start();
        log.info("calendar runs jobs={}", jobs.size());
    }

    @EventListener
    void end(NoLongerActive event) throws SchedulerException {
        if (!scheduler.isShutdown()) {
            scheduler.standby();
        }
    }

    void run(String name) {
        CalendarJob job = jobs.get(name);
        if (job == null || !server.isActive()) {
            return;
        }
        long begun = System.nanoTime();
        try {
            job.work().run();
            log.debug("calendar job done name={} tookMs={}", name, millisSince(begun));
        } catch (RuntimeException e) {
            log.error(
                    "calendar job failed, it runs again at its next hour name={} tookMs={}",
                    name,
                    millisSince(begun),
                    e);
        }
    }

    /** A trigger that stands is left alone: it knows of the hours that were missed while the server was off. */
    private void schedule(CalendarJob job) throws SchedulerException {
        if (scheduler.getTrigger(TriggerKey.triggerKey(job.name(), GROUP)) instanceof CronTrigger standing
                && standing.getCronExpression().equals(job.cron())) {
            return;
        }
        JobDetail detail = JobBuilder.newJob(RunCalendarJob.class)
                .withIdentity(job.name(), GROUP)
                .storeDurably()
                .build();
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(job.name(), GROUP)
                .withSchedule(CronScheduleBuilder.cronSchedule(job.cron())
                        .inTimeZone(TimeZone.getTimeZone(PeriodEnds.ZONE))
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
        scheduler.scheduleJob(detail, Set.of(trigger), true);
    }

    private static long millisSince(long begunNanos) {
        return Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
    }
}
