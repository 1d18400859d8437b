package io.langsong.event;

import io.langsong.event.EngineState.Part;
import io.langsong.event.MessageTable.Row;
import io.langsong.inventory.DeviceId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What some devices are made to have said, for tests of pages. */
public final class TestMessages {
    /** What a device may call itself. */
    public static final String HOSTILE = "ifDescr.7=<script>alert(1)</script>, sysName==cmd|' /C calc'!A0";

    private TestMessages() {}

    public static Messages invented(JdbcClient jdbc, JdbcTemplate template, Instant now, String... devices) {
        List<Row> rows = new ArrayList<>();
        long id = 1;
        for (String device : devices) {
            rows.add(row(id++, device, "link-down", "1.3.6.1.6.3.1.1.5.3", Severity.WARNING, HOSTILE, now, 3));
            rows.add(row(id++, device, "trap", "1.3.6.1.4.1.9999.0.1", Severity.NOTICE, "", now, 1));
            rows.add(row(id++, device, "syslog", "hostapd", Severity.INFO, "w".repeat(600), now, 12));
        }
        MessageTable table = new MessageTable(jdbc, template);
        List<Long> unused = table.numbers(rows.size());
        table.insert(rows);
        return new Messages(jdbc);
    }

    /** Two devices of one engine id, one of which forgets its boots, and a clock that was set right. */
    public static EngineFaults faults(
            JdbcClient jdbc, JdbcTemplate template, Instant now, String device, String other) {
        EngineFaultTable table = new EngineFaultTable(jdbc, template);
        Part right = part(EngineFault.Kind.SET_BACK, other, now);
        table.write(List.of(right));
        table.end(List.of(right.over(now)));
        table.write(List.of(
                part(EngineFault.Kind.SHARED_ID, device, now),
                part(EngineFault.Kind.SHARED_ID, other, now),
                part(EngineFault.Kind.SET_BACK, device, now)));
        return new EngineFaults(table);
    }

    private static Part part(EngineFault.Kind kind, String device, Instant now) {
        boolean clock = kind == EngineFault.Kind.SET_BACK;
        return new Part(
                kind,
                new DeviceId(device),
                "10.4.0.1:161",
                "80001f88046c616e67736f6e67",
                now.minusSeconds(7_200),
                now.minusSeconds(60),
                null,
                clock ? 3 : 1,
                clock ? 17 : 0,
                clock ? 1 : 0);
    }

    private static Row row(
            long id, String device, String kind, String name, Severity severity, String body, Instant now, int times) {
        Instant at = now.minusSeconds(60 * id);
        Protocol protocol = kind.equals("syslog") ? Protocol.SYSLOG_UDP : Protocol.SNMP_V2C;
        Row row =
                new Row(id, new Heard(new DeviceId(device), protocol, "10.4.0.1", kind, name, severity, body, at, at));
        row.times = times;
        row.lastAt = now.minusSeconds(id);
        return row;
    }

    public static UnknownSenders unknown(JdbcClient jdbc, JdbcTemplate template, Instant now) {
        UnknownSenders senders = new UnknownSenders(jdbc, template);
        try {
            senders.note(InetAddress.getByName("10.9.9.9"), Protocol.SNMP_V2C, HOSTILE, now);
            senders.note(InetAddress.getByName("2001:db8::9"), Protocol.SYSLOG_UDP, "w".repeat(600), now);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
        senders.flush();
        return senders;
    }
}
