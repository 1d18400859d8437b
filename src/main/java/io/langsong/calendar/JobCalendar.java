package io.langsong.calendar;

import io.langsong.database.ActiveServer;
import io.langsong.database.BecameActive;
import io.langsong.database.NoLongerActive;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
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

/**
 * Keeps Quartz's table in step with the {@link CalendarJob} beans, and runs them while this server is the active one; knows
 * how each went. Any thread.
 */
public final class JobCalendar {
    /** In the data of a trigger: who asked. */
    static final String ASKED_BY = "askedBy";

    private static final String GROUP = "langsong";
    private static final Logger log = LoggerFactory.getLogger(JobCalendar.class);

    private final Scheduler scheduler;
    private final ActiveServer server;
    private final PeriodEnds periodEnds;
    private final Runs runs;
    private final Clock clock;
    private final Map<String, CalendarJob> jobs;
    /** Asked for and not yet begun, or running. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /**
     * A job, and how it went.
     *
     * @param last null when it never ran, or not within the time for which runs are kept
     * @param lastFailure the newest run that failed or was killed, maybe {@code last}; null when there is none
     * @param nextRunAt by its hour; null while no server has scheduled it
     */
    public record Job(
            String name,
            String cron,
            boolean running,
            @Nullable Run last,
            @Nullable Run lastFailure,
            @Nullable Instant nextRunAt) {}

    /** What became of asking for a run. */
    public enum Asked {
        BEGUN,
        ALREADY_RUNNING
    }

    JobCalendar(
            Scheduler scheduler,
            ActiveServer server,
            PeriodEnds periodEnds,
            Runs runs,
            Clock clock,
            List<CalendarJob> offered) {
        this.scheduler = scheduler;
        this.server = server;
        this.periodEnds = periodEnds;
        this.runs = runs;
        this.clock = clock;
        Map<String, CalendarJob> byName = new HashMap<>();
        for (CalendarJob job : offered) {
            if (byName.put(job.name(), job) != null) {
                throw new IllegalArgumentException("Two calendar jobs are named " + job.name());
            }
        }
        this.jobs = Map.copyOf(byName);
    }

    /** By name. */
    public List<Job> jobs() {
        Map<String, Run> newest = runs.newest();
        Map<String, Run> failures = runs.newestFailures();
        return jobs.values().stream()
                .sorted(Comparator.comparing(CalendarJob::name))
                .map(job -> new Job(
                        job.name(),
                        job.cron(),
                        busy.contains(job.name()),
                        newest.get(job.name()),
                        failures.get(job.name()),
                        nextRunAt(job.name())))
                .toList();
    }

    /** Empty when there is no job of that name. */
    public Optional<Job> job(String name) {
        return jobs().stream().filter(job -> job.name().equals(name)).findFirst();
    }

    /**
     * Has a job run now, beside its hours; returns before it has.
     *
     * @param name of a job that there is
     * @param who asks
     */
    public Asked runNow(String name, String who) {
        if (!jobs.containsKey(name)) {
            throw new IllegalArgumentException("There is no calendar job " + name);
        }
        if (!busy.add(name)) {
            return Asked.ALREADY_RUNNING;
        }
        try {
            scheduler.triggerJob(JobKey.jobKey(name, GROUP), new JobDataMap(Map.of(ASKED_BY, who)));
            return Asked.BEGUN;
        } catch (SchedulerException e) {
            busy.remove(name);
            throw new IllegalStateException("Calendar job %s can not be begun: %s".formatted(name, e.getMessage()), e);
        }
    }

    @EventListener
    void begin(BecameActive event) throws SchedulerException {
        busy.clear();
        runs.writeOffUnfinished();
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

    /** @param askedBy null when its hour has come */
    void run(String name, @Nullable String askedBy) {
        CalendarJob job = jobs.get(name);
        if (job == null || !server.isActive()) {
            busy.remove(name);
            return;
        }
        busy.add(name);
        try {
            run(job, runs.begin(name, clock.instant(), askedBy));
        } catch (RuntimeException e) {
            log.error("calendar run not written down name={}", name, e);
        } finally {
            busy.remove(name);
        }
    }

    private void run(CalendarJob job, long id) {
        long begun = System.nanoTime();
        try {
            job.work().run();
        } catch (RuntimeException e) {
            Duration took = since(begun);
            log.error(
                    "calendar job failed, it runs again at its next hour name={} tookMs={}",
                    job.name(),
                    took.toMillis(),
                    e);
            runs.failed(id, took, e);
            return;
        }
        Duration took = since(begun);
        log.debug("calendar job done name={} tookMs={}", job.name(), took.toMillis());
        runs.done(id, took);
    }

    private @Nullable Instant nextRunAt(String name) {
        try {
            Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(name, GROUP));
            return trigger == null || trigger.getNextFireTime() == null
                    ? null
                    : trigger.getNextFireTime().toInstant();
        } catch (SchedulerException e) {
            throw new IllegalStateException(
                    "The hour of job %s can not be read: %s".formatted(name, e.getMessage()), e);
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

    private static Duration since(long begunNanos) {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }
}
