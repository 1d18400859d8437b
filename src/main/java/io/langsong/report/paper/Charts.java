package io.langsong.report.paper;

import io.langsong.report.CauseLine;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.Trend;
import io.langsong.report.paper.Paper.Chart;
import io.langsong.report.paper.Paper.Key;
import io.langsong.report.paper.Paper.Line;
import io.langsong.report.paper.Paper.Mark;
import io.langsong.report.paper.Paper.Tick;
import io.langsong.report.paper.Paper.Tone;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The charts of the document; each says in words what it shows. A bar begins at nothing, so it is as long as what it stands for. */
final class Charts {
    private static final int FULL = 1000;
    private static final int BAR = 70;
    private static final long HOUR = 3600;
    private static final int WEEK = 7;
    private static final int MOST_WEEKLY = 35;
    private static final int PARTS = 5;

    private final Report facts;
    private final Wording words;

    Charts(Report facts, Wording words) {
        this.facts = facts;
        this.words = words;
    }

    /** How much of the time each village had nothing, and where the target lies. Empty when nothing was measured. */
    Optional<Chart> villages() {
        List<PlaceLine> villages = facts.places(Kind.VILLAGE);
        BigDecimal allowed = BigDecimal.ONE.subtract(facts.rules().target().movePointLeft(2));
        BigDecimal most = villages.stream()
                .map(village -> out(village.services().uptime()))
                .reduce(allowed, BigDecimal::max);
        if (most.signum() == 0
                || villages.stream().allMatch(village -> village.services().uptime() == null)) {
            return Optional.empty();
        }
        int target = length(allowed, most);
        List<Line> lines = villages.stream()
                .map(village -> new Line(
                        Wording.name(village.name()),
                        marks(out(village.services().uptime()), most, target),
                        words.percentOf(village.services().uptime()),
                        share(village.services().uptime())))
                .toList();
        long below = villages.stream()
                .map(village -> village.services().uptime())
                .filter(uptime -> uptime != null && out(uptime).compareTo(allowed) > 0)
                .count();
        return Optional.of(new Chart(
                words.say("chart.villages"),
                lines,
                List.of(),
                List.of(
                        new Key(Tone.DOWN, words.say("chart.villages.out")),
                        new Key(Tone.TARGET, words.say("chart.villages.target", allowed(allowed)))),
                words.say("chart.villages.text", words.whole(below), words.whole(villages.size()))));
    }

    /** How long a bar is, in words; rounded up, since the availability beside it is rounded down. */
    private String share(@Nullable BigDecimal uptime) {
        return uptime == null
                ? words.say("verdict.none")
                : words.say(
                        "chart.out", words.hundredths(BigDecimal.valueOf(100).subtract(Wording.percent(uptime))) + "%");
    }

    private String allowed(BigDecimal share) {
        return words.plain(share.movePointRight(2)) + "%";
    }

    private static BigDecimal out(@Nullable BigDecimal uptime) {
        return uptime == null ? BigDecimal.ZERO : BigDecimal.ONE.subtract(uptime);
    }

    private static List<Mark> marks(BigDecimal out, BigDecimal most, int target) {
        List<Mark> marks = new ArrayList<>();
        if (out.signum() > 0) {
            marks.add(new Mark(0, length(out, most), BAR, Tone.DOWN));
        }
        if (target > 0) {
            marks.add(new Mark(Math.min(target, FULL - 3), 3, 100, Tone.TARGET));
        }
        return marks;
    }

    private static int length(BigDecimal part, BigDecimal whole) {
        return part.signum() == 0
                ? 0
                : Math.max(
                        1,
                        part.multiply(BigDecimal.valueOf(FULL))
                                .divide(whole, 0, RoundingMode.HALF_UP)
                                .intValueExact());
    }

    /** Each day of each village; empty where the facts do not have them. */
    Optional<Chart> days() {
        List<PlaceLine> villages = facts.places(Kind.VILLAGE).stream()
                .filter(village -> !village.days().isEmpty())
                .toList();
        if (villages.isEmpty()) {
            return Optional.empty();
        }
        int days = villages.get(0).days().size();
        List<Line> lines = villages.stream()
                .map(village ->
                        new Line(Wording.name(village.name()), strip(village.days()), "", inWords(village.days())))
                .toList();
        return Optional.of(new Chart(
                words.say("chart.days"),
                lines,
                axis(days),
                List.of(
                        new Key(Tone.UP, words.say(key(Tone.UP))),
                        new Key(Tone.DEGRADED, words.say(key(Tone.DEGRADED))),
                        new Key(Tone.DOWN, words.say(key(Tone.DOWN))),
                        new Key(Tone.UNKNOWN, words.say(key(Tone.UNKNOWN)))),
                words.say("chart.days.text", words.whole(days))));
    }

