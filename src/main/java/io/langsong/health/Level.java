package io.langsong.health;

/** How bad it is; the later, the worse. */
public enum Level {
    FINE,
    /** It could not be looked at. */
    UNKNOWN,
    /** Somebody should look soon. */
    WATCH,
    /** Something is being lost, or the server does not do its work. */
    BROKEN;

    boolean worseThan(Level other) {
        return compareTo(other) > 0;
    }
}
