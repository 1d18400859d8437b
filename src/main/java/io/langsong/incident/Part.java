package io.langsong.incident;

import io.langsong.alert.Alert;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An outage, alert or silence of a collector that belongs to an incident.
 *
 * @param source {@code outage:ID}, {@code alert:ID} or {@code collector:ID}
 * @param incident its id
 * @param subject by which the same is known when it fails again
 * @param root whether the incident lasts as long as it does; else it hangs under one that does
 * @param endedAt null while it lasts
 * @param ownAt when it becomes an incident of its own unless it is back before; null: it does not
 */
public record Part(
        String source,
        long incident,
        ObjectRef object,
        String subject,
        Kind kind,
        boolean root,
        Instant beganAt,
        @Nullable Instant endedAt,
        @Nullable Instant ownAt) {
    public enum Kind {
        DOWN,
        /** It can not be reached because of a root. */
        HIDDEN,
        ALERT,
        /** A collector can not be heard, and what is at its sites not be seen. */
        COLLECTOR;

        boolean isOutage() {
            return this == DOWN || this == HIDDEN;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static String source(Outage outage) {
        return "outage:" + outage.id();
    }

    static String source(Alert alert) {
        return "alert:" + alert.id();
    }

    /** The same rule about the same series. */
    static String subject(Alert alert) {
        return String.join(" ", "alert", alert.rule(), alert.device().value(), alert.metric(), alert.index());
    }

    static String source(Silence silence) {
        return "collector:" + silence.id();
    }

    public boolean lasts() {
        return endedAt == null;
    }

    /** The id of its outage, alert or silence. */
    public long sourceId() {
        return Long.parseLong(source.substring(source.indexOf(':') + 1));
    }

    /** As addresses name it: the source with a dash, {@code outage-12}. */
    public String slug() {
        return source.replace(':', '-');
    }
}
