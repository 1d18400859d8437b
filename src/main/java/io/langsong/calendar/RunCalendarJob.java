package io.langsong.calendar;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** The one kind of job that Quartz knows: it looks up by name what is to be done. Its class name is in the database. */
@DisallowConcurrentExecution
final class RunCalendarJob implements Job {
    private final JobCalendar calendar;

    RunCalendarJob(JobCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public void execute(JobExecutionContext context) {
        calendar.run(
                context.getJobDetail().getKey().getName(),
                context.getTrigger().getJobDataMap().getString(JobCalendar.ASKED_BY));
    }
}
