package io.langsong.snmp;

import io.langsong.snmp.wire.UsmEngine;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the engine at one address for one user. By address and not by engine id: cloned devices share an id,
 * and one of them must not move the clock of the others. Lives on the loop.
 */
final class UsmPeer {
    /** So many silent tries in a row make even an engine that answered before worth a probe: its keys may have changed. */
    private static final int DOUBTFUL_AFTER = 3;

    private @Nullable UsmEngine engine;
    private boolean proven;
    private int silentTries;
    private @Nullable UsmEngine announced;

    @Nullable
    UsmEngine engine() {
        return engine;
    }

    /** The engine has shown that it knows the user's key, or the user has none. */
    void pin(UsmEngine trusted) {
        engine = trusted;
    }

    /** The engine answered a request of the user in full. */
    void answered(UsmEngine trusted) {
        engine = trusted;
        proven = true;
        silentTries = 0;
    }

    /** The engine when it is another than when this was asked last, else null. */
    @Nullable
    UsmEngine takeNew() {
        UsmEngine now = engine;
        if (now == announced) {
            return null;
        }
        announced = now;
        return now;
    }

    void missed() {
        silentTries++;
    }

    /** Whether silence may come from wrong keys rather than from a dead device. */
    boolean isDoubtful() {
        return !proven || silentTries >= DOUBTFUL_AFTER;
    }
}
