package io.langsong.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what a box is known again, so that two boxes with one id and key (a copied configuration, a restored image) are found out and never become
 * one series. The MAC addresses of their ports tell boxes apart; where two have the same, as copies of a virtual machine do, their starts do: a
 * box that started at ten can not later have been running since nine. Pure.
 *
 * @param macs of the box whose reports are kept; empty while it has shown none
 * @param chosen whether a person said that it is this one; else it is the one that registered, or the first
 * @param startSent when the box of the newest report had started, by its own clock; null when it did not say
 * @param startSeen the same by ours, with the time that the report was under way
 * @param other the last other box that came with the same key; null for none
 * @param doubtAt when two starts last contradicted each other; null when they never did
 */
record Identity(
        Set<String> macs,
        boolean chosen,
        @Nullable Instant startSent,
        @Nullable Instant startSeen,
        @Nullable Other other,
        @Nullable Instant doubtAt) {
    static final Identity NONE = new Identity(Set.of(), false, null, null, null, null);

    /** So far two readings of one start may be apart: a clock that was corrected, a report that was under way for long. */
    private static final Duration TOLERANCE = Duration.ofSeconds(90);
    /** So long it lasts after the last sign of it. */
    static final Duration DOUBT_LASTS = Duration.ofHours(1);

    static final Duration OTHER_LASTS = Duration.ofDays(1);

    Identity {
        macs = Set.copyOf(macs);
    }

    /** @param macs of its ports @param since when it first came @param last when it last did */
    record Other(Set<String> macs, Instant since, Instant last) {
        public Other {
            macs = Set.copyOf(macs);
        }
    }

    enum Verdict {
        /** The box that it always was. */
        OWN,
        /** Another box; its report is not kept. */
        OTHER,
        /** One of two that look the same; nobody can tell which. */
        DOUBTFUL
    }

    /** @param after what is known from now on */
    record Judged(Identity after, Verdict verdict) {}

    /**
     * @param report of some box with this key
     * @param registered MAC address that the box had when it registered
     * @param sent when the sample was taken, by the clock of the box
     * @param newest whether no report that was taken later came before; late ones and those sent twice tell nothing of starts
     */
    Judged judge(Report report, String registered, Instant sent, Instant arrived, boolean newest) {
        Set<String> shown = report.macs();
        boolean stranger = !macs.isEmpty() && !shown.isEmpty() && Collections.disjoint(macs, shown);
        if (stranger && !chosen && shown.contains(registered)) {
            Identity its = new Identity(shown, false, null, null, new Other(macs, arrived, arrived), null);
            return new Judged(its.after(report, sent, arrived), Verdict.OWN);
        }
        if (stranger) {
            Instant since = other == null || !hasOther(arrived) ? arrived : other.since();
            Other seen = new Other(shown, since, arrived);
            return new Judged(new Identity(macs, chosen, startSent, startSeen, seen, doubtAt), Verdict.OTHER);
        }
        Identity same = new Identity(shown.isEmpty() ? macs : shown, chosen, startSent, startSeen, other, doubtAt);
        Identity after = newest ? same.after(report, sent, arrived) : same;
        return new Judged(after, after.isDoubtful(arrived) ? Verdict.DOUBTFUL : Verdict.OWN);
    }

    private Identity after(Report report, Instant sent, Instant arrived) {
        Duration uptime = report.uptime();
        return uptime == null ? this : started(sent.minus(uptime), arrived.minus(uptime), arrived);
    }

    private Identity started(Instant bySender, Instant byUs, Instant arrived) {
        if (startSent == null || startSeen == null) {
            return new Identity(macs, chosen, bySender, byUs, other, doubtAt);
        }
        boolean earlier = bySender.isBefore(startSent.minus(TOLERANCE)) && byUs.isBefore(startSeen.minus(TOLERANCE));
        boolean same = !earlier && !bySender.isAfter(startSent.plus(TOLERANCE));
        // The report that was under way for the shortest time tells best.
        Instant seen = same && startSeen.isBefore(byUs) ? startSeen : byUs;
        return new Identity(macs, chosen, bySender, seen, other, earlier ? arrived : doubtAt);
    }

    boolean hasOther(Instant now) {
        return other != null && other.last().plus(OTHER_LASTS).isAfter(now);
    }

    boolean isDoubtful(Instant now) {
        return doubtAt != null && doubtAt.plus(DOUBT_LASTS).isAfter(now);
    }

    /** A person said that the other box is the right one; or, where there are two alike, that one of them is gone. */
    Identity accepted(Instant now) {
        if (other == null || !hasOther(now)) {
            return new Identity(macs, chosen, null, null, null, null);
        }
        return new Identity(other.macs(), true, null, null, null, null);
    }
}
