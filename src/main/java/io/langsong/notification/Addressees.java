package io.langsong.notification;

import io.langsong.access.People;
import io.langsong.access.Person;
import io.langsong.notification.Routes.Route;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where letters to people go, as things stand now. Any thread. */
final class Addressees {
    private final PersonalTable table;
    private final People people;
    private final Channels channels;
    private final Reach reach;

    Addressees(PersonalTable table, People people, Channels channels, Reach reach) {
        this.table = table;
        this.people = people;
        this.channels = channels;
        this.reach = reach;
    }

    /**
     * One person's copy of a message.
     *
     * @param route null: there is no way to this person, for {@code reason}
     * @param language null: that of settings
     * @param notBefore when it leaves
     */
    record Addressee(
            String person,
            @Nullable Route route,
            String reason,
            @Nullable String language,
            Instant notBefore) {}

    List<Addressee> of(Collection<String> names, Severity severity, Instant now) {
        return names.stream()
                .sorted()
                .distinct()
                .map(name -> of(name, severity, now))
                .toList();
    }

    private Addressee of(String name, Severity severity, Instant now) {
        Optional<Person> person = people.find(name).filter(Person::enabled);
        if (person.isEmpty()) {
            return new Addressee(name, null, "no account of that name, or it may not sign in", null, now);
        }
        PersonalSettings settings = settings(person.get().name());
        return new Addressee(
                settings.person(),
                Routes.of(settings, channels).first(reach.uplinkLost()).orElse(null),
                "this person has no contact for a channel that is set",
                person.get().language(),
                settings.heldUntil(severity, now).orElse(now));
    }

    /** Until when that person sleeps, as far as this matters for a message of that severity; empty: it may leave. */
    Optional<Instant> heldUntil(String person, Severity severity, Instant now) {
        return settings(person).heldUntil(severity, now);
    }

    Routes routes(String person) {
        return Routes.of(settings(person), channels);
    }

    boolean uplinkLost() {
        return reach.uplinkLost();
    }

    /** Whether anybody at all can be told by name. */
    boolean any() {
        return table.all().stream()
                .anyMatch(settings -> !Routes.of(settings, channels).all().isEmpty());
    }

    private PersonalSettings settings(String person) {
        return table.find(person).orElseGet(() -> PersonalSettings.none(person));
    }
}
