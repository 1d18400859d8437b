package io.langsong.incident.web;

import io.langsong.alert.Alert;
import io.langsong.alert.Criterion;
import io.langsong.incident.Entry;
import io.langsong.incident.Incident;
import io.langsong.incident.Part;
import io.langsong.incident.Silence;
import io.langsong.incident.State;
import io.langsong.incident.Waiting;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Incidents in words, in the language of the request on this thread. Any thread. */
@Component
class IncidentWords {
    private static final int MOST_NAMES = 3;

    private final Words words;

    IncidentWords(Words words) {
        this.words = words;
    }

    /** What happened: {@code mất kết nối}; of an alert what its rule is called and what was measured. */
    String trouble(Part root, @Nullable Alert alert) {
        if (!root.lasts()) {
            return words.message("incident.trouble.over");
        }
        if (alert != null) {
            return words.message("incident.trouble.alert", rule(alert), value(alert));
        }
        return words.message("incident.trouble."
                + (root.object().kind() == ObjectRef.Kind.SERVICE
                        ? "stopped"
                        : root.kind().code()));
    }

    String trouble(Silence silence) {
        return words.message(
                "incident.trouble.collector",
                silence.devices(),
                silence.villages().size());
    }

    private String rule(Alert alert) {
        String key = "alert.rule." + alert.rule();
        return words.has(key) ? words.message(key) : alert.rule();
    }

    private String value(Alert alert) {
        if (alert.asked() == Criterion.Kind.NO_DATA || alert.value() == null || alert.fire() == null) {
            return words.message("alert.value.no-data");
        }
        return words.message(
                "alert.value." + alert.asked().code(),
                words.measured(alert.value(), alert.unit()),
                words.measured(alert.fire(), alert.unit()));
    }

    String state(Incident incident) {
        var resolved = incident.standing().resolved();
        boolean byHand = incident.state() == State.RESOLVED && resolved != null && resolved.who() != null;
        return words.message(
                "incident.standing." + (byHand ? "fixed" : incident.state().code()));
    }

    String cause(Cause cause) {
        return words.message("incident.was." + cause.code());
    }

    /** {@code chờ nhà mạng, phiếu VT-12, liên hệ chị Hoa} */
    String waiting(Waiting waiting) {
        return waiting(waiting.on().code(), waiting.ticket(), waiting.contact());
    }

    private String waiting(String on, @Nullable String ticket, @Nullable String contact) {
        List<String> parts = new ArrayList<>();
        parts.add(words.message("incident.waiting." + on));
        if (ticket != null) {
            parts.add(words.message("incident.waiting.ticket", ticket));
        }
        if (contact != null) {
            parts.add(words.message("incident.waiting.contact", contact));
        }
        return String.join(", ", parts);
    }

    /** What a line of the timeline says, without when and who. */
    String line(Entry entry, Naming naming) {
        String key = "incident.line." + entry.kind().code();
        String objects = objects(entry, naming);
        String number = entry.fact("number");
        return switch (entry.kind()) {
            case OPENED -> number == null ? words.message(key, objects) : words.message(key + ".left", objects, number);
            case JOINED, BACK, FAILED_AGAIN -> words.message(key, count(entry), objects);
            case WORSE -> words.message(key, words.message("incident.severity." + fact(entry, "severity")));
            case RECOVERED -> recovered(key, entry);
            case ACKNOWLEDGED, GIVEN_BACK -> owned(key, entry, naming);
            case ASSIGNED ->
                entry.fact("to") == null
                        ? words.message(key + ".nobody", naming.person(entry.fact("from")))
                        : words.message(key, naming.person(entry.fact("to")));
            case NOTE -> fact(entry, "text");
            case PHOTO, REOPENED -> words.message(key) + said(entry);
            case WAITING -> waiting(fact(entry, "on"), entry.fact("ticket"), entry.fact("contact"));
            case RESOLVED, CORRECTED ->
                words.message(
                                key,
                                words.message("incident.was." + fact(entry, "cause")),
                                words.message("incident.fix." + fact(entry, "fix")))
                        + said(entry);
            case WAITING_OVER, CLOSED -> words.message(key);
            case CALLED -> called(key, entry, naming);
            case MERGED_INTO -> words.message(key, fact(entry, "number"));
            case UNSTABLE ->
                words.message(key, objects, fact(entry, "outages"), words.moment(Instant.parse(fact(entry, "since"))));
            case CALMED ->
                words.message(
                        key,
                        objects,
                        words.message("incident.calm.state." + fact(entry, "state")),
                        fact(entry, "outages"),
                        words.duration(Duration.ofSeconds(Long.parseLong(fact(entry, "seconds")))));
            case STORM_BEGAN, STORM_OVER -> words.message(key, fact(entry, "count"));
            case UNDER_STORM, LEFT_STORM -> words.message(key, fact(entry, "number"));
            case TOOK_IN, SPLIT_OFF, SPLIT_FROM -> words.message(key, fact(entry, "number"), objects);
        };
    }

    private static int count(Entry entry) {
        String count = fact(entry, "count");
        return count.matches("[0-9]{1,9}")
                ? Integer.parseInt(count)
                : entry.objects().size();
    }

    private static String fact(Entry entry, String name) {
        String value = entry.fact(name);
        return value == null ? "" : value;
    }

    private static String said(Entry entry) {
        String text = entry.fact("text");
        return text == null ? "" : ": " + text;
    }

    private String recovered(String key, Entry entry) {
        String cause = words.message("incident.was." + fact(entry, "cause"));
        String ended = entry.fact("ended");
        return ended == null
                ? words.message(key + ".some-time", cause)
                : words.message(key, words.momentToSecond(Instant.parse(ended)), cause);
    }

    private String called(String key, Entry entry, Naming naming) {
        String people = entry.fact("people");
        return people == null
                ? words.message(key + ".nobody", fact(entry, "level"))
                : words.message(
                        key,
                        fact(entry, "level"),
                        Arrays.stream(people.split(" ")).map(naming::person).collect(Collectors.joining(", ")));
    }

    private String owned(String key, Entry entry, Naming naming) {
        String from = entry.fact("from");
        return from == null || from.equals(entry.actor())
                ? words.message(key)
                : words.message(key + ".from", naming.person(from));
    }

    /** The first names that may be told, and how many more there are. */
    private String objects(Entry entry, Naming naming) {
        List<String> names = entry.objects().stream()
                .map(object -> naming.name(ObjectRef.parse(object)))
                .filter(name -> !name.isEmpty())
                .limit(MOST_NAMES)
                .toList();
        int more = Math.max(entry.objects().isEmpty() ? 0 : 1, count(entry)) - names.size();
        if (names.isEmpty()) {
            return words.message("incident.objects.beyond", Math.max(1, more));
        }
        String told = String.join(", ", names);
        return more > 0 ? words.message("incident.objects.more", told, more) : told;
    }
}
