package io.langsong.maintenance;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A plan, or a change of one, is not taken; nothing was stored. Says which field, which value, what to do. */
public final class MaintenanceRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final String BUNDLE = "messages.maintenance";
    private static final int MOST_SHOWN = 80;
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** What is wrong; its sentences are in the message files. */
    public enum Fault {
        EMPTY,
        TOO_LONG,
        HIDDEN_CHARACTER,
        NOT_A_CHOICE,
        NOT_A_MOMENT,
        NOT_A_DATE,
        NOT_A_TIME,
        OUT_OF_RANGE,
        BACKWARDS,
        TOO_MUCH_TIME,
        NO_WEEKDAY,
        NEVER,
        NO_SCOPE,
        ALL_AND_MORE,
        TOO_MANY_OBJECTS,
        NO_SUCH_OBJECT,
        NAME_UNCLEAR,
        BEYOND_SIGHT,
        LATE_WITHOUT_REASON,
        NOTHING_CHOSEN,
        MISSING,
        OVER;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final String field;
    private final @Nullable String value;
    private final Fault fault;
    private final transient List<Object> arguments;

    /**
     * @param field under its name in JSON
     * @param value as given; null when it is missing
     */
    public MaintenanceRefused(String field, @Nullable String value, Fault fault, Object... arguments) {
        super(fault.code());
        this.field = field;
        this.value = value == null ? null : PlanText.shown(value, MOST_SHOWN);
        this.fault = fault;
        this.arguments = List.copyOf(Arrays.asList(arguments));
    }

    public String field() {
        return field;
    }

    /** Made fit to be shown. */
    public @Nullable String value() {
        return value;
    }

    public Fault fault() {
        return fault;
    }

    /** To be read after field and value. */
    public String what(Locale language) {
        return text("what", language);
    }

    /** What to do now. */
    public String remedy(Locale language) {
        return text("remedy", language);
    }

    private String text(String part, Locale language) {
        String pattern = ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK)
                .getString("maintenance.refused." + fault.code() + "." + part);
        return new MessageFormat(pattern, language).format(arguments.toArray());
    }

    @Override
    public String getMessage() {
        return field + (value == null ? "" : " \"" + value + "\"") + " " + what(Locale.ENGLISH) + "; "
                + remedy(Locale.ENGLISH);
    }
}
