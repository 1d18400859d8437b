package io.langsong.polling;

/** Sees every poll result, in order per device, on an intake thread. Fast: no I/O. */
public interface PollObserver {
    void observe(PollResult result);
}
