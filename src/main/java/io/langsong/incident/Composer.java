package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.notification.Message;
import io.langsong.outage.Bound;
import io.langsong.outage.Condition;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words messages for people, and the same as facts for programs. Pure, any thread. */
final class Composer {
    /** Names in a list of a single message; the facts hold all. */
    private static final int MOST_NAMES = 20;
    /** Lines in a digest, which has nothing else. */
    private static final int MOST_LINES = 200;

    private final Wording wording;
    private final String pages;

    /** @param pages where people open our pages, null when nobody said: then nothing leads there */
    Composer(Wording wording, @Nullable URI pages) {
        this.wording = wording;
        this.pages = pages == null ? "" : pages.toString().replaceFirst("/+$", "");
    }

    Message started(String key, Group group, InventorySnapshot inventory) {
        Places places = new Places(inventory);
        Outage root = group.root();
        List<ObjectRef> touched = Stream.of(Set.of(root.object()), group.behind(), group.services())
                .flatMap(Set::stream)
                .toList();
        List<Village> villages = places.villages(touched);
        Text text = heading(state(root), root, places);
        if (!Group.isOwnRoot(root)) {
            text.line(wording.say("masked-by", name(root.root(), places)));
        }
        text.line(wording.say("from", wording.time(root.from())));
        text.line(cause(root));
        text.list(wording.say("services"), services(group, places), MOST_NAMES);
        text.list(wording.say("behind", group.behind().size()), names(group.behind(), places), MOST_NAMES);
        impact(text, villages);
        evidence(text, root);
        return new Message(
                key,
                subject(state(root), root.object(), group.behind().size(), places),
                reference(text, root, places),
                startedFacts(group, villages, places));
    }

    Message ended(String key, Recovery recovery, InventorySnapshot inventory) {
        Places places = new Places(inventory);
        Outage root = recovery.root();
        String state = wording.say("state.recovered");
        Text text = heading(state, root, places);
        text.line(wording.say("from", wording.time(root.from())));
        Bound to = root.to();
        if (to != null) {
            text.line(wording.say("to", wording.time(to)));
            text.line(lasted(root.from(), to));
        }
        text.line(cause(root));
        text.list(
                wording.say("still-down", recovery.stillDown().size()),
                names(recovery.objectsStillDown(), places),
                MOST_NAMES);
        evidence(text, root);
        Map<String, Object> facts = facts("outage-ended", root, places);
        facts.put("stillDown", ids(recovery.objectsStillDown()));
        return new Message(key, subject(state, root.object(), 0, places), reference(text, root, places), facts);
    }

    /** @param ended roots whose beginning was told before */
    Message digest(String key, List<Roots.Line> started, List<Roots.Line> ended, InventorySnapshot inventory) {
        Places places = new Places(inventory);
        List<Village> villages =
                places.villages(started.stream().map(Roots.Line::object).toList());
        String down = wording.say("digest.down", wording.say("state.down"), started.size(), villages.size());
        String recovered = wording.say("digest.recovered", wording.say("state.recovered"), ended.size());
        Text text = new Text();
        text.list(down, lines(started, places), MOST_LINES);
        text.list(recovered, lines(ended, places), MOST_LINES);
        impact(text, villages);
        text.blank();
        text.line(wording.say("zone"));
        if (!pages.isEmpty()) {
            text.line(wording.say("page", pages + "/gian-doan"));
        }
        String subject = started.isEmpty() ? recovered : ended.isEmpty() ? down : down + "; " + recovered;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", "digest");
        facts.put("started", started.stream().map(Composer::fact).toList());
        facts.put("ended", ended.stream().map(Composer::fact).toList());
        return new Message(key, subject, text.toString(), facts);
    }

    private String state(Outage outage) {
        if (outage.object().kind() == ObjectRef.Kind.SERVICE) {
            return wording.say("state.stopped");
        }
        return wording.say(outage.condition() == Condition.UNREACHABLE ? "state.masked" : "state.down");
    }

    /** State, place, name: what a phone shows. */
    private String subject(String state, ObjectRef object, int behind, Places places) {
        return behind == 0
                ? wording.say("subject", state, whereAndWhat(object, places))
                : wording.say("subject.behind", state, whereAndWhat(object, places), behind);
    }

    private String whereAndWhat(ObjectRef object, Places places) {
        String name = name(object, places);
        return places.village(object)
                .map(village -> wording.name(village.name()) + ", " + name)
                .orElse(name);
    }

    private String name(ObjectRef object, Places places) {
        return wording.name(places.name(object));
    }

    private Text heading(String state, Outage root, Places places) {
        Text text = new Text();
        text.line(wording.say("subject", state, name(root.object(), places)));
        places.site(root.object()).ifPresent(site -> text.line(wording.say("place", place(site, root, places))));
        places.address(root.object()).ifPresent(address -> text.line(wording.say("address", address)));
        return text;
    }

    private String place(Site site, Outage root, Places places) {
        return places.village(root.object())
                .map(village -> wording.name(site.name()) + ", " + wording.name(village.name()))
                .orElse(wording.name(site.name()));
    }

    private String cause(Outage root) {
        return wording.say("cause", wording.say("cause." + code(root.cause())));
    }

    private List<String> services(Group group, Places places) {
        return names(group.services(), places).stream()
                .map(name -> wording.say("service", name))
                .toList();
    }

