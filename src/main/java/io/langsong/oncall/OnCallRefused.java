package io.langsong.oncall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change of rotas or policies that can not be; nothing was stored. Says which field, which value, what to do. */
public final class OnCallRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 80;

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

    private OnCallRefused(
            Kind kind,
            String field,
            @Nullable String value,
            String reason,
            List<Object> details,
            String what,
            String remedy) {
        super(field + " " + what + "; " + remedy);
        this.kind = kind;
        this.field = field;
        this.value = value == null ? null : shortened(value);
        this.reason = reason;
        this.details = details;
        this.what = what;
        this.remedy = remedy;
    }

    /** Whoever shows it makes it plain. */
    private static String shortened(String value) {
        return value.codePointCount(0, value.length()) <= MOST_SHOWN
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MOST_SHOWN)) + "…";
    }

    /**
     * @param field as the API names it
     * @param value as given; null when it is missing
     * @param reason names its message on pages: {@code oncall.refused.REASON}, with {@code details} as its arguments
     * @param what is wrong, to be read after field and value
     */
    static OnCallRefused invalid(
            String field, @Nullable String value, String reason, List<Object> details, String what, String remedy) {
        return new OnCallRefused(Kind.INVALID, field, value, reason, details, what, remedy);
    }

    /** There is no place of that id. */
    public static OnCallRefused unknownPlace(String field, String id) {
        return invalid(
                field, id, "place", List.of(), "is no place of the inventory", "give ids as the inventory has them");
    }

    static OnCallRefused conflict(
            String field, @Nullable String value, String reason, List<Object> details, String what, String remedy) {
        return new OnCallRefused(Kind.CONFLICT, field, value, reason, details, what, remedy);
    }

    /** Somebody else was first. */
    static OnCallRefused changed(String id) {
        return new OnCallRefused(
                Kind.CHANGED_MEANWHILE,
                "id",
                id,
                "changed-meanwhile",
                List.of(),
                "was changed by somebody else meanwhile",
                "read it again, look at the change, and change it once more");
    }

    static OnCallRefused missing(String field, String value) {
        return new OnCallRefused(
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
