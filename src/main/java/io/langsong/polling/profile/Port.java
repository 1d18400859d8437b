package io.langsong.polling.profile;

import io.langsong.polling.PollResult.PortState;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One interface of a device, IF-MIB (RFC 2863). What the device does not have is null, a counter never 0 in its place.
 *
 * @param type name of IANAifType, or its number
 * @param speedBps bit/s; null where the device says 0
 * @param inOctets unsigned; of the 64-bit column, else of the 32-bit one
 * @param lastChange uptime of the agent when the port entered its state
 */
public record Port(
        int ifIndex,
        String name,
        @Nullable String alias,
        @Nullable String type,
        @Nullable String adminStatus,
        @Nullable String operStatus,
        @Nullable Long speedBps,
        @Nullable Long inOctets,
        @Nullable Long outOctets,
        @Nullable Long inErrors,
        @Nullable Long outErrors,
        @Nullable Duration lastChange) {
    private static final Oid IF_DESCR = Oid.parse("1.3.6.1.2.1.2.2.1.2");
    private static final Oid IF_TYPE = Oid.parse("1.3.6.1.2.1.2.2.1.3");
    private static final Oid IF_SPEED = Oid.parse("1.3.6.1.2.1.2.2.1.5");
    private static final Oid IF_ADMIN_STATUS = Oid.parse("1.3.6.1.2.1.2.2.1.7");
    private static final Oid IF_OPER_STATUS = Oid.parse("1.3.6.1.2.1.2.2.1.8");
    private static final Oid IF_LAST_CHANGE = Oid.parse("1.3.6.1.2.1.2.2.1.9");
    private static final Oid IF_IN_OCTETS = Oid.parse("1.3.6.1.2.1.2.2.1.10");
    private static final Oid IF_IN_ERRORS = Oid.parse("1.3.6.1.2.1.2.2.1.14");
    private static final Oid IF_OUT_OCTETS = Oid.parse("1.3.6.1.2.1.2.2.1.16");
    private static final Oid IF_OUT_ERRORS = Oid.parse("1.3.6.1.2.1.2.2.1.20");
    private static final Oid IF_NAME = Oid.parse("1.3.6.1.2.1.31.1.1.1.1");
    private static final Oid IF_HC_IN_OCTETS = Oid.parse("1.3.6.1.2.1.31.1.1.1.6");
    private static final Oid IF_HC_OUT_OCTETS = Oid.parse("1.3.6.1.2.1.31.1.1.1.10");
    private static final Oid IF_HIGH_SPEED = Oid.parse("1.3.6.1.2.1.31.1.1.1.15");
    private static final Oid IF_ALIAS = Oid.parse("1.3.6.1.2.1.31.1.1.1.18");

    static final List<Oid> STATE_COLUMNS = List.of(IF_DESCR, IF_ADMIN_STATUS, IF_OPER_STATUS, IF_LAST_CHANGE, IF_NAME);
    static final List<Oid> ALL_COLUMNS = Stream.concat(
                    STATE_COLUMNS.stream(),
                    Stream.of(
                            IF_TYPE,
                            IF_SPEED,
                            IF_IN_OCTETS,
                            IF_IN_ERRORS,
                            IF_OUT_OCTETS,
                            IF_OUT_ERRORS,
                            IF_HC_IN_OCTETS,
                            IF_HC_OUT_OCTETS,
                            IF_HIGH_SPEED,
                            IF_ALIAS))
            .toList();
    /** sysDescr, sysObjectID and sysName. */
    static final List<Oid> IDENTIFYING_SCALARS =
            List.of(Oid.parse("1.3.6.1.2.1.1.1.0"), Oid.parse("1.3.6.1.2.1.1.2.0"), Oid.parse("1.3.6.1.2.1.1.5.0"));

    /** Where a Gauge32 can not count further; the speed is then in ifHighSpeed. */
    private static final long GAUGE32_MOST = 0xFFFF_FFFFL;

    private static final List<String> ADMIN = List.of("up", "down", "testing");
    private static final List<String> OPER =
            List.of("up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown");

    /** Of IANAifType what is met on our devices; others show as their number. */
    private static final Map<Long, String> TYPES = Map.ofEntries(
            Map.entry(1L, "other"),
            Map.entry(6L, "ethernetCsmacd"),
            Map.entry(23L, "ppp"),
            Map.entry(24L, "softwareLoopback"),
            Map.entry(37L, "atm"),
            Map.entry(53L, "propVirtual"),
            Map.entry(54L, "propMultiplexor"),
            Map.entry(71L, "ieee80211"),
            Map.entry(94L, "adsl"),
            Map.entry(108L, "pppMultilinkBundle"),
            Map.entry(117L, "gigabitEthernet"),
            Map.entry(131L, "tunnel"),
            Map.entry(135L, "l2vlan"),
            Map.entry(136L, "l3ipvlan"),
            Map.entry(161L, "ieee8023adLag"),
            Map.entry(166L, "mpls"),
            Map.entry(209L, "bridge"),
            Map.entry(243L, "wwanPP"),
            Map.entry(244L, "wwanPP2"),
            Map.entry(250L, "gpon"),
            Map.entry(251L, "vdsl2"));

    /** The interfaces of a device, by ifIndex. Rows whose index is none of IF-MIB (one number from 1 to 2^31-1) are left out. */
    static List<Port> of(Answers answers) {
        TreeSet<Oid> rows = new TreeSet<>();
        ALL_COLUMNS.forEach(column -> rows.addAll(answers.column(column).keySet()));
        List<Port> ports = new ArrayList<>();
        for (Oid row : rows) {
            if (row.length() == 1 && row.arc(0) >= 1 && row.arc(0) <= Integer.MAX_VALUE) {
                ports.add(port(row, answers));
            }
        }
        return ports;
    }

    private static Port port(Oid row, Answers answers) {
        Long type = answers.integer(IF_TYPE, row);
        Long lastChange = answers.integer(IF_LAST_CHANGE, row);
        return new Port(
                (int) row.arc(0),
                name(row, answers),
                text(answers.text(IF_ALIAS, row)),
                type == null ? null : TYPES.getOrDefault(type, Long.toString(type)),
                word(ADMIN, answers.integer(IF_ADMIN_STATUS, row)),
                word(OPER, answers.integer(IF_OPER_STATUS, row)),
                speed(answers.integer(IF_SPEED, row), answers.integer(IF_HIGH_SPEED, row)),
                counter(row, answers, IF_HC_IN_OCTETS, IF_IN_OCTETS),
                counter(row, answers, IF_HC_OUT_OCTETS, IF_OUT_OCTETS),
                counter(row, answers, IF_IN_ERRORS, IF_IN_ERRORS),
                counter(row, answers, IF_OUT_ERRORS, IF_OUT_ERRORS),
                lastChange == null || lastChange < 0 ? null : Duration.ofMillis(lastChange * 10));
    }

    private static String name(Oid row, Answers answers) {
        for (Oid column : List.of(IF_NAME, IF_DESCR)) {
            String name = answers.text(column, row);
            if (name != null && !name.isEmpty()) {
                return Values.name(name, 200);
            }
        }
        return row.toString();
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Values.name(text, 200);
    }

    private static @Nullable String word(List<String> words, @Nullable Long number) {
        return number == null || number < 1 || number > words.size() ? null : words.get((int) (number - 1));
    }

    /** ifSpeed sticks at 2^32-1 or, in some agents, wraps there: above that only ifHighSpeed, in Mbit/s, is true. */
    private static @Nullable Long speed(@Nullable Long bitsPerSecond, @Nullable Long megabitsPerSecond) {
        long high = megabitsPerSecond == null || megabitsPerSecond < 0 ? 0 : megabitsPerSecond * 1_000_000;
        if (high > GAUGE32_MOST) {
            return high;
        }
        if (bitsPerSecond != null && bitsPerSecond > 0 && bitsPerSecond < GAUGE32_MOST) {
            return bitsPerSecond;
        }
        return high == 0 ? null : (Long) high;
    }

    private static @Nullable Long counter(Oid row, Answers answers, Oid wide, Oid narrow) {
        for (Oid column : List.of(wide, narrow)) {
            SnmpValue value = answers.column(column).get(row);
            if (value != null && Values.counter(value, -1L).isPresent()) {
                return Values.counter(value, -1L).getAsLong();
            }
        }
        return null;
    }

    /** What judging a port needs; null when the device gave no operational state. */
    @Nullable
    PortState state() {
        return operStatus == null
                ? null
                : new PortState(ifIndex, name, !"down".equals(adminStatus), operStatus.equals("up"), lastChange);
    }
}
