package io.langsong.access.web;

import io.langsong.access.Refused;
import io.langsong.inventory.Inventory;
import io.langsong.web.Words;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The villages that a person or a token may be limited to, as the inventory has them. */
@Component
class Villages {
    private final ObjectProvider<Inventory> inventory;
    private final Words words;

    Villages(ObjectProvider<Inventory> inventory, Words words) {
        this.inventory = inventory;
        this.words = words;
    }

    record Choice(String id, String name) {}

    /** In their official order. */
    List<Choice> all() {
        Inventory there = inventory.getIfAvailable();
        return there == null
                ? List.of()
                : there.snapshot().villages().stream()
                        .sorted(Comparator.comparingInt(village -> village.position()))
                        .map(village -> new Choice(village.id().value(), village.name()))
                        .toList();
    }

    /** @throws Refused when there is none of an id */
    void require(Collection<String> ids) {
        Map<String, Choice> known = all().stream().collect(Collectors.toMap(Choice::id, Function.identity()));
        for (String id : ids) {
            if (!known.containsKey(id)) {
                throw Refused.invalid(
                        "villages",
                        id,
                        "access.refused.village",
                        List.of(),
                        "is no village of the inventory",
                        "give ids as the inventory has them");
            }
        }
    }

    /** Their names, or that it is all. */
    public String named(Collection<String> ids) {
        if (ids.isEmpty()) {
            return words.message("access.people.all-villages");
        }
        Map<String, String> names = all().stream().collect(Collectors.toMap(Choice::id, Choice::name));
        return ids.stream().sorted().map(id -> names.getOrDefault(id, id)).collect(Collectors.joining(", "));
    }
}
