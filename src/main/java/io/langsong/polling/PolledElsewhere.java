package io.langsong.polling;

import io.langsong.inventory.Device;

/** Knows devices that somebody else asks; their results come to the intake all the same. Any thread. */
public interface PolledElsewhere {
    boolean includes(Device device);

    /** What it includes has changed. Published after the change was committed. */
    record Changed() {}
}
