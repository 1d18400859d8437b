package io.langsong.access.web;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditTrail.Change;
import io.langsong.inventory.RecordedField;
import io.langsong.web.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Entries of the audit log in words, in the language of the request on this thread; what has no word stands as it was
 * written. Only for people: the file and the API have it as it was written.
 */
@Component
class AuditWords {
    private static final String NOTHING = "–";

    private final Words words;
    private final Villages villages;

    AuditWords(Words words, Villages villages) {
        this.words = words;
        this.villages = villages;
    }

    /**
     * An entry as the page shows it.
     *
     * @param rawSubject as it was written, which is what the filter looks for
     */
    record Row(
            Instant at,
            String actor,
            @Nullable String address,
            String action,
            String subject,
            String rawSubject,
            List<Line> changes) {}

    /** One field. @param from null where nothing was before: then only what it is now is said */
    record Line(String label, @Nullable String from, String to) {
        public List<AuditLines.Line> fromLines() {
            return AuditLines.of(from == null ? "" : from);
        }

        public List<AuditLines.Line> toLines() {
            return AuditLines.of(to);
        }
    }

    Row of(AuditEntry entry) {
        return new Row(
                entry.at(),
                actor(entry.actor()),
                entry.address(),
                action(entry.action()),
                subject(entry.subject()),
                entry.subject(),
                entry.changes().stream()
                        .map(change -> line(entry.action(), change))
                        .toList());
    }

    private String actor(String actor) {
        return switch (actor) {
            case "?" -> words.message("access.audit.nobody");
            case "system" -> words.message("access.audit.system");
            default -> actor;
        };
    }

    /** An action in words; the action itself when no module has words for it. */
    public String action(String action) {
        int dot = action.indexOf('.');
        return dot < 0 ? action : word(action.substring(0, dot) + ".audit" + action.substring(dot), action);
    }

    /** {@code thiết bị thon-man-ap2} */
    private String subject(String subject) {
        if (subject.equals("person:?")) {
            return words.message("access.audit.subject.unknown");
        }
        int colon = subject.indexOf(':');
        String kind = colon < 0 ? "" : subject.substring(0, colon);
        String named = word("access.audit.subject." + kind, word("inventory.kind." + kind, ""));
        return named.isEmpty() ? subject : named + " " + subject.substring(colon + 1);
    }

    private Line line(String action, Change change) {
        boolean replaced = action.endsWith(".change") && !Objects.equals(change.old(), change.now());
        String from = change.old() == null && !replaced ? null : shown(action, change.field(), change.old());
        return new Line(
                label(action, change.field()),
                Objects.equals(change.old(), change.now()) ? null : from,
                shown(action, change.field(), change.now()));
    }

    private String label(String action, String field) {
        return RecordedField.of(action, field)
                .map(found -> found.label(language()))
                .orElseGet(() ->
                        word(module(action) + ".audit.field." + field, word("access.audit.field." + field, field)));
    }

    private static String module(String action) {
        int dot = action.indexOf('.');
        return dot < 0 ? action : action.substring(0, dot);
    }

    private String shown(String action, String field, @Nullable String value) {
        Optional<RecordedField> found = RecordedField.of(action, field);
        if (found.isEmpty() && field.equals("villages")) {
            return villages.named(value == null ? List.of() : List.of(value.split(" ")));
        }
        if (value == null) {
            return NOTHING;
        }
        if (found.isPresent()) {
            return found.get().value(value, language());
        }
        String key = switch (field) {
            case "role" -> "web.role.";
            case "scope" -> module(action) + ".scope.";
            case "enabled" -> "inventory.truth.";
            default -> "access.audit.value." + field + ".";
        };
        return word(key + value, moment(value));
    }

    /** An instant where people read it; whatever else stands there as it is. */
    private String moment(String value) {
        if (!value.endsWith("Z")) {
            return value;
        }
        try {
            return words.full(Instant.parse(value));
        } catch (DateTimeException none) {
            return value;
        }
    }

    private String word(String key, String otherwise) {
        return words.has(key) ? words.message(key) : otherwise;
    }

    private static Locale language() {
        return LocaleContextHolder.getLocale();
    }
}
