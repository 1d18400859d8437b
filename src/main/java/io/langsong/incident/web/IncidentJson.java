package io.langsong.incident.web;

import io.langsong.incident.Entry;
import io.langsong.incident.Incident;
import io.langsong.incident.Part;
import io.langsong.incident.Photo;
import io.langsong.incident.Standing;
import io.langsong.incident.Waiting;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Posted;
import io.langsong.outage.ObjectRef;
import io.langsong.web.ApiValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An incident as programs read it. */
record IncidentJson(
        @ApiValue("its number, like 2026-0042") String id,

        @ApiValue(choices = {"open", "acknowledged", "resolved", "closed"})
        String state,

        @ApiValue(choices = {"warning", "critical"}) String severity,

        @ApiValue("kind:id of what failed first; of an umbrella that of the worst incident when its storm began")
        String root,

        @ApiValue("ids of those it touches") List<String> villages,
        @ApiValue("best estimate of when the trouble began") Instant beganAt,
        Instant openedAt,

        @ApiValue("since when it asks for somebody: opened, reopened or given back")
        Instant alarmedAt,

        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        @Nullable String assignee,
        @Nullable WaitingJson waiting,

        @ApiValue("null with a resolvedAt: it recovered by itself") @Nullable
        String resolvedBy,

        @Nullable Instant resolvedAt,

        @ApiValue("what a person says it was, else what the machine thinks")
        String cause,

        @ApiValue("what the machine thinks it was") String guess,
        @Nullable String fix,
        @Nullable Instant closedAt,

        @ApiValue("the incident that goes on in its place") @Nullable
        String mergedInto,

        @ApiValue("when the first of the outages began for which it is unstable; null: it is not") @Nullable
        Instant unstableSince,

        @ApiValue("the umbrella incident under which it hangs, or hung at last; of an umbrella itself") @Nullable
        String storm,

        @ApiValue("as in If-Match") int version,

        @ApiValue("what belongs to it, roots first; in the list null") @Nullable
        List<PartJson> parts,

        @ApiValue("oldest first; in the list null") @Nullable
        List<EntryJson> timeline,

        @ApiValue("sent about it, newest first; in the list null") @Nullable
        List<MessageJson> messages,

        @ApiValue("in the list null") @Nullable List<PhotoJson> photos) {

    record WaitingJson(
            @ApiValue(choices = {"provider", "power", "parts"})
            String on,

            Instant since,
            @Nullable String ticket,
            @Nullable String contact) {
        static WaitingJson of(Waiting waiting) {
            return new WaitingJson(waiting.on().code(), waiting.since(), waiting.ticket(), waiting.contact());
        }
    }

    record PartJson(
            @ApiValue("outage-ID or alert-ID, as split takes it")
            String id,

            @ApiValue("kind:id") String object,

            @ApiValue(choices = {"down", "hidden", "alert", "collector"})
            String condition,

            @ApiValue("false: it hangs under a root") boolean root,
            Instant from,
            @ApiValue("null while it lasts") @Nullable Instant to) {
        static PartJson of(Part part) {
            return new PartJson(
                    part.slug(),
                    part.object().toString(),
                    part.kind().code(),
                    part.root(),
                    part.beganAt(),
                    part.endedAt());
        }
    }

    record EntryJson(
            Instant at,

            @ApiValue("account or token; null: the server") @Nullable
            String by,

            String kind,

            @ApiValue("in words, in the language that was asked for")
            String text,

            Map<String, String> facts) {}

    record DeliveryJson(
            String channel,
            String recipient,
            String state,
            @Nullable Instant deliveredAt) {}

    record MessageJson(String key, String subject, Instant createdAt, String state, List<DeliveryJson> deliveries) {
        static MessageJson of(Posted message) {
            return new MessageJson(
                    message.key(),
                    message.subject(),
                    message.createdAt(),
                    message.state().code(),
                    message.deliveries().stream()
                            .map(one -> new DeliveryJson(
                                    one.channel(), one.recipient(), one.state().code(), one.deliveredAt()))
                            .toList());
        }
    }

    record PhotoJson(UUID id, @Nullable String caption, int width, int height, String addedBy, Instant addedAt) {
        static PhotoJson of(Photo photo) {
            return new PhotoJson(
                    photo.id(), photo.caption(), photo.width(), photo.height(), photo.addedBy(), photo.addedAt());
        }
    }

    /** As it stands in a list. */
    static IncidentJson of(Incident incident, Naming naming) {
        return of(incident, naming, null, null, null, null);
    }

    static IncidentJson of(
            Incident incident,
            Naming naming,
            @Nullable List<PartJson> parts,
            @Nullable List<EntryJson> timeline,
            @Nullable List<MessageJson> messages,
            @Nullable List<PhotoJson> photos) {
        Standing standing = incident.standing();
        Standing.By acknowledged = standing.acknowledged();
        Standing.By resolved = standing.resolved();
        return new IncidentJson(
                incident.number().toString(),
                incident.state().code(),
                incident.severity().code(),
                root(incident, naming.inventory()),
                naming.villages(incident.villages()).stream()
                        .map(village -> village.id())
                        .map(VillageId::value)
                        .toList(),
                incident.beganAt(),
                incident.openedAt(),
                standing.alarmedAt(),
                acknowledged == null ? null : acknowledged.who(),
                acknowledged == null ? null : acknowledged.at(),
                standing.assignee(),
                standing.waiting() == null ? null : WaitingJson.of(standing.waiting()),
                resolved == null ? null : resolved.who(),
                resolved == null ? null : resolved.at(),
                incident.cause().code(),
                incident.guess().code(),
                standing.fix() == null ? null : standing.fix().code(),
                standing.closedAt(),
                incident.mergedInto() == null ? null : incident.mergedInto().toString(),
                incident.unstableSince(),
                incident.storm() == null ? null : incident.storm().toString(),
                incident.version(),
                parts,
                timeline,
                messages,
                photos);
    }

    /** What may be named of what failed first. */
    static String root(Incident incident, InventorySnapshot there) {
        return (incident.object().isSeenIn(there) ? incident.object() : ObjectRef.UNSEEN).toString();
    }

    /** What it speaks of, but for what may not be named. */
    static EntryJson entry(Entry entry, Naming naming, String text) {
        Map<String, String> facts = entry.facts().entrySet().stream()
                .filter(fact -> !fact.getKey().equals("objects"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        String objects = entry.objects().stream()
                .filter(object -> ObjectRef.parse(object).isSeenIn(naming.inventory()))
                .collect(Collectors.joining(" "));
        if (!objects.isEmpty()) {
            facts.put("objects", objects);
        }
        return new EntryJson(
                entry.at(), entry.actor(), entry.kind().code(), text, Objects.requireNonNull(Map.copyOf(facts)));
    }
}
