package io.langsong.incident.web;

import io.langsong.access.Refused;
import io.langsong.incident.Incident;
import io.langsong.incident.IncidentDesk;
import io.langsong.incident.IncidentDesk.Hand;
import io.langsong.incident.IncidentNumber;
import io.langsong.incident.IncidentWish;
import io.langsong.incident.Incidents;
import io.langsong.incident.Part;
import io.langsong.incident.Storms;
import io.langsong.incident.Task;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Posted;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import io.langsong.web.VillageSight;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Incidents as far as whoever sent the request on this thread may see them: those that touch their villages, and of these what
 * lies there. What is not seen answers as if it were not there. Any thread.
 */
@Component
class SeenIncidents {
    private final Incidents incidents;
    private final Storms storms;
    private final SeenInventory inventory;

    SeenIncidents(Incidents incidents, Storms storms, SeenInventory inventory) {
        this.incidents = incidents;
        this.storms = storms;
        this.inventory = inventory;
    }

    InventorySnapshot inventory() {
        return inventory.snapshot();
    }

    Optional<Incident> find(String number) {
        return IncidentNumber.parse(number).flatMap(incidents::find).filter(SeenIncidents::isSeen);
    }

    /** @throws Refused when there is none that is seen */
    Incident require(String number) {
        return find(number).orElseThrow(() -> IncidentDesk.missing(number));
    }

    private static boolean isSeen(Incident incident) {
        VillageSight sight = VillageSight.current();
        return sight.all() || incident.villages().stream().map(VillageId::value).anyMatch(sight::sees);
    }

    /** What hangs under an umbrella and is seen, those with most people first. */
    List<Task> tasks(Incident umbrella) {
        return storms.tasks(umbrella, inventory()).stream()
                .filter(task -> isSeen(task.incident()))
                .toList();
    }

    /** Storms are begun and ended by those who act and see everything. */
    static boolean mayStorm() {
        SignedIn who = SignedIn.current();
        return who != null && who.mayAct() && VillageSight.current().all();
    }

    /** @throws ResponseStatusException for those who may not */
    static void requireStorm() {
        if (!mayStorm()) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN, "Storms are begun and ended by technicians who see all villages.");
        }
    }

    /** As {@link IncidentWish} has it; null for all. */
    static @Nullable Collection<String> villages() {
        SignedIn who = SignedIn.current();
        if (VillageSight.current().all()) {
            return null;
        }
        return who == null ? List.of() : who.villages();
    }

    List<Incident> find(IncidentWish wish, int most) {
        return incidents.find(wish, most);
    }

    /** Those of its parts that are seen. */
    List<Part> parts(Incident incident, InventorySnapshot there) {
        return incidents.parts(incident).stream()
                .filter(part -> part.object().isSeenIn(there))
                .toList();
    }

    /** How many of its parts that last are not seen. */
    long beyond(Incident incident, InventorySnapshot there) {
        return there.isWhole()
                ? 0
                : incidents.parts(incident).stream()
                        .filter(Part::lasts)
                        .filter(part -> !part.object().isSeenIn(there))
                        .count();
    }

    /** Those that speak of nothing that is not seen, newest first. */
    List<Posted> messages(Incident incident) {
        return incidents.messages(incident).stream()
                .filter(message -> inventory.seesAllOf(message.facts()))
                .toList();
    }

    /** The part of an incident that is seen, as it was named. @throws Refused when there is none */
    String requirePart(String number, String slug) {
        boolean there = parts(require(number), inventory()).stream()
                .anyMatch(part -> part.slug().equals(slug));
        if (!there) {
            throw unknown("part", slug);
        }
        return slug;
    }

    /** Of what may be named and does not exist, or does and may not. */
    static Refused unknown(String field, String value) {
        return Refused.invalid(
                field,
                value,
                "incident.refused." + field,
                List.of(value),
                "is not there, or not to be seen",
                "look at the incident again");
    }

    /** Whoever sent the request, at an incident that is seen. @param seen as {@link Hand} has it */
    Hand hand(String number, @Nullable Integer seen) {
        return new Hand(require(number).number(), seen, who());
    }

    static String who() {
        SignedIn who = SignedIn.current();
        return who == null ? "?" : who.name();
    }
}
