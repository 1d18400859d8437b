package io.langsong.outage;

/** What an object's state is at an instant; exactly one holds. */
public enum Condition {
    UP,
    /** Serves, but not as it should. */
    DEGRADED,
    DOWN,
    /** Its own state can not be seen because something on its path is down. */
    UNREACHABLE,
    /** Nobody was looking. */
    UNKNOWN
}
