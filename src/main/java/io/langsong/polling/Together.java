package io.langsong.polling;

import io.langsong.snmp.PreparedBulk;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a device is asked for everything at once, and when by a GET and a walk: those find out what it has, and look
 * from time to time whether it has more. Used on the loop alone.
 */
final class Together {
    /** Something that the device did not have is looked for so seldom: of a device asked each half minute, within the hour. */
    private static final int POLLS_A_LOOK = 100;

    /** So often it served, and is believed to serve again when something changed. */
    private static final int PROVEN = 10;

    private static final int MOST_PATIENCE = 64;

    private @Nullable PreparedBulk bulk;
    private int untilLook;
    private int served;
    /** How many polls find out anew before all is asked at once again. */
    private int patience;

    private int wait;

    /** @param place any number, of which those of different devices are spread: they do not all look in the same poll */
    Together(int place) {
        untilLook = 1 + Math.floorMod(place, POLLS_A_LOOK);
    }

    /** With what to ask now; null for a GET and a walk. */
    @Nullable
    PreparedBulk next() {
        if (--untilLook < 0) {
            bulk = null;
        }
        return bulk;
    }

    /** Whether the next poll asks for all at once. */
    boolean isOn() {
        return bulk != null;
    }

    /** A GET and a walk found all there is. @param preparing from what they found */
    void found(Supplier<Optional<PreparedBulk>> preparing) {
        if (untilLook < 0) {
            untilLook = POLLS_A_LOOK;
        }
        if (wait > 0) {
            wait--;
        } else {
            bulk = preparing.get().orElse(null);
        }
    }

    void served() {
        served = Math.min(PROVEN, served + 1);
    }

    /** Whether silence is the device's own; an agent that was never asked so before may only not bear it. */
    boolean hasServed() {
        return served > 0;
    }

    /** The answer was another than a GET and a walk had led to expect. */
    void differs() {
        patience = served == PROVEN ? 0 : Math.min(MOST_PATIENCE, 2 * patience + 1);
        giveUp();
    }

    /** The agent was there though it did not answer. */
    void wasThere() {
        if (bulk != null && bulk.wasThere()) {
            patience = MOST_PATIENCE;
            giveUp();
        }
    }

    private void giveUp() {
        bulk = null;
        served = 0;
        wait = patience;
    }

    /** It may be another firmware, with more to read. */
    void restarted() {
        untilLook = 0;
    }
}
