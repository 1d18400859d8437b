package io.langsong.report;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.access.Role;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.notification.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells those whom the settings name that there is something to read. In the caller's transaction. */
@Component
class ReportMail {
    private static final Logger log = LoggerFactory.getLogger(ReportMail.class);
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final Outbox outbox;
    private final People people;
    private final MessageSource messages;
    private final ReportProperties settings;

    ReportMail(Outbox outbox, People people, MessageSource messages, ReportProperties settings) {
        this.outbox = outbox;
        this.people = people;
        this.messages = messages;
        this.settings = settings;
    }

    /**
     * Of one version once, however often it is called.
     *
     * @param changed how many figures differ from the version before; 0 of the first
     */
    void drafted(ReportVersion version, Report facts, int changed) {
        Set<String> names = recipients();
        if (names.isEmpty()) {
            return;
        }
        YearMonth month = version.month();
        Locale first = outbox.locale();
        Locale second = first.getLanguage().equals("en") ? VIETNAMESE : Locale.ENGLISH;
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("event", "report-drafted");
        told.put("month", month.toString());
        told.put("version", version.version());
        Message message = new Message(
                        "report:%s:%d".formatted(month, version.version()),
                        subject(version, first),
                        text(version, facts, changed, first),
                        told)
                .with(Severity.INFO)
                .translated(second, subject(version, second), text(version, facts, changed, second));
        outbox.post(message, names);
    }

    /** Without those who do not see all villages, whatever the settings say. */
    private Set<String> recipients() {
        Set<String> names = new LinkedHashSet<>();
        for (String name : settings.recipients()) {
            if (people.find(name).filter(ReportMail::isLimited).isPresent()) {
                log.warn("report is not told to who sees some villages only person={}", name);
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isLimited(Person person) {
        return person.role() != Role.ADMIN && !person.villages().isEmpty();
    }

    private String subject(ReportVersion version, Locale language) {
        YearMonth month = version.month();
        return say("subject", language, month.getMonthValue(), "" + month.getYear(), version.version());
    }

    private String text(ReportVersion version, Report facts, int changed, Locale language) {
        YearMonth month = version.month();
        Measure all = facts.commune().services();
        StringBuilder text = new StringBuilder(say(
                        "text",
                        language,
                        month.getMonthValue(),
                        "" + month.getYear(),
                        version.version(),
                        share(all.uptime(), language),
                        facts.incidents().size(),
                        share(all.coverage(), language)))
                .append('\n');
        if (changed > 0) {
            text.append(say("changed", language, changed)).append('\n');
        }
        URI pages = outbox.pages();
        if (pages != null) {
            String address = pages.toString().replaceFirst("/+$", "") + "/bao-cao/" + month;
            text.append(say("ask", language, address)).append('\n');
        }
        return text.toString();
    }

    private String say(String key, Locale language, Object... values) {
        return String.valueOf(messages.getMessage("report.mail." + key, values, language));
    }

    /** Rounded down, as on pages. */
    private static String share(@Nullable BigDecimal share, Locale language) {
        if (share == null) {
            return "–";
        }
        String percent = share.movePointRight(2).setScale(2, RoundingMode.DOWN).toPlainString() + "%";
        return language.getLanguage().equals("en") ? percent : percent.replace('.', ',');
    }
}
