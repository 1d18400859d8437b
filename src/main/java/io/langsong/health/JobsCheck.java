package io.langsong.health;

import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Job;
import io.langsong.calendar.Run;
import io.langsong.calendar.Run.Outcome;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether what runs by calendar succeeds. */
@Component
final class JobsCheck implements HealthCheck {
    static final String NAME = "jobs";

    private final JobCalendar calendar;

    JobsCheck(JobCalendar calendar) {
        this.calendar = calendar;
    }

    static Finding judge(List<Job> jobs) {
        List<String> failed =
                jobs.stream().filter(JobsCheck::failed).map(Job::name).toList();
        long ran = jobs.stream().filter(job -> job.last() != null).count();
        return failed.isEmpty()
                ? Finding.of(NAME, Level.FINE, "fine", (long) jobs.size(), ran, jobs.size() - ran)
                : Finding.of(NAME, Level.WATCH, "failed", (long) failed.size(), String.join(", ", failed));
    }

    private static boolean failed(Job job) {
        Run last = job.last();
        return last != null && last.outcome() == Outcome.FAILED;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean asksDatabase() {
        return true;
    }

    @Override
    public Optional<Finding> look() {
        return Optional.of(judge(calendar.jobs()));
    }
}
