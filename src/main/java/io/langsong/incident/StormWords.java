package io.langsong.incident;

import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Message;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people are told of a storm, in both languages. Any thread. */
final class StormWords {
    /** Lines of one list; the page has all. */
    private static final int MOST_LINES = 40;

    private final Bilingual both;

    StormWords(Locale first, @Nullable URI pages) {
        this.both = new Bilingual(first, pages);
    }

    /**
     * What changed since the last message.
     *
     * @param fresh is out now and was not then
     * @param back was out then, or came in between
     * @param still was out then and is
     */
    record News(List<Task> fresh, List<Task> back, List<Task> still) {
        static News of(Storm storm, List<Task> tasks) {
            List<Task> live = Storms.live(tasks);
            Set<Long> told = storm.toldDown();
            return new News(
                    live.stream()
                            .filter(task -> !told.contains(task.incident().id()))
                            .toList(),
                    tasks.stream()
                            .filter(task -> !task.incident().state().isLive())
                            .filter(task -> told.contains(task.incident().id()) || endedSince(storm, task))
                            .toList(),
                    live.stream()
                            .filter(task -> told.contains(task.incident().id()))
                            .toList());
        }

        private static boolean endedSince(Storm storm, Task task) {
            Standing.By resolved = task.incident().standing().resolved();
            return resolved != null && resolved.at().isAfter(storm.toldAt());
        }

        boolean isNothing() {
            return fresh.isEmpty() && back.isEmpty();
        }

        List<Task> live() {
            return java.util.stream.Stream.concat(fresh.stream(), still.stream())
                    .sorted(Task.BY_PEOPLE)
                    .toList();
        }
    }

    Message began(String key, Incident umbrella, List<Task> live, Duration digestEvery, InventorySnapshot inventory) {
        return message(key, "storm-began", umbrella, live, inventory, "storm.began", words -> {
            List<String> lines = head(words, umbrella, live, inventory);
            lines.add(words.say("storm.how", digestEvery.toMinutes()));
            list(words, lines, "storm.down", live, inventory);
            return lines;
        });
    }

    Message digest(String key, Incident umbrella, Storm storm, News news, InventorySnapshot inventory) {
        List<Task> live = news.live();
        List<Task> all = new ArrayList<>(live);
        all.addAll(news.back());
        return message(
                key,
                "storm-digest",
                umbrella,
                all,
                inventory,
                news.isNothing() ? "storm.unchanged" : "storm.digest",
                words -> {
                    List<String> lines = head(words, umbrella, live, inventory);
                    if (news.isNothing()) {
                        lines.add(words.say("storm.nothing-new", words.time(storm.toldAt())));
                        return lines;
                    }
                    list(words, lines, "storm.fresh", news.fresh(), inventory);
                    list(words, lines, "storm.back", news.back(), inventory);
                    list(words, lines, "storm.still", news.still(), inventory);
                    return lines;
                },
                live.size());
    }

    /** @param tasks all that hung under it */
    Message ended(String key, Incident umbrella, Storm storm, List<Task> tasks, InventorySnapshot inventory) {
        List<Task> live = Storms.live(tasks);
        return message(
                key,
                "storm-ended",
                umbrella,
                tasks,
                inventory,
                "storm.ended",
                words -> {
                    List<String> lines = head(words, umbrella, live, inventory);
                    Standing.By resolved = umbrella.standing().resolved();
                    if (resolved != null) {
                        lines.add(words.say(
                                "storm.lasted",
                                words.time(storm.begunAt()),
                                words.time(resolved.at()),
                                words.duration(Duration.between(storm.begunAt(), resolved.at()))));
                    }
                    lines.add(words.say("storm.sum", tasks.size(), tasks.size() - live.size(), live.size()));
                    if (!live.isEmpty()) {
                        lines.add(words.say("storm.alone"));
                    }
                    list(words, lines, "storm.down", live, inventory);
                    return lines;
                },
                live.size());
    }

