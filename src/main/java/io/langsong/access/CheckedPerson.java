package io.langsong.access;

import io.langsong.access.AuditTrail.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a person is to become, after all of it was found right. */
record CheckedPerson(
        String displayName, Role role, @Nullable String language, Set<String> villages, boolean enabled) {
    private static final int LONGEST_DISPLAY_NAME = 120;

    static CheckedPerson of(PersonChange wanted) {
        return new CheckedPerson(
                Typed.text("displayName", wanted.displayName(), LONGEST_DISPLAY_NAME),
                Typed.choice("role", wanted.role(), Role.class),
                Fields.language(wanted.language()),
                Fields.villages(wanted.villages()),
                wanted.enabled());
    }

    static CheckedPerson of(Person person) {
        return new CheckedPerson(
                person.displayName(),
                person.role(),
                person.language(),
                new TreeSet<>(person.villages()),
                person.enabled());
    }

    /** What a session holds: when one of it changes, sessions end. */
    List<Object> rights() {
        return List.of(role, villages, enabled);
    }

    /** What is not as it was, for the audit trail. @param was null when there was nobody */
    List<Change> changes(@Nullable CheckedPerson was) {
        List<Change> changes = new ArrayList<>();
        put(changes, "displayName", was == null ? null : was.displayName(), displayName());
        put(changes, "role", was == null ? null : word(was.role()), word(role()));
        put(changes, "language", was == null ? null : was.language(), language());
        put(changes, "villages", was == null ? null : all(was.villages()), all(villages()));
        put(changes, "enabled", was == null ? null : Boolean.toString(was.enabled()), Boolean.toString(enabled()));
        return changes;
    }

    static @Nullable String all(Set<String> villages) {
        return villages.isEmpty() ? null : String.join(" ", new TreeSet<>(villages));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static void put(List<Change> changes, String field, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }
}
