package io.langsong.firmware;

import io.langsong.inventory.DeviceId;
import io.langsong.maintenance.Timing;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One image that goes to several access points, wave by wave.
 *
 * @param image its SHA-256
 * @param reason why, in the words of whoever wants it
 * @param by who wants it
 * @param approvedBy who said yes; null when nobody has
 * @param plan when and how fast
 * @param steps in their order
 */
public record Upgrade(
        long id,
        String image,
        State state,
        String reason,
        String by,
        Instant at,
        @Nullable String approvedBy,
        Plan plan,
        List<Step> steps) {
    public Upgrade {
        steps = List.copyOf(steps);
    }

    /**
     * When and how fast.
     *
     * @param stopAfter so many steps that failed stop it
     * @param atOnce so many may be under way at once
     * @param notBefore null: at once
     * @param window null: at any time of the day
     */
    public record Plan(
            int stopAfter,
            int atOnce,
            @Nullable Instant notBefore,
            @Nullable Window window) {}

    /** A time of each day, by the clock of the place; when {@code until} is not after {@code from}, until the next day. */
    public record Window(LocalTime from, LocalTime until) {
        boolean holds(Instant at) {
            LocalTime time = at.atZone(Timing.ZONE).toLocalTime();
            boolean after = !time.isBefore(from);
            boolean before = time.isBefore(until);
            return until.isAfter(from) ? after && before : after || before;
        }
    }

    /** How an upgrade stands. */
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
    }

    /** How one step stands. */
    public enum Progress {
        WAITING,
        /** The box is asked what it is. */
        CHECKING,
        /** The file is brought there and looked at by the box. */
        UPLOADING,
        /** The box is told to restart with it; from here on there is no way back. */
        FLASHING,
        /** It restarts; it is waited for. */
        BOOTING,
        /** It answers, with the version wanted, and when it is polled. */
        VERIFIED,
        FAILED,
        /** Nothing was done there. */
        SKIPPED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing more comes. */
        public boolean isOver() {
            return this == VERIFIED || this == FAILED || this == SKIPPED;
        }

        public boolean isUnderWay() {
            return this != WAITING && !isOver();
        }

        /** Whether it can still be left as if nothing had been. */
        boolean isHarmless() {
            return this == CHECKING || this == UPLOADING;
        }
    }

    /**
     * @param wave ascending from 0
     * @param token of the step alone: the box is kept for it, and marked with it
     * @param from version that ran there when the upgrade was made, later when the box was looked at
     * @param boot of the box before it restarted; null until it was looked at
     * @param flashed when it was told to restart; null while it was not
     * @param back when it first answered with the version wanted; null while it has not
     * @param maintenance number of the plan of maintenance that covers it; null for none
     * @param detail key of a word below {@code firmware.step}, that says why; null for none
     * @param said what the box said of an error; null when it said nothing
     */
    public record Step(
            DeviceId place,
            int wave,
            UUID token,
            String from,
            Progress progress,
            Instant since,
            @Nullable String boot,
            @Nullable Instant flashed,
            @Nullable Instant back,
            @Nullable Long maintenance,
            @Nullable String detail,
            @Nullable String said) {
        static Step waiting(DeviceId place, int wave, String from, Instant now) {
            return new Step(
                    place, wave, UUID.randomUUID(), from, Progress.WAITING, now, null, null, null, null, null, null);
        }

        Step at(Progress next, Instant now, @Nullable String why, @Nullable String words) {
            return new Step(place, wave, token, from, next, now, boot, flashed, back, maintenance, why, words);
        }

        Step lookedAt(BoxFacts box) {
            return new Step(
                    place,
                    wave,
                    token,
                    box.version(),
                    progress,
                    since,
                    box.boot(),
                    flashed,
                    back,
                    maintenance,
                    detail,
                    said);
        }

        Step flashed(Instant now, @Nullable Long plan) {
            return new Step(place, wave, token, from, progress, since, boot, now, back, plan, detail, said);
        }

        Step back(Instant now) {
            return new Step(place, wave, token, from, progress, since, boot, flashed, now, maintenance, detail, said);
        }
    }

    /** The wave whose turn it is; empty when all have had theirs. */
    public OptionalInt wave() {
        return steps.stream()
                .filter(step -> !step.progress().isOver())
                .mapToInt(Step::wave)
                .min();
    }

    public long failures() {
        return steps.stream().filter(step -> step.progress() == Progress.FAILED).count();
    }

    /** Whether something may be begun at an instant. */
    boolean mayBegin(Instant at) {
        Instant first = plan.notBefore();
        Window window = plan.window();
        return state == State.RUNNING && (first == null || !at.isBefore(first)) && (window == null || window.holds(at));
    }
}
