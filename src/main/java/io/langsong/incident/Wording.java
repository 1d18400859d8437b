package io.langsong.incident;

import io.langsong.notification.Message;
import io.langsong.outage.Bound;
import io.langsong.outage.ObjectRef;
import java.text.Collator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;

/** How times, durations and words are written in one language. Any thread. */
final class Wording {
    /** Where the people who read it live. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
    /** Characters of a foreign name that are shown. */
    private static final int LONGEST_NAME = 160;

    private final Locale locale;
    private final ResourceBundleMessageSource words = new ResourceBundleMessageSource();
    private final DateTimeFormatter clock;
    private final DateTimeFormatter date;

    Wording(Locale locale) {
        this.locale = locale;
        words.setBasename("messages/incident");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
        this.clock = DateTimeFormatter.ofPattern(say("time.clock"), locale);
        this.date = DateTimeFormatter.ofPattern(say("time.date"), locale);
    }

    /** @param key without the leading {@code incident.} */
    String say(String key, Object... values) {
        return words.getMessage("incident." + key, values, locale);
    }

    boolean knows(String key) {
        return words.getMessage("incident." + key, null, null, locale) != null;
    }

    /** A name from the inventory or a device, safe inside a line. */
    String name(String foreign) {
        return Message.oneLine(foreign, LONGEST_NAME);
    }

    /** Village and name of what an incident is about. */
    String whereAndWhat(Incident incident, Places places) {
        if (incident.isUmbrella()) {
            return say("storm.name");
        }
        if (incident.object().kind() == ObjectRef.Kind.COLLECTOR) {
            return say("collector.name", incident.object().id());
        }
        String name = name(places.name(incident.object()));
        return places.village(incident.object())
                .map(village -> name(village.name()) + ", " + name)
                .orElse(name);
    }

    Collator collator() {
        return Collator.getInstance(locale);
    }

    String time(Instant at) {
        ZonedDateTime local = at.atZone(ZONE);
        return say("time.full", clock.format(local), date.format(local));
    }

    /** With its bounds when they differ by a second or more. */
    String time(Bound bound) {
        if (Duration.between(bound.earliest(), bound.latest()).toMillis() < 1000) {
            return time(bound.best());
        }
        return say("time.between", time(bound.best()), near(bound, bound.earliest()), near(bound, bound.latest()));
    }

    /** The date only where it is another one. */
    private String near(Bound bound, Instant at) {
        ZonedDateTime local = at.atZone(ZONE);
        boolean sameDay = local.toLocalDate().equals(bound.best().atZone(ZONE).toLocalDate());
        return sameDay ? clock.format(local) : time(at);
    }

    /** In its two largest units: "2 giờ 05 phút". */
    String duration(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return say("duration.seconds", Long.toString(seconds));
        }
        if (seconds < 3600) {
            return say("duration.minutes", Long.toString(seconds / 60), twoDigits(seconds % 60));
        }
        if (seconds < 86_400) {
            return say("duration.hours", Long.toString(seconds / 3600), twoDigits(seconds / 60 % 60));
        }
        return say("duration.days", Long.toString(seconds / 86_400), twoDigits(seconds / 3600 % 24));
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
