package io.langsong.snmp;

import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.PduRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An exchange of version 1 or 2c. */
final class CommunityExchange extends Exchange {
    private final int version;
    private final byte[] community;
    /** The message, of an exchange that is begun again and again; all but its request-id stays. */
    private PduRequest.@Nullable Encoded encoded;

    private final Interner messages;

    /**
     * @param community the community's octets
     * @param messages of all exchanges: most devices of one kind are sent the same
     */
    CommunityExchange(
            SnmpTarget target,
            Version version,
            byte[] community,
            Interner messages,
            PduRequest request,
            Listener listener) {
        super(target, request, listener);
        this.version = version == Version.V1 ? 0 : 1;
        this.community = community;
        this.messages = messages;
    }

    @Override
    void reset(PduRequest next) {
        if (next != request()) {
            encoded = null;
        } else if (encoded == null) {
            encoded = messages.one(next.encoded(version, community));
        }
        super.reset(next);
    }

    @Override
    boolean write(BerWriter out, Sent datagram) {
        if (encoded == null) {
            request().writeMessage(out, version, community, datagram.id());
        } else {
            PduRequest.writeAgain(out, encoded, datagram.id());
        }
        return true;
    }

    @Override
    Purpose nextPurpose() {
        return Purpose.REQUEST;
    }

    boolean fits(CommunityMessage message) {
        return message.version() == version && message.hasCommunity(community);
    }

    @Override
    SnmpReply silence(Duration waited) {
        return new SnmpReply.TimedOut(waited, silentTries());
    }
}
