package io.langsong.calendar.web;

import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.calendar.JobCalendar.Job;
import io.langsong.calendar.Run;
import io.langsong.web.ApiCall;
import io.langsong.web.RequestRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The jobs, for programs. */
@RestController
class JobsController {
    private final JobCalendar calendar;

    JobsController(JobCalendar calendar) {
        this.calendar = calendar;
    }

    @ApiCall("What runs by calendar.")
    @GetMapping(path = "/api/v1/jobs", produces = "application/json")
    List<JobJson> jobs() {
        return calendar.jobs().stream().map(JobJson::of).toList();
    }

    /** The answer comes before the job has run; ask for the list to see how it went. */
    @ApiCall(value = "Has a job run now; the answer comes before it has run.", problems = 409)
    @PostMapping(path = "/api/v1/jobs/{name}/run", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobJson run(@PathVariable String name) {
        if (calendar.job(name).isEmpty()) {
            throw RequestRefused.unknown(
                    "name",
                    name,
                    "is not the name of a job",
                    "there are " + calendar.jobs().stream().map(Job::name).collect(Collectors.joining(", ")));
        }
        if (calendar.runNow(name, JobsPage.who()) == Asked.ALREADY_RUNNING) {
            throw RequestRefused.conflict("name", name, "is running already", "wait until it has ended");
        }
        return calendar.job(name).map(JobJson::of).orElseThrow();
    }

    /** @param cron in Vietnamese time, seconds first */
    record JobJson(
            String name,
            String cron,
            boolean running,
            @Nullable Instant nextRunAt,
            @Nullable RunJson lastRun,
            @Nullable RunJson lastFailure) {
        static JobJson of(Job job) {
            return new JobJson(
                    job.name(),
                    job.cron(),
                    job.running(),
                    job.nextRunAt(),
                    RunJson.of(job.last()),
                    RunJson.of(job.lastFailure()));
        }
    }

    record RunJson(
            Instant beganAt,
            @Nullable Long tookMs,
            String outcome,
            @Nullable String error,
            @Nullable String askedBy) {
        static @Nullable RunJson of(@Nullable Run run) {
            if (run == null) {
                return null;
            }
            Duration took = run.took();
            return new RunJson(
                    run.beganAt(),
                    took == null ? null : took.toMillis(),
                    run.outcome().name().toLowerCase(Locale.ROOT),
                    run.error(),
                    run.askedBy());
        }
    }
}
