package io.langsong.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was really so with one device or link from {@code from} to {@code to}. The question behind every state of a
 * device is: <em>can a datagram with the access that the plan names get an answer?</em>
 *
 * <ul>
 *   <li>{@code up}: yes. With a cause {@code slow} the answer comes late; {@code counter-wrap} leaves no trace here.
 *   <li>{@code lossy}: yes, but each datagram may be lost each way; {@code root} is the device whose line loses them.
 *   <li>{@code down}: no, and the way to it is sound: it is off or starting, its agent is, its own line to the uplink is
 *       cut, or it ignores the known community. {@code root} is itself.
 *   <li>{@code unreachable}: no, because a device on its way is off or has its line cut. {@code root} is the one of
 *       these that is nearest to the core, and {@code cause} is what ails it. Whether the device itself runs does not
 *       show: it does behind a cut line, and does not in a power cut.
 *   <li>{@code credentials}: version 3 only; discovery is answered, and each question with the known keys by a report.
 *       It is not an outage: the device answers.
 * </ul>
 *
 * <p>From {@code down} to {@code unreachable} and back the silence goes on: neighbouring intervals of these two states
 * are one stretch without answers.
 *
 * <p>A link is {@code down} while its line is cut or the device at its far end is off, {@code unreachable} while the core
 * is off, {@code lossy} with its far end, else {@code up}; its root is the device that is to blame. An agent that is
 * silent alone does not take a link down.
 *
 * @param object {@code device:ID} or {@code link:ID}
 * @param from to the millisecond, by the wall clock; inclusive
 * @param to exclusive; null while it lasts
 * @param cause as in {@link FaultKind#cause()}; null for a plain {@code up}
 * @param root {@code device:ID}; null for a plain {@code up}
 * @param scenarioEntry place of the entry in the scenario, from 1; null for a plain {@code up}
 */
public record TruthInterval(
        String object,
        State state,
        Instant from,
        @Nullable Instant to,
        @Nullable String cause,
        @Nullable String root,
        @Nullable Integer scenarioEntry) {
    private static final DateTimeFormatter RFC_3339 = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    public TruthInterval {
        from = from.truncatedTo(ChronoUnit.MILLIS);
        to = to == null ? null : to.truncatedTo(ChronoUnit.MILLIS);
    }

    public enum State {
        UP,
        DOWN,
        UNREACHABLE,
        LOSSY,
        CREDENTIALS;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing at all comes back. */
        public boolean silent() {
            return this == DOWN || this == UNREACHABLE;
        }
    }

    TruthInterval until(Instant end) {
        return new TruthInterval(object, state, from, end, cause, root, scenarioEntry);
    }

    /** One line of the truth log, without its line end. Ids need no escaping: letters, digits, dashes. */
    public String toJson() {
        StringBuilder json = new StringBuilder("{\"object\":\"").append(object).append('"');
        text(json, "state", state.code());
        text(json, "from", RFC_3339.format(from));
        text(json, "to", to == null ? null : RFC_3339.format(to));
        text(json, "cause", cause);
        text(json, "root", root);
        if (scenarioEntry != null) {
            json.append(",\"scenarioEntry\":").append(scenarioEntry);
        }
        return json.append('}').toString();
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":\"").append(value).append('"');
        }
    }
}
