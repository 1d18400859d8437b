package io.langsong.polling;

/** Sees every poll result, in order per device, on an intake thread. Fast: no I/O. */
public interface PollObserver {
    void observe(PollResult result);

    /** What a device said without being asked, in its place among the results. */
    default void observe(DeviceNotice notice) {}

    /** Before results that came together, and some times a second while none comes: whoever is not called for long stood still. */
    default void awake() {}
}
