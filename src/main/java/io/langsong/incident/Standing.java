package io.langsong.incident;

import io.langsong.access.Refused;
import io.langsong.incident.State.Step;
import io.langsong.outage.Outage.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an incident stands and what is known of its handling. Each step gives the next one, or refuses; pure.
 *
 * @param alarmedAt since when it asks for somebody: since it opened, was reopened or given back, whichever was last
 * @param acknowledged who owns it, since when
 * @param assignee account of whoever is to work on it
 * @param resolved by whom and when it was ended; by null: by the system
 * @param cause what a person says it was
 */
public record Standing(
        State state,
        Instant alarmedAt,
        @Nullable By acknowledged,
        @Nullable String assignee,
        @Nullable Waiting waiting,
        @Nullable By resolved,
        @Nullable Cause cause,
        @Nullable Fix fix,
        @Nullable Instant closedAt) {
    /** @param who null: the system */
    public record By(@Nullable String who, Instant at) {}

    public Standing {
        boolean over = !state.isLive();
        if ((state == State.OPEN && acknowledged != null)
                || (state == State.ACKNOWLEDGED && acknowledged == null)
                || over == (resolved == null)
                || (over && waiting != null)
                || (state == State.CLOSED) == (closedAt == null)) {
            throw new IllegalArgumentException(
                    "An incident can not be %s with acknowledged=%s resolved=%s waiting=%s closedAt=%s"
                            .formatted(state, acknowledged, resolved, waiting, closedAt));
        }
    }

    static Standing opened(Instant at) {
        return new Standing(State.OPEN, at, null, null, null, null, null, null, null);
    }

    /** Also instead of whoever owned it before. */
    Standing acknowledge(String by, Instant at) {
        State next = after(Step.ACKNOWLEDGE);
        return new Standing(next, alarmedAt, new By(by, at), assignee, waiting, null, cause, fix, null);
    }

    Standing giveBack(Instant at) {
        return new Standing(after(Step.GIVE_BACK), at, null, assignee, waiting, null, cause, fix, null);
    }

    /** Asks for somebody from now on, unless somebody owns it. */
    Standing askAgain(Instant at) {
        return state == State.OPEN ? new Standing(state, at, null, assignee, waiting, null, cause, fix, null) : this;
    }

    /** @param to null: nobody any more */
    Standing assign(@Nullable String to) {
        return new Standing(after(Step.ASSIGN), alarmedAt, acknowledged, to, waiting, null, cause, fix, null);
    }

    Standing await(Waiting on) {
        return new Standing(after(Step.WAIT), alarmedAt, acknowledged, assignee, on, null, cause, fix, null);
    }

    Standing stopWaiting() {
        State next = after(Step.STOP_WAITING);
        if (waiting == null) {
            throw Refused.conflict(
                    "waiting",
                    null,
                    "incident.refused.not-waiting",
                    List.of(),
                    "is for nobody",
                    "nothing is to be done");
        }
        return new Standing(next, alarmedAt, acknowledged, assignee, null, null, cause, fix, null);
    }

    /** Of one that is over this says anew what it was; when it ended stays. */
    Standing resolve(String by, Instant at, Cause was, Fix did) {
        State next = after(Step.RESOLVE);
        By end = resolved == null ? new By(by, at) : resolved;
        return new Standing(next, alarmedAt, acknowledged, assignee, null, end, was, did, closedAt);
    }

    /** What a person said stays. */
    Standing recover(Instant at) {
        return recover(null, at);
    }

    /** @param by whose deed it is; null: the system's */
    Standing recover(@Nullable String by, Instant at) {
        State next = after(Step.RECOVER);
        By end = resolved == null ? new By(by, at) : resolved;
        return new Standing(next, alarmedAt, acknowledged, assignee, null, end, cause, fix, closedAt);
    }

    Standing failAgain(Instant at) {
        State next = after(Step.FAIL_AGAIN);
        Instant since = state.isLive() ? alarmedAt : at;
        return new Standing(next, since, acknowledged, assignee, waiting, null, cause, fix, null);
    }

    /** Whoever owned it owns it again. */
    Standing reopen(Instant at) {
        return new Standing(after(Step.REOPEN), at, acknowledged, assignee, null, null, cause, fix, null);
    }

    Standing close(Instant at) {
        return new Standing(after(Step.CLOSE), alarmedAt, acknowledged, assignee, null, resolved, cause, fix, at);
    }

    /** @param by null: the system */
    Standing merge(@Nullable String by, Instant at) {
        State next = after(Step.MERGE);
        By end = resolved == null ? new By(by, at) : resolved;
        return new Standing(next, alarmedAt, acknowledged, assignee, null, end, cause, fix, at);
    }

    /** Whether a step can be done now; a page offers no other. */
    public boolean allows(Step step) {
        boolean waits = step != Step.STOP_WAITING || waiting != null;
        return waits && state.after(step, acknowledged != null).isPresent();
    }

    void require(Step step) {
        State unused = after(step);
    }

    private State after(Step step) {
        return state.after(step, acknowledged != null)
                .orElseThrow(() -> Refused.conflict(
                        "state",
                        state.code(),
                        "incident.refused.when-" + state.code(),
                        List.of(),
                        "does not allow this",
                        state.isLive() ? "do something else first" : "reopen it first"));
    }
}
