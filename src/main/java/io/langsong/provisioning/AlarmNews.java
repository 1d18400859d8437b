package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.notification.Message;
import io.langsong.notification.Outbox;
import io.langsong.notification.Severity;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Tells people of alarms: those that begin together in one message, since a line that is down makes many. In the caller's transaction. */
@Component
class AlarmNews {
    private static final int MOST_NAMED = 20;
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final Outbox outbox;

    AlarmNews(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param begun at least one @param all access points by id, those of {@code begun} among them */
    void tell(List<Alarm> begun, Map<DeviceId, AccessPoint> all) {
        Locale first = outbox.locale();
        Locale second = first.getLanguage().equals("en") ? VIETNAMESE : Locale.ENGLISH;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "provisioning-alarm");
        facts.put(
                "alarms",
                begun.stream()
                        .map(one -> Map.of(
                                "accessPoint",
                                one.place().value(),
                                "kind",
                                one.kind().code()))
                        .toList());
        Message message = new Message(
                        "provisioning-alarm-" + begun.get(0).id(),
                        subject(begun, all, first),
                        text(begun, all, first),
                        facts)
                .with(Severity.WARNING)
                .translated(second, subject(begun, all, second), text(begun, all, second));
        outbox.post(message);
    }

    private static String subject(List<Alarm> begun, Map<DeviceId, AccessPoint> all, Locale language) {
        return begun.size() == 1
                ? line(begun.get(0), all, language)
                : ProvisioningWords.say(language, "alarm.many", begun.size());
    }

    private static String line(Alarm alarm, Map<DeviceId, AccessPoint> all, Locale language) {
        AccessPoint one = Objects.requireNonNull(all.get(alarm.place()));
        return ProvisioningWords.say(
                language,
                "alarm.line." + alarm.kind().code(),
                one.name(),
                one.id().value());
    }

    private String text(List<Alarm> begun, Map<DeviceId, AccessPoint> all, Locale language) {
        StringBuilder text = new StringBuilder();
        begun.stream()
                .limit(MOST_NAMED)
                .forEach(alarm -> text.append(line(alarm, all, language)).append('\n'));
        if (begun.size() > MOST_NAMED) {
            text.append(ProvisioningWords.say(language, "alarm.more", begun.size() - MOST_NAMED))
                    .append('\n');
        }
        URI pages = outbox.pages();
        if (pages != null) {
            String address = pages.toString().replaceFirst("/+$", "") + "/cau-hinh";
            text.append(ProvisioningWords.say(language, "alarm.page", address)).append('\n');
        }
        return text.toString();
    }
}
