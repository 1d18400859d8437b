package io.langsong.calendar;

import io.langsong.calendar.Run.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of runs. Any thread; written by the active server alone. */
final class Runs {
    private static final int ERROR_LENGTH = 500;

    private final JdbcClient jdbc;

    Runs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the id of the run */
    long begin(String job, Instant at, @Nullable String askedBy) {
        return jdbc.sql("""
                        INSERT INTO calendar_run (job, began_at, asked_by) VALUES (:job, :at, :askedBy) RETURNING id
                        """)
                .param("job", job)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("askedBy", askedBy)
                .query(Long.class)
                .single();
    }

    void done(long id, Duration took) {
        end(id, took, Outcome.DONE, null);
    }

    void failed(long id, Duration took, RuntimeException failure) {
        end(id, took, Outcome.FAILED, oneLine(failure));
    }

    /** A run that another server has already written off stays so. */
    private void end(long id, Duration took, Outcome outcome, @Nullable String error) {
        jdbc.sql("""
                        UPDATE calendar_run SET took_ms = :took, outcome = :outcome, error = :error
                        WHERE id = :id AND outcome = 'running'
                        """)
                .param("took", took.toMillis())
                .param("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .param("error", error)
                .param("id", id)
                .update();
    }

    /** Those that a server left behind which was killed; called before anything runs. */
    void writeOffUnfinished() {
        jdbc.sql("UPDATE calendar_run SET outcome = 'killed' WHERE outcome = 'running'")
                .update();
    }

    /** The newest run of each job, by name of the job. */
    Map<String, Run> newest() {
        return byJob("""
                SELECT DISTINCT ON (job) job, began_at, took_ms, outcome, error, asked_by FROM calendar_run
                ORDER BY job, id DESC
                """);
    }

    /** The newest run of each job that failed or was killed, by name of the job. */
    Map<String, Run> newestFailures() {
        return byJob("""
                SELECT DISTINCT ON (job) job, began_at, took_ms, outcome, error, asked_by FROM calendar_run
                WHERE outcome IN ('failed', 'killed') ORDER BY job, id DESC
                """);
    }

    void forgetBefore(Instant at) {
        jdbc.sql("DELETE FROM calendar_run WHERE began_at < :at AND outcome <> 'running'")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Map<String, Run> byJob(String sql) {
        return jdbc.sql(sql).query((row, number) -> run(row)).list().stream()
                .collect(Collectors.toMap(Run::job, Function.identity()));
    }

    private static Run run(ResultSet row) throws SQLException {
        Long took = row.getObject("took_ms", Long.class);
        return new Run(
                row.getString("job"),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                took == null ? null : Duration.ofMillis(took),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("error"),
                row.getString("asked_by"));
    }

    /** What was thrown may repeat what a device said. */
    private static String oneLine(RuntimeException failure) {
        String text =
                failure.getClass().getSimpleName() + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
        String plain =
                text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
        return plain.length() <= ERROR_LENGTH
                ? plain
                : plain.substring(0, ERROR_LENGTH).strip() + "…";
    }
}
