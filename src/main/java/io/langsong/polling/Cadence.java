package io.langsong.polling;

/** How closely a device is asked. */
public enum Cadence {
    /** Every interval, with retries. */
    REGULAR,
    /** Single tries one timeout apart: the device was silent and it is being made sure of. */
    CONFIRMING,
    /** Four single tries in 10 s, or in an interval where that is shorter: it is known to be down, its return is awaited. */
    RETURNING
}
