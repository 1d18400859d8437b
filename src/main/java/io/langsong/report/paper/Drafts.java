package io.langsong.report.paper;

import io.langsong.outage.Outage.Cause;
import io.langsong.report.CauseLine;
import io.langsong.report.IncidentLine;
import io.langsong.report.Measure;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sentences that the tables alone can answer for. Pure; the text has a line for each paragraph. */
final class Drafts {
    private static final int MOST_NAMED = 5;

    private final Report facts;
    private final Wording words;

    Drafts(Report facts, Wording words) {
        this.facts = facts;
        this.words = words;
    }

    /**
     * I.1: the four figures and how they stand to those before, the main cause, the worst village, how much was measured. With too little
     * of it there is no verdict and no comparison.
     */
    String overview() {
        Measure services = facts.commune().services();
        BigDecimal uptime = services.uptime();
        if (uptime == null) {
            return words.say("draft.nothing");
        }
        List<String> sentences = new ArrayList<>();
        if (facts.commune().verdict() == Verdict.THIN) {
            sentences.add(coverage(services.coverage()));
            sentences.add(words.say("draft.uptime.thin", words.percentOf(uptime)));
        } else {
            sentences.add(words.say("draft.uptime", words.percentOf(uptime), target(), change(uptime)));
            sentences.add(
                    services.belowTarget() == 0
                            ? words.say("draft.none-below", words.whole(services.measured()))
                            : words.say(
                                    "draft.below",
                                    words.whole(services.belowTarget()),
                                    words.whole(services.objects())));
        }
        sentences.add(incidents(services));
        mainCause()
                .ifPresent(line -> sentences.add(words.say(
                        "draft.cause",
                        inSentence(words.cause(line.cause())),
                        words.whole(line.incidents()),
                        words.duration(line.seconds()))));
        worst().ifPresent(village -> sentences.add(words.say(
                "draft.worst",
                Wording.name(village.name()),
                words.percentOf(village.services().uptime()))));
        if (facts.commune().verdict() != Verdict.THIN) {
            sentences.add(coverage(services.coverage()));
        }
        return String.join(" ", sentences);
    }

    private String target() {
        return words.plain(facts.rules().target()) + "%";
    }

    /** With a comma before it; empty where there is nothing to compare with. */
    private String change(BigDecimal uptime) {
        BigDecimal before = facts.commune().before();
        if (before == null) {
            return "";
        }
        BigDecimal points = Wording.percent(uptime).subtract(Wording.percent(before));
        String key = points.signum() == 0 ? "same" : points.signum() > 0 ? "better" : "worse";
        return words.say(
                "draft.change." + key,
                words.hundredths(points.abs()),
                words.say(facts.period().month() == null ? "draft.period-before" : "draft.month-before"));
    }

    private String incidents(Measure services) {
        int count = facts.causes().stream().mapToInt(CauseLine::incidents).sum();
        if (count == 0) {
            return services.outSeconds() == 0
                    ? words.say("draft.quiet")
                    : words.say("draft.no-incidents", words.duration(services.outSeconds()));
        }
        return words.say("draft.incidents", words.whole(count), words.duration(services.outSeconds()));
    }

    /** The cause of the most incidents among those that are known. */
    private Optional<CauseLine> mainCause() {
        return facts.causes().stream()
                .filter(line -> line.cause() != Cause.UNKNOWN)
                .max(Comparator.comparingInt(CauseLine::incidents)
                        .thenComparingLong(CauseLine::seconds)
                        .thenComparing(CauseLine::cause, Comparator.reverseOrder()));
    }

    private Optional<PlaceLine> worst() {
        return villages().stream()
                .filter(village -> village.services().outSeconds() > 0)
                .min(BY_UPTIME);
    }

    private static final Comparator<PlaceLine> BY_UPTIME = Comparator.comparing((PlaceLine village) ->
                    Objects.requireNonNull(village.services().uptime()))
            .thenComparing(PlaceLine::position)
            .thenComparing(PlaceLine::id);

    /** Those that have a figure. */
    private List<PlaceLine> villages() {
        return facts.places(Kind.VILLAGE).stream()
                .filter(village -> village.services().uptime() != null)
                .toList();
    }

    private String coverage(@Nullable BigDecimal coverage) {
        String key = facts.commune().verdict() == Verdict.THIN ? "draft.thin" : "draft.coverage";
        return words.say(
                key, words.percentOf(coverage), words.plain(facts.rules().enoughCoverage()) + "%");
    }

    /** In the middle of a sentence; names that are capitals stay so. */
    private static String inSentence(String text) {
        return text.length() > 1 && Character.isLowerCase(text.codePointAt(1))
                ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    /** III: what follows from the tables, a line each. */
    String nextMonth() {
        List<String> lines = new ArrayList<>();
        open().ifPresent(lines::add);
        weak().ifPresent(lines::add);
        facts.causes().stream()
                .filter(line -> words.knows("draft.do." + line.cause().code()))
                .map(line -> words.say("draft.do." + line.cause().code(), words.whole(line.incidents())))
                .forEach(lines::add);
        repeated().ifPresent(lines::add);
        thin().ifPresent(lines::add);
        lines.add(words.say("draft.do.watch"));
        return lines.stream().map(line -> "- " + line).collect(Collectors.joining("\n"));
    }

    private Optional<String> open() {
        return numbers(
                "draft.do.open",
                facts.incidents().stream()
                        .filter(line -> line.endedAt() == null)
                        .toList());
    }

    private Optional<String> repeated() {
        return numbers(
                "draft.do.repeated",
                facts.incidents().stream()
                        .filter(line -> line.repeats() != null)
                        .toList());
    }

    private Optional<String> numbers(String key, List<IncidentLine> some) {
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(words.say(
                        key, words.names(some.stream().map(IncidentLine::number).toList(), MOST_NAMED)));
    }

    private Optional<String> weak() {
        List<String> weak = villages().stream()
                .filter(village -> village.verdict() == Verdict.MISSED)
                .sorted(BY_UPTIME)
                .map(village -> words.say(
                        "draft.do.village",
                        Wording.name(village.name()),
                        words.percentOf(village.services().uptime())))
                .toList();
        return weak.isEmpty()
                ? Optional.empty()
                : Optional.of(words.say("draft.do.weak", words.names(weak, MOST_NAMED)));
    }

    private Optional<String> thin() {
        List<String> thin = facts.places(Kind.VILLAGE).stream()
                .filter(village -> village.verdict() == Verdict.THIN || village.verdict() == Verdict.NONE)
                .filter(village -> village.services().objects() > 0)
                .map(PlaceLine::name)
                .toList();
        return thin.isEmpty()
                ? Optional.empty()
                : Optional.of(words.say("draft.do.thin", words.names(thin, MOST_NAMED)));
    }
}
