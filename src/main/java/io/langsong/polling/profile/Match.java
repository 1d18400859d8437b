package io.langsong.polling.profile;

import io.langsong.polling.profile.Reason.Sign;
import io.langsong.snmp.Oid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to know a family; all that is given must hold, and something is.
 *
 * @param sysObjectId prefix of sysObjectID, ending at an arc
 * @param sysDescr found in sysDescr
 * @param probe object of the family's own that answers
 * @param probeMatches found in the probe's text; null when any answer will do
 */
record Match(
        @Nullable Oid sysObjectId,
        @Nullable Pattern sysDescr,
        @Nullable Oid probe,
        @Nullable Pattern probeMatches) {

    /** The longer prefix first, then what tests more. */
    static final Comparator<Match> CLOSEST = Comparator.comparingInt(Match::prefixLength)
            .thenComparingInt(match -> (match.sysDescr == null ? 0 : 1) + (match.probe == null ? 0 : 1))
            .reversed();

    private int prefixLength() {
        return sysObjectId == null ? 0 : sysObjectId.length();
    }

    /** Whether the first answers leave this possible; the probe is another question. */
    boolean mayBe(@Nullable Oid deviceObjectId, String deviceDescr) {
        boolean objectIdHolds =
                sysObjectId == null || (deviceObjectId != null && deviceObjectId.startsWith(sysObjectId));
        return objectIdHolds
                && (sysDescr == null || sysDescr.matcher(deviceDescr).find());
    }

    boolean probeHolds(Answers answers) {
        if (probe == null) {
            return true;
        }
        String answer = answers.firstText(probe);
        return answer != null
                && (probeMatches == null || probeMatches.matcher(answer).find());
    }

    /** What spoke for the family. */
    List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        if (sysObjectId != null) {
            reasons.add(new Reason(Sign.OBJECT_ID, sysObjectId.toString(), ""));
        }
        if (sysDescr != null) {
            reasons.add(new Reason(Sign.DESCR, "", sysDescr.pattern()));
        }
        if (probe != null) {
            reasons.add(
                    probeMatches == null
                            ? new Reason(Sign.ANSWERS, probe.toString(), "")
                            : new Reason(Sign.ANSWER_MATCHES, probe.toString(), probeMatches.pattern()));
        }
        return reasons;
    }
}
