package io.langsong.alert;

import io.langsong.access.Refused;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a rule; pages say it by {@code alert.fault.CODE}. */
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
    TAKEN("is the id of another rule", "choose another");

    private final String what;
    private final String remedy;

    Fault(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * @param field as the API names it
     * @param value as given; null when it is missing
     */
    public Refused of(String field, @Nullable String value) {
        return this == TAKEN
                ? Refused.conflict(field, value, words(), List.of(), what, remedy)
                : Refused.invalid(field, value, words(), List.of(), what, remedy);
    }

    String words() {
        return "alert.fault." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Refused changed(String id) {
        return Refused.changed("alert.fault.changed", "id", id);
    }

    public static Refused missing(String id) {
        return Refused.missing("alert.fault.no-such-rule", "id", id);
    }
}
