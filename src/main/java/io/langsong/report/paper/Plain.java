package io.langsong.report.paper;

import io.langsong.outage.Outage;
import io.langsong.report.CauseLine;
import io.langsong.report.Measure;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.Verdict;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The report for those who do not read reports: one page, and a text to be read aloud.
 *
 * @param numbers three, each a sentence
 * @param causes at most three, the most frequent first
 * @param requests at most three, as people wrote them
 * @param loudspeaker at most {@link #MOST_WORDS} words
 */
public record Plain(
        String title, List<String> numbers, List<String> causes, List<String> requests, String loudspeaker) {
    /** A minute of speaking. */
    public static final int MOST_WORDS = 120;

    private static final int THREE = 3;
    private static final int LONGEST_REQUEST = 200;

    public Plain {
        numbers = List.copyOf(numbers);
        causes = List.copyOf(causes);
        requests = List.copyOf(requests);
    }

    public static Plain of(Report facts, Map<Section, ReportText> texts, Locale language) {
        return new Maker(facts, texts, new Wording(language)).plain();
    }

    /** The page as text; a heading stands before each three. */
    public String page(Locale language) {
        Wording words = new Wording(language);
        List<String> lines = new ArrayList<>();
        lines.add(title);
        part(lines, words.say("plain.numbers"), numbers, "");
        part(lines, words.say("plain.causes"), causes, words.say("plain.no-causes"));
        part(lines, words.say("plain.requests"), requests, words.say("plain.no-requests"));
        return String.join("\n", lines);
    }

    private static void part(List<String> lines, String heading, List<String> of, String none) {
        lines.add("");
        lines.add(heading);
        of.forEach(line -> lines.add("- " + line));
        if (of.isEmpty()) {
            lines.add("- " + none);
        }
    }

    private record Maker(Report facts, Map<Section, ReportText> texts, Wording words) {
        Plain plain() {
            return new Plain(
                    words.say("plain.title", words.span(facts.period())),
                    numbers(),
                    causes().stream().limit(THREE).map(this::cause).toList(),
                    requests(),
                    loudspeaker());
        }

        private List<String> numbers() {
            Measure services = facts.commune().services();
            return List.of(
                    uptime(),
                    words.say("plain.below", words.whole(services.belowTarget()), words.whole(services.objects())),
                    words.say("plain.incidents", words.whole(incidents())));
        }

        private String uptime() {
            Measure services = facts.commune().services();
            if (services.uptime() == null) {
                return words.say("plain.uptime.none");
            }
            return facts.commune().verdict() == Verdict.THIN
                    ? words.say("plain.uptime.thin", words.percentOf(services.coverage()))
                    : words.say("plain.uptime", ofHundred(services));
        }

        /** Hours of a hundred, to a tenth, rounded down. */
        private String ofHundred(Measure services) {
            return words.plain(
                    Objects.requireNonNull(services.uptime()).movePointRight(2).setScale(1, RoundingMode.DOWN));
        }

        private int incidents() {
            return facts.causes().stream().mapToInt(CauseLine::incidents).sum();
        }

        private List<CauseLine> causes() {
            return facts.causes().stream()
                    .sorted(Comparator.comparingInt((CauseLine line) -> -line.incidents())
                            .thenComparing(line -> -line.seconds()))
                    .toList();
        }

        private String cause(CauseLine line) {
            return words.say(
                    "plain.cause",
                    words.cause(line.cause()),
                    words.whole(line.incidents()),
                    words.duration(line.seconds()));
        }

        private List<String> requests() {
            ReportText text = texts.get(Section.REQUESTS);
            return text == null
                    ? List.of()
                    : Wording.text(text.text())
                            .lines()
                            .map(line -> line.strip().replaceFirst("^[-–+•]\\s*", ""))
                            .filter(line -> !line.isEmpty())
                            .limit(THREE)
                            .map(line -> line.length() > LONGEST_REQUEST
                                    ? line.substring(0, LONGEST_REQUEST - 1) + "…"
                                    : line)
                            .toList();
        }

        private String loudspeaker() {
            List<String> sentences = new ArrayList<>();
            Measure services = facts.commune().services();
            sentences.add(words.say("plain.loud.intro", words.span(facts.period())));
            sentences.add(
                    services.uptime() == null || facts.commune().verdict() == Verdict.THIN
                            ? words.say("plain.loud.thin")
                            : words.say("plain.loud.uptime", ofHundred(services)));
            sentences.add(
                    incidents() == 0
                            ? words.say("plain.loud.quiet")
                            : words.say("plain.loud.incidents", words.whole(incidents())));
            causes().stream()
                    .filter(line -> line.cause() != Outage.Cause.UNKNOWN)
                    .findFirst()
                    .ifPresent(line -> sentences.add(words.say(
                            "plain.loud.cause", words.cause(line.cause()).toLowerCase(Locale.ROOT))));
            facts.places(Kind.VILLAGE).stream()
                    .filter(village -> village.services().uptime() != null && village.verdict() == Verdict.MISSED)
                    .min(Comparator.comparing((PlaceLine village) ->
                            Objects.requireNonNull(village.services().uptime())))
                    .ifPresent(village -> {
                        sentences.add(words.say("plain.loud.worst", Wording.name(village.name())));
                        sentences.add(words.say("plain.loud.sorry"));
                    });
            sentences.add(words.say("plain.loud.report"));
            return String.join(" ", sentences);
        }
    }
}
