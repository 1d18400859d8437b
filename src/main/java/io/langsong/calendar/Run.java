package io.langsong.calendar;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job.
 *
 * @param took null while it runs, and of one that was killed
 * @param error what a failed run threw, on one line; null of any other
 * @param askedBy who pressed the button; null when its hour had come
 */
public record Run(
        String job,
        Instant beganAt,
        @Nullable Duration took,
        Outcome outcome,
        @Nullable String error,
        @Nullable String askedBy) {

    /** How it ended. */
    public enum Outcome {
        RUNNING,
        DONE,
        FAILED,
        /** The server ended in the middle of it. */
        KILLED
    }
}
