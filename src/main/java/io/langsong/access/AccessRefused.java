package io.langsong.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of people, tokens or passwords that can not be; nothing was stored. Says which field, which value, what to do. */
public final class AccessRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Why it is refused, as far as a program cares. */
    public enum Kind {
        INVALID,
        CONFLICT,
        CHANGED_MEANWHILE,
        MISSING
    }

    private final Kind kind;
    private final String field;
    private final @Nullable String value;
    private final String reason;
    private final transient List<Object> details;
    private final String what;
    private final String remedy;

    private AccessRefused(
            Kind kind,
            String field,
            @Nullable String value,
            String reason,
            List<Object> details,
            String what,
            String remedy) {
        super(field + (value == null ? "" : " \"" + AuditText.plain(value, 80) + "\"") + " " + what + "; " + remedy);
        this.kind = kind;
        this.field = field;
        this.value = value;
        this.reason = reason;
        this.details = details;
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * @param field as the API names it
     * @param value as given; null when it is missing or secret
     * @param reason names its message on pages: {@code access.refused.REASON}, with {@code details} as its arguments
     * @param what is wrong, to be read after field and value
     */
    static AccessRefused invalid(
            String field, @Nullable String value, String reason, List<Object> details, String what, String remedy) {
        return new AccessRefused(Kind.INVALID, field, value, reason, details, what, remedy);
    }

    /** There is no village of that id. */
    public static AccessRefused unknownVillage(String id) {
        return invalid(
                "villages",
                id,
                "village",
                List.of(),
                "is no village of the inventory",
                "give ids as the inventory has them");
    }

    static AccessRefused conflict(String field, @Nullable String value, String reason, String what, String remedy) {
        return new AccessRefused(Kind.CONFLICT, field, value, reason, List.of(), what, remedy);
    }

    /** Somebody else was first. */
    public static AccessRefused changed(String name) {
        return new AccessRefused(
                Kind.CHANGED_MEANWHILE,
                "name",
                name,
                "changed-meanwhile",
                List.of(),
                "was changed by somebody else meanwhile",
                "read it again, look at the change, and change it once more");
    }

    static AccessRefused missing(String field, String value) {
        return new AccessRefused(
                Kind.MISSING, field, value, "missing", List.of(), "is not there", "check its spelling");
    }

    public Kind kind() {
        return kind;
    }

    public String field() {
        return field;
    }

    public @Nullable String value() {
        return value;
    }

    public String reason() {
        return reason;
    }

    public List<Object> details() {
        return details;
    }

    public String what() {
        return what;
    }

    public String remedy() {
        return remedy;
    }
}
