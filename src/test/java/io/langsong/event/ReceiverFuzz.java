package io.langsong.event;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.langsong.snmp.Notification;
import io.langsong.snmp.NotificationReader;
import io.langsong.snmp.NotificationReader.Read;
import io.langsong.snmp.SnmpCredentials.AuthProtocol;
import io.langsong.snmp.SnmpCredentials.PrivProtocol;
import io.langsong.snmp.SnmpCredentials.User;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * Whatever octets come to the ports for traps and syslog, reading them throws nothing. Looks for octets that say otherwise:
 * {@code JAZZER_FUZZ=1 mvn test -Dtest=ReceiverFuzz#trap}. No part of a usual run, where mutations of good messages stand for
 * it.
 */
class ReceiverFuzz {
    private static final User USER =
            new User("u", AuthProtocol.SHA256, "authpass12", PrivProtocol.AES128, "privpass12", "");

    private final NotificationReader reader = new NotificationReader(
            HexFormat.of().parseHex("800000000501020304"), 3, 0, (source, name) -> List.of(USER));

    @FuzzTest(maxDuration = "5m")
    void trap(byte[] octets) {
        Read read = reader.read(InetAddress.getLoopbackAddress(), octets, 0, octets.length, 1_000_000_000L);
        if (read instanceof Read.Heard heard) {
            Notification notification = heard.notification();
            String unused = TrapText.of(notification);
            KnownTrap.of(notification.trap()).ifPresent(known -> TrapText.notice(known, notification));
        }
    }

    @FuzzTest(maxDuration = "5m")
    void syslog(byte[] octets) {
        SyslogMessage unused = SyslogParser.parse(octets, 0, octets.length);
    }
}
