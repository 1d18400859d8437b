package io.langsong.notification;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.People;
import io.langsong.access.Refused;
import io.langsong.notification.PersonalSettings.Quiet;
import io.langsong.notification.channel.Contact;
import java.time.Clock;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How people want to be told. Each change is in the audit trail, without the contacts themselves, which are nobody else's
 * business. Any thread.
 */
public class Preferences {
    private static final String CHANGED = "***";

    private final PersonalTable table;
    private final People people;
    private final AuditTrail audit;
    private final Channels channels;
    private final Outbox outbox;
    private final Clock clock;
    private final TransactionOperations transactions;

    Preferences(
            PersonalTable table,
            People people,
            AuditTrail audit,
            Channels channels,
            Outbox outbox,
            Clock clock,
            TransactionOperations transactions) {
        this.table = table;
        this.people = people;
        this.audit = audit;
        this.channels = channels;
        this.outbox = outbox;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** @param person name of an account */
    public PersonalSettings of(String person) {
        return table.find(person).orElseGet(() -> PersonalSettings.none(person));
    }

    /** Names of the channels over which that person would be told now, in their order; none: not at all. */
    public List<String> ways(String person) {
        return Routes.of(of(person), channels).all().stream()
                .map(Routes.Route::channel)
                .toList();
    }

    /** Whether settings have a channel of that name. */
    public boolean isSet(String channel) {
        return channels.all().stream().anyMatch(one -> one.name().equals(channel));
    }

    /**
     * Tells a person something that is of no importance, at most once a minute, at any hour: whoever asks is awake.
     *
     * @throws Refused when there is no way to that person
     */
    public void tryOut(String person, String subject, String text) {
        if (ways(person).isEmpty()) {
            throw Refused.conflict(
                    "person",
                    person,
                    "notification.person.no-way",
                    List.of(),
                    "has no contact for a channel that is set",
                    "give one, or set a channel under langsong.notification");
        }
        long minute = clock.instant().getEpochSecond() / 60;
        outbox.post(
                new Message("trial-" + person + "-" + minute, subject, text, Map.of("event", "trial")), Set.of(person));
    }

    /**
     * @param seen version that the change was made from; null takes whatever is there
     * @throws Refused naming the field
     */
    public void change(String person, PersonalWish wish, @Nullable Integer seen) {
        transactions.executeWithoutResult(status -> {
            if (people.find(person).isEmpty()) {
                throw Refused.missing("notification.refused.missing", "person", person);
            }
            table.lock();
            PersonalSettings before = of(person);
            if (seen != null && seen != before.version()) {
                throw Refused.changed("notification.refused.changed-meanwhile", "person", person);
            }
            PersonalSettings wanted = checked(person, wish, before.version());
            if (!wanted.equals(before)) {
                table.put(checked(person, wish, before.version() + 1));
                audit.record("notification.person.change", "person:" + person, changes(before, wanted));
            }
        });
    }

    private static PersonalSettings checked(String person, PersonalWish wish, int version) {
        return new PersonalSettings(person, contacts(wish.contacts()), channels(wish.channels()), quiet(wish), version);
    }

    private static Map<String, String> contacts(Map<String, String> typed) {
        Map<String, String> contacts = new HashMap<>();
        for (Contact contact : Contact.values()) {
            String text = typed.getOrDefault(contact.code(), "");
            if (!text.isBlank()) {
                contacts.put(
                        contact.code(),
                        contact.read(text)
                                .orElseThrow(() -> Refused.invalid(
                                        contact.code(),
                                        text,
                                        "notification.refused." + contact.code(),
                                        List.of(),
                                        "can not be one",
                                        remedy(contact))));
            }
        }
        return contacts;
    }

    private static String remedy(Contact contact) {
        return switch (contact) {
            case EMAIL -> "write name@domain";
            case PHONE -> "write 0912 345 678 or +84912345678";
            case ZALO -> "write the digits that the official account shows";
            case NTFY -> "write 1 to 64 letters, digits, dashes and underscores";
            case TELEGRAM -> "write the number of the chat";
        };
    }

    private static List<String> channels(List<String> typed) {
        List<String> channels =
                typed.stream().filter(name -> !name.isBlank()).distinct().toList();
        for (String name : channels) {
            if (!PersonalSettings.CHANNELS.contains(name)) {
                throw Refused.invalid(
                        "channels",
                        name,
                        "notification.refused.channel",
                        List.of(),
                        "is no channel that finds a person",
                        "give some of " + String.join(", ", PersonalSettings.CHANNELS));
            }
        }
        return channels;
    }

    private static @Nullable Quiet quiet(PersonalWish wish) {
        if (isBlank(wish.quietFrom()) && isBlank(wish.quietUntil())) {
            return null;
        }
        LocalTime from = minute("quietFrom", wish.quietFrom());
        LocalTime until = minute("quietUntil", wish.quietUntil());
        if (from.equals(until)) {
            throw Refused.invalid(
                    "quietUntil",
                    wish.quietUntil(),
                    "notification.refused.same-time",
                    List.of(),
                    "is the beginning",
                    "give another, or leave both out");
        }
        return new Quiet(from, until, warnings(wish.quietHolds()));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static LocalTime minute(String field, @Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9](:00)?")) {
            throw Refused.invalid(
                    field,
                    typed,
                    "notification.refused.time",
                    List.of(),
                    "is no time of the day",
                    "write it like 22:00");
        }
        return LocalTime.parse(text);
    }

    private static boolean warnings(@Nullable String holds) {
        if (holds == null || holds.isEmpty() || holds.equals(Severity.WARNING.code())) {
            return true;
        }
        if (holds.equals(Severity.INFO.code())) {
            return false;
        }
        throw Refused.invalid(
                "quietHolds", holds, "access.refused.choice", List.of(), "is not known", "give info or warning");
    }

    private static List<Change> changes(PersonalSettings before, PersonalSettings now) {
        List<Change> changes = new ArrayList<>();
        for (String contact : PersonalSettings.CONTACTS) {
            String was = before.contacts().get(contact);
            String is = now.contacts().get(contact);
            if (!Objects.equals(was, is)) {
                changes.add(new Change(contact, was == null ? null : CHANGED, is == null ? null : CHANGED));
            }
        }
        put(changes, "channels", joined(before.channels()), joined(now.channels()));
        put(changes, "quiet", written(before.quiet()), written(now.quiet()));
        return changes;
    }

    private static void put(List<Change> changes, String field, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }

    private static @Nullable String joined(List<String> channels) {
        return channels.isEmpty() ? null : String.join(" ", channels);
    }

    private static @Nullable String written(@Nullable Quiet quiet) {
        return quiet == null
                ? null
                : quiet.from() + "–" + quiet.until() + " "
                        + (quiet.warnings() ? Severity.WARNING : Severity.INFO).code();
    }
}
