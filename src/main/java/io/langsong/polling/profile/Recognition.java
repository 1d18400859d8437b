package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpReply;
import org.jspecify.annotations.Nullable;

/** What came of asking a device which family it is of. */
public sealed interface Recognition {

    /**
     * @param reason what spoke for the profile, for a person
     * @param sysDescr the device's own text, hostile where it is shown; empty when it has none
     * @param sysObjectId null when it has none
     */
    record Recognised(
            Profile profile,
            String reason,
            String sysDescr,
            @Nullable Oid sysObjectId) implements Recognition {}

    /**
     * The device could not be read.
     *
     * @param reply how asking it ended, never {@link SnmpReply.Answered}
     */
    record NotRead(SnmpReply reply) implements Recognition {}
}
