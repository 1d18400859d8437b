package io.langsong.command;

import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.Prober;
import io.langsong.polling.profile.Port;
import io.langsong.polling.profile.Reading.Measurement;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A probed device for a person at a terminal; control characters of the device do not reach it. */
final class ProbePage {
    private final PrintWriter out;

    ProbePage(PrintWriter out) {
        this.out = out;
    }

    void print(Prober.Outcome outcome) {
        out.print(outcome.origin() + "  ");
        if (outcome instanceof Prober.NotRead notRead) {
            out.println(notRead.fault().kind() + ": " + notRead.fault().message());
        } else if (outcome instanceof Prober.Read read) {
            read(read);
        }
        out.flush();
    }

    private void read(Prober.Read read) {
        out.println(read.recognised().profile().title());
        field(
                "profile",
                read.recognised().profile().name() + " (" + read.recognised().reason() + ")");
        field("name", read.sysName());
        field("vendor", read.identified().vendor());
        field("model", read.identified().model());
        field("firmware", read.identified().firmware());
        field("serial", read.identified().serial());
        field("sysDescr", read.recognised().sysDescr());
        field("sysObjectID", Objects.toString(read.recognised().sysObjectId(), null));
        DeviceClock clock = read.reading().clock();
        field("up since", clock == null ? null : duration(ProbeJson.uptime(clock)) + " ago");
        read.notes().forEach(note -> field("note", note));
        ports(read.reading().ports());
        metrics(read.reading().measurements());
    }

    private void field(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            out.printf("  %-12s %s%n", name, plain(value));
        }
    }

    private void ports(List<Port> ports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("port", "name", "type", "admin", "oper", "Mbit/s", "octets in", "octets out"));
        for (Port port : ports) {
            rows.add(List.of(
                    Integer.toString(port.ifIndex()),
                    plain(port.name()),
                    shown(port.type()),
                    shown(port.adminStatus()),
                    shown(port.operStatus()),
                    port.speedBps() == null
                            ? "-"
                            : Json.Exact.of(port.speedBps() / 1e6).digits(),
                    unsigned(port.inOctets()),
                    unsigned(port.outOctets())));
        }
        table(rows);
    }

    private void metrics(List<Measurement> measurements) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("metric", "index", "label", "value", "unit"));
        for (Measurement one : measurements) {
            if (!one.metric().name().startsWith("if.")) {
                rows.add(List.of(
                        one.metric().name(),
                        plain(one.index()),
                        plain(one.label()),
                        ProbeJson.number(one).digits(),
                        one.metric().unit()));
            }
        }
        table(rows);
    }

    /** Columns as wide as their widest cell; nothing when there is only the heading. */
    private void table(List<List<String>> rows) {
        if (rows.size() == 1) {
            return;
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.min(40, Math.max(widths[i], row.get(i).length()));
            }
        }
        out.println();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = 0; i < columns; i++) {
                line.append(' ').append(("%-" + widths[i] + "s").formatted(row.get(i)));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String unsigned(@Nullable Long bits) {
        return bits == null ? "-" : Long.toUnsignedString(bits);
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }

    private static String duration(Duration duration) {
        return "%d d %02d:%02d:%02d"
                .formatted(
                        duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
