package io.langsong.alert.web;

import io.langsong.alert.AlertRules;
import io.langsong.web.Words;
import java.util.Set;
import java.util.stream.Collectors;

/** An id for a rule of a name. */
final class Slug {
    private static final int LONGEST = 55;
    private static final String NAMELESS = "rule";

    private Slug() {}

    /** {@code "Nhiệt độ phòng"} as {@code nhiet-do-phong}, with a number behind it when that is taken. */
    static String of(String name, AlertRules rules) {
        Set<String> taken = rules.all().stream().map(kept -> kept.rule().id()).collect(Collectors.toSet());
        String plain = Words.plain(name).replaceAll("[^a-z0-9]+", "-");
        String cut = plain.substring(0, Math.min(LONGEST, plain.length())).replaceAll("^-|-$", "");
        String base = cut.isEmpty() ? NAMELESS : cut;
        String id = base;
        for (int number = 2; taken.contains(id); number++) {
            id = base + "-" + number;
        }
        return id;
    }
}
