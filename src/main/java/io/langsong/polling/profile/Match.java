package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import java.util.Comparator;
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

    /** What spoke for the family, for a person. */
    String reason() {
        StringBuilder reason = new StringBuilder();
        if (sysObjectId != null) {
            reason.append("sysObjectID begins with ").append(sysObjectId);
        }
        if (sysDescr != null) {
            reason.append(reason.isEmpty() ? "" : ", ")
                    .append("sysDescr matches ")
                    .append(sysDescr);
        }
        if (probe != null) {
            reason.append(reason.isEmpty() ? "" : ", ").append(probe);
            reason.append(probeMatches == null ? " answers" : " matches " + probeMatches);
        }
        return reason.toString();
    }
}