    /** The day on which each week of the strip begins, or each fifth part of a longer one. */
    private List<Tick> axis(int days) {
        int step = days <= MOST_WEEKLY ? WEEK : (days + PARTS - 1) / PARTS;
        LocalDate first = day(0);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < days; i += step) {
            int from = i * FULL / days;
            int until = Math.min(i + step, days) * FULL / days;
            ticks.add(new Tick(words.dayAndMonth(first.plusDays(i)), until - from));
        }
        return ticks;
    }

    /** @param number from 0 */
    private LocalDate day(int number) {
        return LocalDate.ofInstant(facts.period().from(), UptimeProperties.ZONE).plusDays(number);
    }

    /** Which days were not as they should be: what a strip shows at a glance. */
    private String inWords(List<PlaceLine.Day> days) {
        List<String> parts = new ArrayList<>();
        for (Tone tone : List.of(Tone.DOWN, Tone.DEGRADED, Tone.UNKNOWN)) {
            List<String> some = IntStream.range(0, days.size())
                    .filter(i -> tone(days.get(i)) == tone)
                    .mapToObj(i -> words.dayAndMonth(day(i)))
                    .toList();
            if (!some.isEmpty()) {
                parts.add(words.say("chart.days.on", words.say(key(tone)), words.names(some, days.size())));
            }
        }
        return parts.isEmpty() ? words.say("chart.days.none") : String.join("; ", parts);
    }

    private static String key(Tone tone) {
        return switch (tone) {
            case UP -> "chart.days.up";
            case DEGRADED -> "chart.days.short";
            case DOWN, TARGET -> "chart.days.long";
            case UNKNOWN -> "chart.days.unknown";
        };
    }

    /** As high as it was bad: a second sign beside the tone. */
    private static List<Mark> strip(List<PlaceLine.Day> days) {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            int from = i * FULL / days.size();
            int width = Math.max(1, (i + 1) * FULL / days.size() - from - (days.size() > 100 ? 0 : 4));
            Tone tone = tone(days.get(i));
            marks.add(new Mark(from, width, height(tone), tone));
        }
        return marks;
    }

    private static Tone tone(PlaceLine.Day day) {
        if (day.measuredSeconds() == 0 || day.unknownSeconds() > day.measuredSeconds()) {
            return Tone.UNKNOWN;
        } else if (day.outSeconds() == 0) {
            return Tone.UP;
        }
        return day.outSeconds() < HOUR ? Tone.DEGRADED : Tone.DOWN;
    }

    private static int height(Tone tone) {
        return switch (tone) {
            case DOWN, TARGET -> 100;
            case DEGRADED -> 66;
            case UP, UNKNOWN -> 33;
        };
    }

    /** How long by cause; empty when there was no incident. */
    Optional<Chart> causes() {
        long most = facts.causes().stream().mapToLong(CauseLine::seconds).max().orElse(0);
        if (most == 0) {
            return Optional.empty();
        }
        List<Line> lines = facts.causes().stream()
                .map(line -> new Line(
                        words.cause(line.cause()),
                        bar(BigDecimal.valueOf(line.seconds()), BigDecimal.valueOf(most)),
                        words.say("chart.causes.value", words.duration(line.seconds()), words.whole(line.incidents())),
                        words.duration(line.seconds())))
                .toList();
        return Optional.of(new Chart(
                words.say("chart.causes"),
                lines,
                List.of(),
                List.of(new Key(Tone.DOWN, words.say("chart.causes.key"))),
                words.say("chart.causes.text", words.whole(lines.size()))));
    }

    private static List<Mark> bar(BigDecimal part, BigDecimal most) {
        return part.signum() == 0 ? List.of() : List.of(new Mark(0, length(part, most), BAR, Tone.DOWN));
    }

    /** The months before and this one; empty while there is none before it. */
    Optional<Chart> trend(List<Trend> before) {
        BigDecimal now = facts.commune().services().uptime();
        if (before.isEmpty() || now == null || facts.period().month() == null) {
            return Optional.empty();
        }
        List<Trend> months = new ArrayList<>(before);
        months.add(new Trend(facts.period().month(), now));
        BigDecimal most = months.stream().map(month -> out(month.uptime())).reduce(BigDecimal.ZERO, BigDecimal::max);
        List<Line> lines = months.stream()
                .map(month -> new Line(
                        words.shortMonth(month.month()),
                        most.signum() == 0 ? List.of() : bar(out(month.uptime()), most),
                        words.percentOf(month.uptime()),
                        share(month.uptime())))
                .toList();
        return Optional.of(new Chart(
                words.say("chart.trend"),
                lines,
                List.of(),
                List.of(new Key(Tone.DOWN, words.say("chart.villages.out"))),
                words.say("chart.trend.text", words.whole(lines.size()))));
    }
}
