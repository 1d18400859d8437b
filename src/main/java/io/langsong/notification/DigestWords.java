package io.langsong.notification;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Words the letter that lists what waited. Any thread. */
final class DigestWords {
    private static final int MOST_LINES = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm dd/MM");

    private final ResourceBundleMessageSource words = new ResourceBundleMessageSource();

    DigestWords() {
        words.setBasename("messages/notification");
        words.setDefaultEncoding("UTF-8");
        words.setFallbackToSystemLocale(false);
        words.setAlwaysUseMessageFormat(true);
    }

    /** One that waited. */
    record Line(Instant at, String subject) {}

    /** @param newestFirst not empty */
    Message.Words of(List<Line> newestFirst, Locale locale) {
        Line newest = newestFirst.get(0);
        Line oldest = newestFirst.get(newestFirst.size() - 1);
        StringBuilder text = new StringBuilder(say(locale, "intro", newestFirst.size(), time(oldest.at())));
        text.append("\n\n");
        newestFirst.stream()
                .limit(MOST_LINES)
                .forEach(line -> text.append("- ")
                        .append(time(line.at()))
                        .append("  ")
                        .append(line.subject())
                        .append('\n'));
        if (newestFirst.size() > MOST_LINES) {
            text.append(say(locale, "more", newestFirst.size() - MOST_LINES)).append('\n');
        }
        text.append('\n').append(say(locale, "zone")).append('\n');
        return new Message.Words(say(locale, "subject", newestFirst.size(), newest.subject()), text.toString());
    }

    private String say(Locale locale, String key, Object... values) {
        return words.getMessage("notification.digest." + key, values, locale);
    }

    private static String time(Instant at) {
        return TIME.format(ZonedDateTime.ofInstant(at, PersonalSettings.ZONE));
    }
}