    private List<String> names(Collection<ObjectRef> objects, Places places) {
        return objects.stream()
                .map(object -> name(object, places))
                .sorted(wording.collator())
                .toList();
    }

    private void impact(Text text, List<Village> villages) {
        if (villages.isEmpty()) {
            return;
        }
        text.blank();
        text.line(wording.say(
                "villages",
                villages.size(),
                villages.stream().map(village -> wording.name(village.name())).collect(Collectors.joining(", "))));
        long people = people(villages);
        if (people > 0) {
            text.line(wording.say("people", people));
        }
    }

    private static long people(List<Village> villages) {
        return villages.stream().mapToLong(Village::people).sum();
    }

    private void evidence(Text text, Outage root) {
        text.list(
                wording.say("evidence"),
                root.evidence().stream()
                        .sorted(Comparator.comparing(Evidence::at))
                        .map(this::worded)
                        .toList(),
                MOST_NAMES);
    }

    private String worded(Evidence evidence) {
        String key = "evidence." + evidence.kind();
        String detail = wording.name(evidence.detail());
        return evidence.kind().matches("[a-z-]{1,40}") && wording.knows(key)
                ? wording.say(key, wording.time(evidence.at()), detail)
                : wording.say(
                        "evidence.other", wording.time(evidence.at()), wording.name(evidence.kind() + " " + detail));
    }

    private String reference(Text text, Outage root, Places places) {
        text.blank();
        text.line(wording.say("zone"));
        text.line(
                wording.say("reference", Long.toString(root.id()), root.object().toString()));
        if (!pages.isEmpty()) {
            text.line(wording.say("page", pages + places.page(root.object())));
        }
        return text.toString();
    }

    /** The best estimate, and half of what the bounds leave open. */
    private String lasted(Bound from, Bound to) {
        Duration open = Duration.between(from.earliest(), from.latest())
                .plus(Duration.between(to.earliest(), to.latest()))
                .dividedBy(2);
        String best = wording.duration(Duration.between(from.best(), to.best()));
        return open.toMillis() < 1000
                ? wording.say("lasted", best)
                : wording.say("lasted.about", best, "±" + wording.duration(open));
    }

    private List<String> lines(List<Roots.Line> lines, Places places) {
        return lines.stream().map(line -> line(line, places)).toList();
    }

    private String line(Roots.Line line, Places places) {
        String where = whereAndWhat(line.object(), places);
        String began = wording.time(line.began());
        String text = line.behind() == 0
                ? wording.say("digest.line", began, where)
                : wording.say("digest.line.behind", began, where, line.behind());
        Instant ended = line.ended();
        return ended == null ? text : wording.say("digest.line.ended", text, wording.time(ended));
    }

    private static Map<String, Object> startedFacts(Group group, List<Village> villages, Places places) {
        Map<String, Object> facts = facts("outage-started", group.root(), places);
        facts.put("behind", ids(group.behind()));
        facts.put("services", ids(group.services()));
        facts.put(
                "villages",
                villages.stream().map(village -> village.id().value()).toList());
        facts.put("people", people(villages));
        return facts;
    }

    private static Map<String, Object> facts(String event, Outage root, Places places) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", event);
        facts.put("outage", root.id());
        facts.put("object", root.object().toString());
        facts.put("name", places.name(root.object()));
        places.site(root.object()).ifPresent(site -> facts.put("site", site.id().value()));
        facts.put("condition", root.condition().name());
        facts.put("root", root.root().toString());
        facts.put("from", fact(root.from()));
        Bound to = root.to();
        if (to != null) {
            facts.put("to", fact(to));
        }
        facts.put("cause", root.cause().name());
        facts.put("evidence", root.evidence().stream().map(Composer::fact).toList());
        return facts;
    }

    private static List<String> ids(Collection<ObjectRef> objects) {
        return objects.stream().map(ObjectRef::toString).toList();
    }

    private static Map<String, Object> fact(Bound bound) {
        return Map.of(
                "best", bound.best().toString(),
                "earliest", bound.earliest().toString(),
                "latest", bound.latest().toString());
    }

    private static Map<String, Object> fact(Evidence evidence) {
        return Map.of("kind", evidence.kind(), "at", evidence.at().toString(), "detail", evidence.detail());
    }

    private static Map<String, Object> fact(Roots.Line line) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("outage", line.outage());
        facts.put("object", line.object().toString());
        facts.put("from", line.began().toString());
        facts.put("behind", line.behind());
        @Nullable Instant ended = line.ended();
        if (ended != null) {
            facts.put("to", ended.toString());
        }
        return facts;
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Lines of a message. */
    private final class Text {
        private final List<String> lines = new ArrayList<>();

        void line(String line) {
            lines.add(line);
        }

        void blank() {
            if (!lines.isEmpty()) {
                lines.add("");
            }
        }

        /** Nothing at all when it is empty. */
        void list(String title, List<String> items, int most) {
            if (items.isEmpty()) {
                return;
            }
            blank();
            line(title);
            items.stream().limit(most).forEach(item -> line("- " + item));
            if (items.size() > most) {
                line(wording.say("more", items.size() - most));
            }
        }

        @Override
        public String toString() {
            return String.join("\n", lines) + "\n";
        }
    }
}
