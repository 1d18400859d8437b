package io.langsong.provisioning;

import java.time.Duration;

/** Waits between two looks at a box: by the time that boxes go by. */
@FunctionalInterface
interface Pause {
    /** @throws InterruptedException when the server stops */
    void of(Duration length) throws InterruptedException;
}
