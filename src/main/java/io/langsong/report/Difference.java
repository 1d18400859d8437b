package io.langsong.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure that came out otherwise in one report than in another.
 *
 * @param id of what it is a figure of: of an object {@code kind:id}, of an incident its number, of a place its id
 * @param name of it as the later report has it; empty where it has none
 * @param before as {@link What#unit} says; null where the earlier report has none
 * @param after the same of the later one
 */
public record Difference(
        Of of,
        String id,
        String name,
        What what,
        @Nullable String before,
        @Nullable String after) {

    public enum Of {
        RULES,
        COMMUNE,
        GROUP,
        VILLAGE,
        SITE,
        OBJECT,
        CAUSE,
        INCIDENT,
        WORK,
        USAGE,
        GAP;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a value is written. */
    public enum Unit {
        /** 0 to 1. */
        SHARE,
        SECONDS,
        NUMBER,
        BYTES,
        /** RFC 3339, UTC. */
        INSTANT,
        /** {@code true} or {@code false}. */
        TRUTH,
        /** Codes of causes, parted by blanks. */
        CAUSES,
        TEXT
    }

    public enum What {
        /** Whether it is in the report at all. */
        THERE(Unit.TRUTH),
        UPTIME(Unit.SHARE),
        OWN_FAULT_UPTIME(Unit.SHARE),
        COVERAGE(Unit.SHARE),
        UNCERTAINTY(Unit.SHARE),
        CALENDAR(Unit.SECONDS),
        MAINTENANCE(Unit.SECONDS),
        UNKNOWN(Unit.SECONDS),
        DOWN(Unit.SECONDS),
        UNREACHABLE(Unit.SECONDS),
        DEGRADED(Unit.SECONDS),
        OUTAGES(Unit.NUMBER),
        ENDED_OUTAGES(Unit.NUMBER),
        REPAIR(Unit.SECONDS),
        LONGEST(Unit.SECONDS),
        CAUSES(Unit.CAUSES),
        /** Day and night, where that is not what counts. */
        ALWAYS_UPTIME(Unit.SHARE),
        ACCESS_POINTS_UPTIME(Unit.SHARE),
        LINKS_UPTIME(Unit.SHARE),
        /** Uptime of the period before. */
        BEFORE(Unit.SHARE),
        VERDICT(Unit.TEXT),
        INCIDENTS(Unit.NUMBER),
        BEGAN(Unit.INSTANT),
        ENDED(Unit.INSTANT),
        LENGTH(Unit.SECONDS),
        ACKNOWLEDGED(Unit.SECONDS),
        POINTS(Unit.NUMBER),
        WITHIN_TARGET(Unit.TRUTH),
        WORKER(Unit.TEXT),
        ANNOUNCED(Unit.TRUTH),
        MEAN_CLIENTS(Unit.NUMBER),
        MOST_CLIENTS(Unit.NUMBER),
        IN_BYTES(Unit.BYTES),
        OUT_BYTES(Unit.BYTES),
        TARGET(Unit.NUMBER),
        ENOUGH_COVERAGE(Unit.NUMBER),
        BLIP(Unit.SECONDS),
        RESTORE_CRITICAL(Unit.SECONDS),
        RESTORE_WARNING(Unit.SECONDS),
        TO(Unit.INSTANT);

        private final Unit unit;

        What(Unit unit) {
            this.unit = unit;
        }

        public Unit unit() {
            return unit;
        }

        /** As in the keys of words: {@code own-fault-uptime}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
