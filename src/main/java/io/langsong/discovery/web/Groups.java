package io.langsong.discovery.web;

import io.langsong.discovery.Group;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The groups of what was found, as the page has them. */
final class Groups {
    private static final Map<Group, String> SLUGS =
            Map.of(Group.NEW, "moi", Group.MOVED, "doi-dia-chi", Group.KNOWN, "da-co", Group.UNREAD, "khong-doc-duoc");

    private Groups() {}

    /**
     * One of the links above the table.
     *
     * @param word the last part of its key
     */
    record Tab(Group group, String slug, String word, long count) {}

    static List<Tab> of(Map<Group, Long> counts) {
        return Arrays.stream(Group.values())
                .map(group -> new Tab(
                        group, slug(group), group.name().toLowerCase(Locale.ROOT), counts.getOrDefault(group, 0L)))
                .toList();
    }

    static String slug(Group group) {
        return SLUGS.getOrDefault(group, "");
    }

    /** The one of that name in an address; without one the first in which something is. */
    static Group named(String slug, Map<Group, Long> counts) {
        return Arrays.stream(Group.values())
                .filter(group -> slug(group).equals(slug))
                .findFirst()
                .orElseGet(() -> Arrays.stream(Group.values())
                        .filter(group -> counts.getOrDefault(group, 0L) > 0)
                        .findFirst()
                        .orElse(Group.NEW));
    }
}
