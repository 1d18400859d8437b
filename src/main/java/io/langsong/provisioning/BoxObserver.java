package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.time.Instant;

/** Is told when a box called that showed its key: so it was there. On the thread of the call; fast, no I/O. */
public interface BoxObserver {
    /** @param place that the box fills @param at when it called */
    void heard(DeviceId place, Instant at);
}
