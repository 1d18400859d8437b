package io.langsong.inventory;

import java.util.Locale;
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
        MISSING,
        /** The object is no longer the one that was read before the change was made. */
        CHANGED_MEANWHILE
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
            @Nullable InventoryId object, String field, @Nullable String value, Fault fault, Object... arguments) {
        return new InventoryRefused(new Problem(Reason.INVALID, object, field, value, Wording.of(fault, arguments)));
    }

    /** For pages, where the words of {@code fault} say it all. */
    public static InventoryRefused of(String field, Fault fault) {
        return invalid(null, field, null, fault);
    }

    /** For readers of JSON that find a field in the wrong shape; in English, since only programs read it. */
    public static InventoryRefused unreadable(String field, @Nullable String value, String what, String remedy) {
        return new InventoryRefused(new Problem(Reason.INVALID, null, field, value, Wording.english(what, remedy)));
    }

    /** It is not in the villages of who asks, or touches others; nothing is said of those. */
    public static InventoryRefused beyondSight(InventoryId id) {
        return new InventoryRefused(new Problem(Reason.INVALID, id, "id", id.value(), Wording.of(Fault.BEYOND_SIGHT)));
    }

    public static InventoryRefused missing(InventoryId id) {
        return new InventoryRefused(new Problem(Reason.MISSING, id, "id", id.value(), Wording.of(Fault.NOT_THERE)));
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
                problem.wording()));
    }

    /**
     * @param object whose field it is, as far as known
     * @param field under its name in JSON and CSV, e.g. {@code snmp.community}
     * @param value as given, shortened and without control characters; null when it is missing or secret
     */
    public record Problem(
            Reason reason,
            @Nullable InventoryId object,
            String field,
            @Nullable String value,
            Wording wording) {
        public Problem {
            value = value == null ? null : Texts.shown(value);
        }

        /** What is wrong with it, in English, to be read after field and value. */
        public String what() {
            return wording.what(Locale.ENGLISH);
        }

        /** What to do now, in English. */
        public String remedy() {
            return wording.remedy(Locale.ENGLISH);
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
            return sentence.append(' ')
                    .append(what())
                    .append("; ")
                    .append(remedy())
                    .toString();
        }
    }
}
