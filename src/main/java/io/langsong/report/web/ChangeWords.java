package io.langsong.report.web;

import io.langsong.report.Difference;
import io.langsong.report.Difference.Of;
import io.langsong.report.Difference.What;
import io.langsong.web.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says a difference in the language of the request on this thread. */
final class ChangeWords {
    private final Words words;

    ChangeWords(Words words) {
        this.words = words;
    }

    /** @param of what it is a figure of, by kind and name */
    record Line(String of, String what, String before, String after) {}

    Line line(Difference one) {
        return new Line(
                of(one),
                words.message("report.what." + one.what().code()),
                value(one.what(), one.before()),
                value(one.what(), one.after()));
    }

    private String of(Difference one) {
        String kind = words.message("report.of." + one.of().code());
        String name = one.of() == Of.GROUP
                ? words.message("report.group." + one.id())
                : one.of() == Of.CAUSE
                        ? cause(one.id())
                        : one.of() == Of.INCIDENT ? (one.id() + " " + one.name()).strip() : one.name();
        return name.isEmpty() ? kind : kind + ": " + name;
    }

    private String cause(String name) {
        return words.message("report.cause." + name.toLowerCase(Locale.ROOT));
    }

    private String value(What what, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return what == What.THERE || what == What.WITHIN_TARGET && value != null ? words.message("report.no") : "–";
        }
        return switch (what.unit()) {
            // All of its places: two that differ must not look alike.
            case SHARE -> percent(new BigDecimal(value));
            case SECONDS -> seconds(Long.parseLong(value));
            case NUMBER -> words.number(Double.parseDouble(value), 2);
            case BYTES -> words.bytes(Double.parseDouble(value));
            case INSTANT -> words.full(Instant.parse(value));
            case TRUTH -> words.message(value.equals("true") ? "report.yes" : "report.no");
            case CAUSES -> Arrays.stream(value.split(" ")).map(this::cause).collect(Collectors.joining(", "));
            case TEXT -> what == What.VERDICT ? words.message("report.verdict." + value) : value;
        };
    }

    private String percent(BigDecimal share) {
        return words.number(
                        share.movePointRight(2).setScale(6, RoundingMode.DOWN).doubleValue(), 6)
                + "%";
    }

    /** With its seconds where the words for people leave them out. */
    private String seconds(long seconds) {
        Duration length = Duration.ofSeconds(seconds);
        return seconds < 60
                ? words.duration(length)
                : words.duration(length) + " (" + words.message("web.duration.seconds", seconds) + ")";
    }
}