    /** @param umbrella of the storm that may end; null: of one that may begin. @param roots what explains it */
    Message proposal(
            String key,
            Storm.Proposal.Kind kind,
            Damage damage,
            @Nullable Incident umbrella,
            Collection<Incident> roots) {
        String which = kind == Storm.Proposal.Kind.BEGIN ? "storm.propose.begin" : "storm.propose.end";
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", kind == Storm.Proposal.Kind.BEGIN ? "storm-proposed" : "storm-end-proposed");
        facts.put("sitesDown", damage.down());
        facts.put("sites", damage.sites());
        facts.put("roots", damage.roots().size());
        List<Incident> named = new ArrayList<>(roots);
        if (umbrella != null) {
            named.add(umbrella);
        }
        facts.put("villages", villages(named));
        return both.message(
                key,
                facts,
                words -> words.say(
                        which, damage.down(), damage.sites(), damage.roots().size()),
                words -> {
                    List<String> lines = new ArrayList<>();
                    lines.add(words.say(
                            which, damage.down(), damage.sites(), damage.roots().size()));
                    lines.add(words.say(which + ".how"));
                    both.link("/su-co" + (umbrella == null ? "" : "/" + umbrella.number()), lines, words);
                    return lines;
                });
    }

    private interface Lines extends java.util.function.Function<Wording, List<String>> {}

    private Message message(
            String key,
            String event,
            Incident umbrella,
            List<Task> named,
            InventorySnapshot inventory,
            String subject,
            Lines lines) {
        return message(key, event, umbrella, named, inventory, subject, lines, named.size());
    }

    private Message message(
            String key,
            String event,
            Incident umbrella,
            List<Task> named,
            InventorySnapshot inventory,
            String subject,
            Lines lines,
            int live) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("event", event);
        facts.put("incident", umbrella.number().toString());
        facts.put(
                "incidents",
                named.stream().map(task -> task.incident().number().toString()).toList());
        facts.put("live", live);
        // By these the message is found, and hidden from those who may not see one of them.
        facts.put(
                "objects",
                named.stream().map(task -> task.incident().object().toString()).toList());
        List<Incident> all = new ArrayList<>(named.stream().map(Task::incident).toList());
        all.add(umbrella);
        facts.put("villages", villages(all));
        return both.message(
                key, facts, words -> words.say(subject, umbrella.number().toString(), live), words -> {
                    List<String> all2 = lines.apply(words);
                    all2.add("");
                    all2.add(words.say("zone"));
                    both.link("/su-co/" + umbrella.number(), all2, words);
                    return all2;
                });
    }

    private static List<String> villages(List<Incident> incidents) {
        return incidents.stream()
                .flatMap(incident -> incident.villages().stream())
                .map(VillageId::value)
                .distinct()
                .sorted()
                .toList();
    }

    /** How many, where, whom it touches, since when. */
    private static List<String> head(Wording words, Incident umbrella, List<Task> live, InventorySnapshot inventory) {
        Set<VillageId> touched = live.stream()
                .filter(Task::out)
                .flatMap(task -> task.incident().villages().stream())
                .collect(Collectors.toSet());
        List<Village> villages = inventory.villages().stream()
                .filter(village -> touched.contains(village.id()))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(words.say("storm.count", live.size(), villages.size()));
        if (!villages.isEmpty()) {
            lines.add(words.say(
                    "people", villages.stream().mapToLong(Village::people).sum()));
        }
        lines.add(words.say("from", words.time(umbrella.beganAt())));
        return lines;
    }

    private static void list(
            Wording words, List<String> lines, String title, List<Task> tasks, InventorySnapshot inventory) {
        if (tasks.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(words.say(title, tasks.size()));
        tasks.stream().limit(MOST_LINES).forEach(task -> lines.add("- " + line(words, task, inventory)));
        if (tasks.size() > MOST_LINES) {
            lines.add(words.say("more-incidents", tasks.size() - MOST_LINES));
        }
    }

    private static String line(Wording words, Task task, InventorySnapshot inventory) {
        Incident incident = task.incident();
        String what = words.whereAndWhat(incident, new Places(inventory));
        String line = words.say("storm.line", incident.number().toString(), what, words.time(incident.beganAt()));
        if (task.behind() > 0) {
            line = words.say("storm.line.behind", line, task.behind());
        }
        if (task.people() > 0) {
            line = words.say("storm.line.people", line, task.people());
        }
        return incident.isUnstable() ? words.say("storm.line.unstable", line) : line;
    }
}
