package io.langsong.event;

import io.langsong.polling.DeviceNotice;
import io.langsong.snmp.Notification;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a trap says, as one line of {@code name=value}, and what it is about. */
final class TrapText {
    private static final Oid IF_ENTRY = Oid.parse("1.3.6.1.2.1.2.2.1");
    private static final Oid IF_X_ENTRY = Oid.parse("1.3.6.1.2.1.31.1.1.1");
    private static final Oid IF_INDEX = Oid.parse("1.3.6.1.2.1.2.2.1.1");
    private static final Oid UPS_ALARM_DESCR = Oid.parse("1.3.6.1.2.1.33.1.6.2.1.2");
    /** RFC 1628: upsAlarmOnBattery and upsAlarmInputBad. */
    private static final List<Oid> NO_MAINS =
            List.of(Oid.parse("1.3.6.1.2.1.33.1.6.3.2"), Oid.parse("1.3.6.1.2.1.33.1.6.3.6"));

    private static final Oid UPS_ALARMS = Oid.parse("1.3.6.1.2.1.33.1.6.3");
    /** RFC 1628, upsWellKnownAlarms, from 1. */
    private static final List<String> ALARMS = List.of(
            "BatteryBad",
            "OnBattery",
            "LowBattery",
            "DepletedBattery",
            "TempBad",
            "InputBad",
            "OutputBad",
            "OutputOverload",
            "OnBypass",
            "BypassBad",
            "OutputOffAsRequested",
            "UpsOffAsRequested",
            "ChargerFailed",
            "UpsOutputOff",
            "UpsSystemOff",
            "FanFailure",
            "FuseFailure",
            "GeneralFault",
            "DiagnosticTestFailed",
            "CommunicationsLost",
            "AwaitingPower",
            "ShutdownPending",
            "ShutdownImminent",
            "TestInProgress");

    /** What a proxy adds; the community among it is a secret (RFC 3584 section 3.1). */
    private static final Oid SNMP_COMMUNITY_TRAP = Oid.parse("1.3.6.1.6.3.18.1");

    private static final int MOST_VARIABLES = 30;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_OCTETS = 48;

    /** Names of columns and scalars that traps carry, by the OID without the index. */
    private static final Map<Oid, String> NAMES = names();

    private static final Map<Integer, String> STATES = Map.of(1, "up", 2, "down", 3, "testing", 6, "notPresent");

    private TrapText() {}

    private static Map<Oid, String> names() {
        return Map.ofEntries(
                entry("1.3.6.1.2.1.2.2.1.1", "ifIndex"),
                entry("1.3.6.1.2.1.2.2.1.2", "ifDescr"),
                entry("1.3.6.1.2.1.2.2.1.3", "ifType"),
                entry("1.3.6.1.2.1.2.2.1.7", "ifAdminStatus"),
                entry("1.3.6.1.2.1.2.2.1.8", "ifOperStatus"),
                entry("1.3.6.1.2.1.31.1.1.1.1", "ifName"),
                entry("1.3.6.1.2.1.31.1.1.1.18", "ifAlias"),
                entry("1.3.6.1.2.1.1.1", "sysDescr"),
                entry("1.3.6.1.2.1.1.5", "sysName"),
                entry("1.3.6.1.2.1.1.6", "sysLocation"),
                entry("1.3.6.1.2.1.33.1.2.2", "upsSecondsOnBattery"),
                entry("1.3.6.1.2.1.33.1.2.3", "upsEstimatedMinutesRemaining"),
                entry("1.3.6.1.2.1.33.1.6.2.1.1", "upsAlarmId"),
                entry("1.3.6.1.2.1.33.1.6.2.1.2", "upsAlarmDescr"),
                entry("1.3.6.1.2.1.33.1.7.3", "upsTestResultsSummary"),
                entry("1.3.6.1.2.1.33.1.9.7", "upsConfigLowBattTime"),
                entry("1.3.6.1.2.1.105.1.1.1.6", "pethPsePortDetectionStatus"),
                entry("1.3.6.1.4.1.14988.1.1.3.10", "mtxrHlTemperature"));
    }

    private static Map.Entry<Oid, String> entry(String oid, String name) {
        return Map.entry(Oid.parse(oid), name);
    }

    /** Plain, at most {@value Heard#LONGEST_BODY} characters; never a community. */
    static String of(Notification notification) {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (VarBind one : notification.varBinds()) {
            if (one.oid().startsWith(SNMP_COMMUNITY_TRAP)) {
                continue;
            }
            if (shown++ == MOST_VARIABLES || text.length() > Heard.LONGEST_BODY) {
                text.append(", …");
                break;
            }
            text.append(text.isEmpty() ? "" : ", ")
                    .append(name(one.oid()))
                    .append('=')
                    .append(value(one));
        }
        return HostileText.of(text.toString(), Heard.LONGEST_BODY);
    }

