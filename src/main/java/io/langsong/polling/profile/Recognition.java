package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of asking a device which family it is of. */
public sealed interface Recognition {

    /**
     * @param reasons what spoke for the profile
     * @param sysDescr the device's own text, hostile where it is shown; empty when it has none
     * @param sysObjectId null when it has none
     */
    record Recognised(
            Profile profile,
            List<Reason> reasons,
            String sysDescr,
            @Nullable Oid sysObjectId) implements Recognition {
        public Recognised {
            reasons = List.copyOf(reasons);
        }

        /** What spoke for the profile, in English. */
        public String reason() {
            return Reason.text(reasons);
        }
    }

    /**
     * The device could not be read.
     *
     * @param reply how asking it ended, never {@link SnmpReply.Answered}
     */
    record NotRead(SnmpReply reply) implements Recognition {}
}
