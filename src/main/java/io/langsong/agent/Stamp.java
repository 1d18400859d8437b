package io.langsong.agent;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * At which time a report is kept. Boxes have no battery for their clock: after a cut of power it may stand at 1970, or where it was when the
 * firmware was made, until they reach a time server. Pure.
 *
 * @param at of its samples
 * @param kind whether that is what the box said
 */
record Stamp(Instant at, Kind kind) {
    /** So far ahead of ours a clock may be. */
    static final Duration AHEAD = Duration.ofMinutes(5);
    /** A report that the agent calls current was taken no longer ago: it tries five times, with half a minute each. */
    static final Duration CURRENT = Duration.ofMinutes(10);

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("dd-MM-uuuu_HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    enum Kind {
        /** As the box said. */
        SENT,
        /** The box has the wrong time: when it arrived counts. */
        WRONG,
        /** So old that nobody knows what it means; it is not kept. */
        TOO_OLD
    }

    /** The time as agents write it, UTC; empty when it is not one. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    LocalDateTime.parse(text, FORM).toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /**
     * @param current whether the agent says that it holds nothing older
     * @param latest how late it may come
     */
    static Stamp of(Instant sent, Instant arrived, boolean current, Duration latest) {
        boolean ahead = sent.isAfter(arrived.plus(AHEAD));
        boolean behind = current && sent.isBefore(arrived.minus(CURRENT));
        if (ahead || behind) {
            return new Stamp(arrived.truncatedTo(ChronoUnit.MILLIS), Kind.WRONG);
        }
        return new Stamp(sent, sent.isBefore(arrived.minus(latest)) ? Kind.TOO_OLD : Kind.SENT);
    }
}