    /** {@code ifDescr.3}, {@code sysName}; the OID where it has no name here. */
    private static String name(Oid oid) {
        for (int length = oid.length(); length > 6; length--) {
            String name = NAMES.get(prefix(oid, length));
            if (name != null) {
                String index = suffix(oid, length);
                return index.isEmpty() || index.equals(".0") || name.equals("ifIndex") ? name : name + index;
            }
        }
        return oid.toString();
    }

    private static Oid prefix(Oid oid, int length) {
        return Oid.taking(Arrays.copyOf(oid.toIntArray(), length));
    }

    private static String suffix(Oid oid, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < oid.length(); i++) {
            text.append('.').append(oid.arc(i));
        }
        return text.toString();
    }

    private static String value(VarBind one) {
        SnmpValue value = one.value();
        if (value instanceof SnmpValue.Int number) {
            boolean state = name(one.oid()).startsWith("ifOperStatus")
                    || name(one.oid()).startsWith("ifAdminStatus");
            return state
                    ? STATES.getOrDefault(number.value(), Integer.toString(number.value()))
                    : Integer.toString(number.value());
        } else if (value instanceof SnmpValue.Octets octets) {
            return text(octets);
        } else if (value instanceof SnmpValue.ObjectId id) {
            return alarm(id.value()).orElseGet(id.value()::toString);
        } else if (value instanceof SnmpValue.IpAddress address) {
            return address.value().getHostAddress();
        } else if (value instanceof SnmpValue.Counter32 number) {
            return Long.toString(number.value());
        } else if (value instanceof SnmpValue.Gauge32 number) {
            return Long.toString(number.value());
        } else if (value instanceof SnmpValue.Counter64 number) {
            return Long.toUnsignedString(number.bits());
        } else if (value instanceof SnmpValue.TimeTicks ticks) {
            return "%d.%02d s".formatted(ticks.value() / 100, ticks.value() % 100);
        } else if (value instanceof SnmpValue.Opaque opaque) {
            double number = opaque.asDouble();
            return Double.isFinite(number) ? Double.toString(number) : hex(opaque.bytes());
        }
        return "?";
    }

    private static Optional<String> alarm(Oid oid) {
        int number = oid.startsWith(UPS_ALARMS) && oid.length() == UPS_ALARMS.length() + 1
                ? (int) oid.arc(UPS_ALARMS.length())
                : 0;
        return number < 1 || number > ALARMS.size()
                ? Optional.empty()
                : Optional.of("upsAlarm" + ALARMS.get(number - 1));
    }

    /** As text where it looks like some, else in hexadecimal digits. */
    private static String text(SnmpValue.Octets octets) {
        String text = octets.asText();
        long unseen = text.chars()
                .filter(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r')
                .count();
        return unseen * 4 > text.length() ? hex(octets.bytes()) : HostileText.of(text, LONGEST_VALUE);
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, MOST_OCTETS);
        return "0x" + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
    }

    /** The interface a trap is about: ifIndex, else the index of whatever variable of an interface it brings; 0 for none. */
    static int ifIndex(Notification notification) {
        Optional<Integer> told = notification.varBinds().stream()
                .filter(one -> one.oid().startsWith(IF_INDEX) && one.value() instanceof SnmpValue.Int)
                .map(one -> ((SnmpValue.Int) one.value()).value())
                .findFirst();
        return told.orElseGet(() -> notification.varBinds().stream()
                .filter(one -> isOf(one.oid(), IF_ENTRY) || isOf(one.oid(), IF_X_ENTRY))
                .map(one -> (int) one.oid().arc(one.oid().length() - 1))
                .findFirst()
                .orElse(0));
    }

    private static boolean isOf(Oid oid, Oid entry) {
        return oid.startsWith(entry) && oid.length() == entry.length() + 2;
    }

    /** What a trap tells the judgement; null for nothing. An alarm of a UPS does when it is of mains. */
    static DeviceNotice.@Nullable Kind notice(KnownTrap trap, Notification notification) {
        boolean added = trap == KnownTrap.UPS_ALARM_ADDED;
        if (!added && trap != KnownTrap.UPS_ALARM_REMOVED) {
            return trap.notice();
        }
        boolean mains = notification.varBinds().stream()
                .anyMatch(one -> one.oid().startsWith(UPS_ALARM_DESCR)
                        && one.value() instanceof SnmpValue.ObjectId alarm
                        && NO_MAINS.contains(alarm.value()));
        return !mains ? null : added ? DeviceNotice.Kind.ON_BATTERY : DeviceNotice.Kind.ON_MAINS;
    }
}
