package io.langsong.outage;

import io.langsong.outage.Outage.Cause;
import io.langsong.outage.Outage.Confidence;

/**
 * What the machine thinks why an outage was, and how sure it is.
 *
 * <ul>
 *   <li>{@code CERTAIN}: nothing else can have been, as long as what devices say is true. Power: the box restarted and a UPS on the
 *       same power had said that it had lost mains, or the box and two others restarted together, one of them elsewhere in the
 *       network, and none is known to have run on. Device: it said itself that it began anew without having lost its power, and
 *       another on the same power ran on. Line: the box ran on through the outage and the port that leads to it went down.
 *       Upstream: what it is reached through was down, and nothing between answered meanwhile.
 *   <li>{@code LIKELY}: one sign speaks for it and none against it. Power: fewer restarted together, or some on the same power
 *       ran on, as from a battery, or only the UPS has spoken yet. Device: it restarted while another on the same power ran on,
 *       which may be that one's battery. Line: the box ran on, and no port says where. Planned: it began in planned time. Upstream:
 *       it was back before it was known whether its uplink had been there.
 *   <li>{@code POSSIBLE}: one sign alone that is weak: the device said that it began anew, and nobody else says anything.
 * </ul>
 *
 * @param confidence {@code NONE} for {@code UNKNOWN} and for nothing else
 */
record Guess(Cause cause, Confidence confidence) {
    static final Guess NONE = new Guess(Cause.UNKNOWN, Confidence.NONE);

    Guess {
        if ((cause == Cause.UNKNOWN) != (confidence == Confidence.NONE) || confidence == Confidence.SAID) {
            throw new IllegalArgumentException("No guess: " + cause + " " + confidence);
        }
    }

    static Guess certain(Cause cause) {
        return new Guess(cause, Confidence.CERTAIN);
    }

    static Guess likely(Cause cause) {
        return new Guess(cause, Confidence.LIKELY);
    }

    static Guess possible(Cause cause) {
        return new Guess(cause, Confidence.POSSIBLE);
    }

    boolean isKnown() {
        return cause != Cause.UNKNOWN;
    }
}
