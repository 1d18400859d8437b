package io.langsong.snmp;

import io.langsong.snmp.SnmpCredentials.Community;
import io.langsong.snmp.SnmpCredentials.Version;
import io.langsong.snmp.wire.BerWriter;
import io.langsong.snmp.wire.CommunityMessage;
import io.langsong.snmp.wire.PduRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An exchange of version 1 or 2c. */
final class CommunityExchange extends Exchange {
    private final int version;
    private final byte[] community;

    CommunityExchange(SnmpTarget target, Community credentials, PduRequest request, Listener listener) {
        super(target, request, listener);
        version = credentials.version() == Version.V1 ? 0 : 1;
        community = credentials.community().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    boolean write(BerWriter out, Sent datagram) {
        request.writeMessage(out, version, community, datagram.id());
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
