package io.langsong.command;

import io.langsong.availability.Availability;
import io.langsong.availability.CountedOutage;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Figures of uptime for a person: how each came about, and the intervals below them. */
final class AvailabilityPage {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss");
    private static final String NO_FIGURE = "–";

    private final LanguageOption language;
    private final ZoneId zone;
    private final StringBuilder text = new StringBuilder();

    AvailabilityPage(LanguageOption language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
    }

    String text(String name, Availability figures) {
        text.append(ServerOptions.plain(name)).append(System.lineSeparator());
        line("period", shown(figures.period()) + " (" + zone + ")");
        figures(figures);
        outages(figures);
        intervals("down", figures.down());
        intervals("unreachable", figures.unreachable());
        intervals("degraded", figures.degraded());
        intervals("unknown", figures.unknown());
        intervals("maintenance", figures.maintenance());
        return text.toString().stripTrailing();
    }

    private void figures(Availability figures) {
        String measured = shown(figures.measured().total());
        String down = shown(figures.down().total());
        String unreachable = shown(figures.unreachable().total());
        String unknown = shown(figures.unknown().total());
        String out = shown(figures.out());
        line("uptime", percent(figures.uptime()), "1 − " + out + " / " + measured);
        line(
                "own-fault",
                percent(figures.ownFaultUptime()),
                "1 − %s / (%s − %s)".formatted(down, measured, unreachable));
        line("coverage", percent(figures.coverage()), "%s / (%s + %s)".formatted(measured, measured, unknown));
        line("calendar", shown(figures.calendar().total()));
        line("maintenance", shown(figures.maintenance().total()));
        line("unknown", unknown);
        line("measured", measured);
        line("down", down);
        line("unreachable", unreachable);
        line("degraded", shown(figures.degraded().total()));
        line("begun", String.valueOf(figures.begun()));
        line("ended", String.valueOf(figures.ended()));
        line("mttr", figures.meanTimeToRepair().map(AvailabilityPage::shown).orElse(NO_FIGURE));
        line(
                "mtbf",
                figures.meanTimeBetweenFailures().map(AvailabilityPage::shown).orElse(NO_FIGURE));
    }

    private void outages(Availability figures) {
        if (!figures.outages().isEmpty()) {
            heading("outages");
        }
        for (CountedOutage outage : figures.outages()) {
            text.append("    %s  %s%n".formatted(shown(outage.whole()), counted(outage, figures.period())));
        }
    }

    private String counted(CountedOutage outage, Interval period) {
        String length = shown(outage.length());
        if (outage.endedIn(period)) {
            return language.say("availability.counted", length);
        }
        return language.say(
                "availability.not-ended", shown(outage.counted().and(period).total()));
    }

    private void intervals(String key, Intervals intervals) {
        if (!intervals.isEmpty()) {
            heading(key);
        }
        for (Interval one : intervals.list()) {
            text.append("    %s  %s%n".formatted(shown(one), shown(one.length())));
        }
    }

    private void heading(String key) {
        text.append("%n  %s%n".formatted(word(key)));
    }

    private void line(String key, String value) {
        text.append("  %-36s %s%n".formatted(word(key), value));
    }

    private void line(String key, String value, String how) {
        line(key, value.equals(NO_FIGURE) ? value : value + " = " + how);
    }

    private String word(String key) {
        return language.say("availability." + key);
    }

    /** Rounded down as the figure itself is: 100 % is said of nothing less. */
    private String percent(Optional<BigDecimal> share) {
        return share.map(figure -> String.format(
                        language.chosen(), "%.4f %%", figure.movePointRight(2).setScale(4, RoundingMode.DOWN)))
                .orElse(NO_FIGURE);
    }

    private String shown(Interval interval) {
        return at(interval.from()) + " – " + (interval.hasEnd() ? at(interval.until()) : "…");
    }

    private String at(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    /** Hours, minutes and seconds, and what is less than a second where there is any. */
    private static String shown(Duration time) {
        String fraction = time.getNano() == 0
                ? ""
                : "." + "%09d".formatted(time.getNano()).replaceFirst("0+$", "");
        return "%d:%02d:%02d%s".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart(), fraction);
    }
}
