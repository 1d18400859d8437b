package io.langsong.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody asked for can not be, and nothing was stored. Says which field, which value, what to do. */
public final class Refused extends IllegalArgumentException {
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
    private final String words;
    private final transient List<Object> details;
    private final String what;
    private final String remedy;

    private Refused(
            Kind kind,
            String field,
            @Nullable String value,
            String words,
            List<Object> details,
            String what,
            String remedy) {
        super(field + (value == null ? "" : " \"" + AuditText.plain(value, MOST_SHOWN) + "\"") + " " + what + "; "
                + remedy);
        this.kind = kind;
        this.field = field;
        this.value = value == null ? null : shortened(value);
        this.words = words;
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
     * @param value as given; null when it is missing or secret
     * @param words key of what pages say, with {@code details} as its arguments, like {@code oncall.refused.past}
     * @param what is wrong, to be read after field and value
     */
    public static Refused invalid(
            String field, @Nullable String value, String words, List<Object> details, String what, String remedy) {
        return new Refused(Kind.INVALID, field, value, words, details, what, remedy);
    }

    /** As {@link #invalid}, of what would be well but for something else that is there. */
    public static Refused conflict(
            String field, @Nullable String value, String words, List<Object> details, String what, String remedy) {
        return new Refused(Kind.CONFLICT, field, value, words, details, what, remedy);
    }

    /** Somebody else was first. */
    public static Refused changed(String words, String field, String value) {
        return new Refused(
                Kind.CHANGED_MEANWHILE,
                field,
                value,
                words,
                List.of(),
                "was changed by somebody else meanwhile",
                "read it again, look at the change, and change it once more");
    }

    public static Refused missing(String words, String field, String value) {
        return new Refused(Kind.MISSING, field, value, words, List.of(), "is not there", "check its spelling");
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

    public String words() {
        return words;
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
