package io.langsong.alert;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rule that can not be; nothing was stored. Says which field, which value, what to do. */
public final class AlertRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Why, as far as a program cares. */
    public enum Kind {
        INVALID,
        CONFLICT,
        CHANGED_MEANWHILE,
        MISSING
    }

    /** What is wrong, and what to do, to be read after field and value; pages say it by {@code alert.fault.CODE}. */
    public enum Fault {
        NOT_AN_ID("is no id", "use 1 to 63 lower-case letters, digits and inner dashes"),
        NOT_A_NAME("is no name", "use 1 to 120 characters that can be seen"),
        NOT_A_METRIC("is no metric", "write its name as samples have it, like cpu.utilization"),
        UNKNOWN_METRIC("is given by no profile", "look up the names of metrics in a device's values"),
        NOT_AN_INDEX("is no index", "use at most 200 characters, * for anything"),
        OF_ITSELF("is the metric itself", "name another, or none"),
        NO_DATA_OF_TWO("can not be asked for data that is missing", "leave it out"),
        NOT_A_CRITERION("is nothing to ask", "give above, below or no-data"),
        NOT_A_NUMBER("is no number", "give one like 90 or 0.5"),
        CLEARS_BEYOND("lies beyond what fires", "for above give at most the firing value, for below at least"),
        NOT_AN_AVERAGE("is no time to average over", "give whole seconds, at most a day, or 0"),
        NOT_A_HOLD("is no time to hold", "give whole seconds, at most seven days, or 0"),
        TOO_SHORT_FOR_NO_DATA("is too short for missing data", "give at least a minute"),
        NOT_A_SEVERITY("is no severity", "give warning or critical"),
        NOT_A_SCOPE("is no scope", "give all, or village, site, profile or device with an id, like site:thon-man-nvh"),
        UNKNOWN_SCOPE("is not there", "check its spelling"),
        TAKEN("is the id of another rule", "choose another"),
        CHANGED("was changed by somebody else meanwhile", "read it again, look at the change, and change it once more"),
        NO_SUCH_RULE("is no rule", "look at the list of rules");

        private final String what;
        private final String remedy;

        Fault(String what, String remedy) {
            this.what = what;
            this.remedy = remedy;
        }

        /** As in the keys of the messages: {@code not-an-id}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public String what() {
            return what;
        }

        public String remedy() {
            return remedy;
        }
    }

    private final Kind kind;
    private final String field;
    private final @Nullable String value;
    private final Fault fault;

    private AlertRefused(Kind kind, String field, @Nullable String value, Fault fault) {
        super(field + " " + fault.what() + "; " + fault.remedy());
        this.kind = kind;
        this.field = field;
        this.value = value;
        this.fault = fault;
    }

    /**
     * @param field as the API names it
     * @param value as given; null when it is missing
     */
    public static AlertRefused invalid(String field, @Nullable String value, Fault fault) {
        return new AlertRefused(Kind.INVALID, field, value, fault);
    }

    static AlertRefused taken(String id) {
        return new AlertRefused(Kind.CONFLICT, "id", id, Fault.TAKEN);
    }

    static AlertRefused changed(String id) {
        return new AlertRefused(Kind.CHANGED_MEANWHILE, "id", id, Fault.CHANGED);
    }

    public static AlertRefused missing(String id) {
        return new AlertRefused(Kind.MISSING, "id", id, Fault.NO_SUCH_RULE);
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

    public Fault fault() {
        return fault;
    }
}
