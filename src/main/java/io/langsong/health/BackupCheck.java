package io.langsong.health;

import io.langsong.backup.ServerBackups;
import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.Run;
import io.langsong.calendar.Run.Outcome;
import io.langsong.database.ActiveServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether there is a backup of late. */
@Component
final class BackupCheck implements HealthCheck {
    static final String NAME = "backup";
    private static final Duration OLD = Duration.ofDays(2);
    private static final Duration TOO_OLD = Duration.ofDays(7);

    private final ServerBackups backups;
    private final JobCalendar calendar;
    private final ActiveServer server;
    private final Clock clock;

    BackupCheck(ServerBackups backups, JobCalendar calendar, ActiveServer server, Clock clock) {
        this.backups = backups;
        this.calendar = calendar;
        this.server = server;
        this.clock = clock;
    }

    /**
     * @param newest when the newest was made; null when there is none
     * @param last how the last one went; null when none was tried yet
     */
    static Finding judge(@Nullable Instant newest, @Nullable Run last, String folder, Instant now) {
        Duration age = newest == null || newest.isAfter(now) ? Duration.ZERO : Duration.between(newest, now);
        if (last != null && last.outcome() == Outcome.FAILED) {
            return Finding.of(NAME, Level.BROKEN, "failed", last.beganAt(), String.valueOf(last.error()));
        }
        if (newest == null) {
            return last == null
                    ? Finding.of(NAME, Level.FINE, "not-yet", folder)
                    : Finding.of(NAME, Level.WATCH, "none", folder);
        }
        if (age.compareTo(OLD) > 0) {
            return Finding.of(
                    NAME, age.compareTo(TOO_OLD) > 0 ? Level.BROKEN : Level.WATCH, "old", newest, age, folder);
        }
        return Finding.of(NAME, Level.FINE, "fine", newest, folder);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** A server that stands by makes none. */
    @Override
    public boolean asksDatabase() {
        return true;
    }

    @Override
    public Optional<Finding> look() {
        if (!server.isActive()) {
            return Optional.empty();
        }
        Run last = calendar.job(ServerBackups.JOB).map(JobCalendar.Job::last).orElse(null);
        return Optional.of(
                judge(backups.newest().orElse(null), last, backups.folder().toString(), clock.instant()));
    }
}
