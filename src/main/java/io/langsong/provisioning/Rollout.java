package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One change that goes to several access points, wave by wave.
 *
 * @param reason why, in the words of whoever wants it
 * @param by who wants it
 * @param approvedBy who said yes; null when nobody has
 * @param stopAfter so many steps that failed stop it
 * @param steps in their order
 */
public record Rollout(
        long id,
        State state,
        String reason,
        String by,
        Instant at,
        @Nullable String approvedBy,
        int stopAfter,
        List<Step> steps) {
    public Rollout {
        steps = List.copyOf(steps);
    }

    /** How a rollout stands. */
    public enum State {
        /** A second person is to say yes. */
        PROPOSED,
        RUNNING,
        /** Somebody paused it: nothing new is begun. */
        PAUSED,
        /** Too much failed: nothing new is begun until somebody resumes it. */
        STOPPED,
        CANCELLED,
        FINISHED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOver() {
            return this == CANCELLED || this == FINISHED;
        }
    }

    /** How one step stands. */
    public enum Progress {
        /** Its wave has not come. */
        WAITING,
        /** Let out to a box that has not been heard of for a while; it gets it when it comes. */
        QUEUED,
        /** Let out; the box has not said how it went. */
        LET_OUT,
        /** Applied; it is looked whether all works. */
        CHECKING,
        DONE,
        /** It did not go well, and the box is to have again, or has again, what it had before. */
        ROLLED_BACK,
        /** Nothing was let out, since it is not any more what the rollout was made from. */
        SKIPPED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether nothing more comes. */
        public boolean isOver() {
            return this == DONE || this == ROLLED_BACK || this == SKIPPED;
        }

        /** Whether the next wave waits for it. */
        boolean holdsUp() {
            return this == WAITING || this == LET_OUT || this == CHECKING;
        }
    }

    /**
     * @param wave ascending from 0
     * @param checksum of what the box is to get
     * @param before checksum of what it had; null for nothing
     * @param since when it came to this
     * @param detail key of a word below {@code provisioning.step} that says why; null for none
     * @param reason of an error, as far as the box told; null when it did not
     * @param notes keys of words below {@code provisioning.step.note}: what could not be looked at, or is odd, of a step that is done
     * @param missing names of networks that it was to serve and did not, in the box's own words
     */
    public record Step(
            DeviceId place,
            int wave,
            String checksum,
            @Nullable String before,
            Progress progress,
            Instant since,
            @Nullable String detail,
            @Nullable Reason reason,
            List<String> notes,
            List<String> missing) {
        private static final String RETRIED = "retried";

        public Step {
            notes = List.copyOf(notes);
            missing = List.copyOf(missing);
        }

        Step at(Progress next, Instant now, @Nullable String why) {
            return new Step(place, wave, checksum, before, next, now, why, reason, notes, missing);
        }

        /** Its turn comes once more. */
        Step again(Instant now) {
            return new Step(place, wave, checksum, before, Progress.WAITING, now, RETRIED, null, List.of(), List.of());
        }

        boolean isRetried() {
            return RETRIED.equals(detail);
        }

        Step because(@Nullable Reason why) {
            return new Step(place, wave, checksum, before, progress, since, detail, why, notes, missing);
        }

        Step noted(List<String> words) {
            return new Step(place, wave, checksum, before, progress, since, detail, reason, words, missing);
        }

        Step missing(List<String> networks) {
            return new Step(place, wave, checksum, before, progress, since, detail, reason, notes, networks);
        }
    }

    /** The wave whose turn it is; empty when all have had theirs. */
    public OptionalInt wave() {
        return steps.stream()
                .filter(step -> step.progress().holdsUp())
                .mapToInt(Step::wave)
                .min();
    }

    public long failures() {
        return steps.stream()
                .filter(step -> step.progress() == Progress.ROLLED_BACK)
                .count();
    }

    Rollout with(State next) {
        return new Rollout(id, next, reason, by, at, approvedBy, stopAfter, steps);
    }

    /** Whether somebody other than whoever wants it said yes. */
    public boolean isApprovedByAnother() {
        return approvedBy != null && !Objects.equals(approvedBy, by);
    }
}
