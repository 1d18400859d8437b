package io.langsong.calendar.web;

import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.calendar.JobCalendar.Job;
import io.langsong.calendar.Run;
import io.langsong.calendar.Run.Outcome;
import io.langsong.web.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** What runs by calendar, for technicians; administrators may have it run now. */
@Controller
class JobsPage {
    private static final Comparator<Job> SOONEST_FIRST =
            Comparator.comparing(Job::nextRunAt, Comparator.nullsLast(Comparator.naturalOrder()));

    private final JobCalendar calendar;

    JobsPage(JobCalendar calendar) {
        this.calendar = calendar;
    }

    /**
     * @param begun name of the job that was just asked for
     * @param busy name of the job that was asked for and ran already
     */
    @GetMapping("/cong-viec")
    String list(
            @RequestParam(name = "da-giao", defaultValue = "") String begun,
            @RequestParam(name = "dang-chay", defaultValue = "") String busy,
            Model model) {
        List<Job> jobs = calendar.jobs();
        model.addAttribute(
                "jobs", jobs.stream().sorted(SOONEST_FIRST).map(Row::of).toList());
        model.addAttribute("begun", known(jobs, begun));
        model.addAttribute("busy", known(jobs, busy));
        return "calendar/jobs";
    }

    @PostMapping("/cong-viec/{name}/chay")
    String run(@PathVariable String name) {
        if (calendar.job(name).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Asked asked = calendar.runNow(name, who());
        return "redirect:"
                + UriComponentsBuilder.fromPath("/cong-viec")
                        .queryParam(asked == Asked.BEGUN ? "da-giao" : "dang-chay", name)
                        .build();
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }

    private static @Nullable String known(List<Job> jobs, String name) {
        return jobs.stream().map(Job::name).filter(name::equals).findFirst().orElse(null);
    }

    /**
     * A job as the page shows it.
     *
     * @param state whose shape and colour stand for how it went
     * @param outcome the last part of its word's key
     * @param lastFailure null when the last run is that failure, whose error is shown anyway, or there is none
     */
    record Row(
            String name,
            String state,
            String outcome,
            boolean running,
            @Nullable Instant beganAt,
            @Nullable Duration took,
            @Nullable String askedBy,
            @Nullable String error,
            @Nullable Run lastFailure,
            @Nullable Instant nextRunAt) {

        static Row of(Job job) {
            Run last = job.last();
            Run failure = job.lastFailure();
            boolean running = job.running() || (last != null && last.outcome() == Outcome.RUNNING);
            return new Row(
                    job.name(),
                    state(running, last),
                    outcome(running, last),
                    running,
                    last == null ? null : last.beganAt(),
                    last == null ? null : last.took(),
                    last == null ? null : last.askedBy(),
                    last == null ? null : last.error(),
                    failure == null || failure.equals(last) ? null : failure,
                    job.nextRunAt());
        }

        private static String state(boolean running, @Nullable Run last) {
            if (running || last == null) {
                return "unknown";
            }
            return switch (last.outcome()) {
                case DONE -> "up";
                case KILLED -> "degraded";
                case FAILED -> "down";
                case RUNNING -> "unknown";
            };
        }

        private static String outcome(boolean running, @Nullable Run last) {
            if (running) {
                return "running";
            }
            if (last == null) {
                return "never";
            }
            return switch (last.outcome()) {
                case DONE -> "done";
                case KILLED -> "killed";
                case FAILED -> "failed";
                case RUNNING -> "running";
            };
        }
    }
}
