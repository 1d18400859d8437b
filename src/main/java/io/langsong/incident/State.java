package io.langsong.incident;

import java.util.Locale;
import java.util.Optional;

/** Where an incident stands. In the order in which people look at them. */
public enum State {
    /** Nobody has taken it. */
    OPEN,
    /** Somebody owns it. */
    ACKNOWLEDGED,
    /** The trouble is over, or somebody says so. */
    RESOLVED,
    /** Nothing more is to be done. */
    CLOSED;

    /** What may happen to an incident. */
    public enum Step {
        ACKNOWLEDGE,
        GIVE_BACK,
        ASSIGN,
        NOTE,
        WAIT,
        STOP_WAITING,
        /** A person says that it is over, and of what; of one that is over, what it was after all. */
        RESOLVE,
        /** Its roots recovered by themselves. */
        RECOVER,
        /** The same object failed again soon. */
        FAIL_AGAIN,
        REOPEN,
        CLOSE,
        /** It is the same as another incident, which goes on for both. */
        MERGE,
        /** A part of it becomes an incident of its own. */
        SPLIT
    }

    /**
     * Where a step leads.
     *
     * @param owned whether somebody had taken it
     * @return empty when it can not be done now
     */
    Optional<State> after(Step step, boolean owned) {
        boolean live = this == OPEN || this == ACKNOWLEDGED;
        return switch (step) {
            case NOTE -> Optional.of(this);
            case ACKNOWLEDGE -> live ? Optional.of(ACKNOWLEDGED) : Optional.empty();
            case GIVE_BACK -> this == ACKNOWLEDGED ? Optional.of(OPEN) : Optional.empty();
            case ASSIGN, WAIT, STOP_WAITING -> live ? Optional.of(this) : Optional.empty();
            case RESOLVE, RECOVER -> Optional.of(live ? RESOLVED : this);
            case FAIL_AGAIN -> Optional.of(live ? this : owned ? ACKNOWLEDGED : OPEN);
            case REOPEN -> live ? Optional.empty() : Optional.of(owned ? ACKNOWLEDGED : OPEN);
            case CLOSE -> this == RESOLVED ? Optional.of(CLOSED) : Optional.empty();
            case MERGE -> this == CLOSED ? Optional.empty() : Optional.of(CLOSED);
            case SPLIT -> this == CLOSED ? Optional.empty() : Optional.of(this);
        };
    }

    /** Whether it is still to be worked. */
    public boolean isLive() {
        return this == OPEN || this == ACKNOWLEDGED;
    }

    /** As in files, addresses and JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
