package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/** The inventory does not take a value or a change; nothing was stored. Says which field, which value, what to do. */
public final class InventoryRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** The value can never be right. */
        INVALID,
        /** The value is right, but not beside what is there. */
        CONFLICT,
        /** There is no such object. */
        MISSING
    }

    private final transient Problem problem;

    InventoryRefused(Problem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    static InventoryRefused invalid(
            @Nullable InventoryId object, String field, @Nullable String value, String what, String remedy) {
        return new InventoryRefused(new Problem(Reason.INVALID, object, field, value, what, remedy));
    }

    /** For readers of JSON or CSV that find a field in the wrong shape. */
    public static InventoryRefused unreadable(String field, @Nullable String value, String what, String remedy) {
        return invalid(null, field, value, what, remedy);
    }

    public static InventoryRefused missing(InventoryId id) {
        return new InventoryRefused(new Problem(
                Reason.MISSING, id, "id", id.value(), "is not in the inventory", "check its spelling or add it first"));
    }

    /** The same refusal for those who gave the field under another name. */
    public InventoryRefused named(String field) {
        return at(null, field);
    }

    /** The same refusal, seen from the object and field that hold the value. */
    InventoryRefused at(@Nullable InventoryId object, String field) {
        return new InventoryRefused(new Problem(
                problem.reason(),
                object == null ? problem.object() : object,
                field,
                problem.value(),
                problem.what(),
                problem.remedy()));
    }

    /**
     * @param object whose field it is, as far as known
     * @param field under its name in JSON and CSV, e.g. {@code snmp.community}
     * @param value as given, shortened and without control characters; null when it is missing or secret
     * @param what is wrong with it, to be read after field and value
     * @param remedy what to do now
     */
    public record Problem(
            Reason reason,
            @Nullable InventoryId object,
            String field,
            @Nullable String value,
            String what,
            String remedy) {
        public Problem {
            value = value == null ? null : Texts.shown(value);
        }

        public String sentence() {
            StringBuilder sentence = new StringBuilder();
            if (object != null) {
                sentence.append(object.kind())
                        .append(' ')
                        .append(object.value())
                        .append(": ");
            }
            sentence.append(field);
            if (value != null) {
                sentence.append(" \"").append(value).append('"');
            }
            return sentence.append(' ').append(what).append("; ").append(remedy).toString();
        }
    }
}
