package io.langsong.provisioning;

import io.langsong.access.AuditTrail.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person changed of an access point, for the audit trail. */
final class AccessPointChanges {
    private AccessPointChanges() {}

    /** @param before null for one that is new */
    static List<Change> between(@Nullable AccessPoint before, AccessPoint now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", before == null ? null : before.name(), now.name());
        put(
                changes,
                "site",
                before == null ? null : before.site().value(),
                now.site().value());
        put(
                changes,
                "method",
                before == null ? null : before.method().code(),
                now.method().code());
        put(changes, "group", before == null ? null : before.group(), now.group());
        put(changes, "chosen", before == null ? null : list(before.chosen()), list(now.chosen()));
        put(changes, "leftOff", before == null ? null : list(before.leftOff()), list(now.leftOff()));
        // It may hold a secret that somebody typed into it.
        boolean same = before == null ? now.own().isEmpty() : before.own().equals(now.own());
        if (!same) {
            changes.add(new Change("own", before == null || before.own().isEmpty() ? null : "***", "***"));
        }
        put(changes, "expected", before == null ? null : before.expected(), now.expected());
        put(
                changes,
                "notes",
                before == null ? null : before.notes().toString(),
                now.notes().toString());
        return changes;
    }

    private static @Nullable String list(Set<String> words) {
        return words.isEmpty() ? null : String.join(" ", words.stream().sorted().toList());
    }

    private static void put(List<Change> changes, String field, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }
}
