package io.langsong.discovery;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A scan, or what was found by one, is not taken; nothing was stored. Says which field, which value, what to do. */
public final class DiscoveryRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final String BUNDLE = "messages.discovery";
    private static final int MOST_SHOWN = 80;
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** What is wrong; its sentences are in the message files. */
    public enum Fault {
        NO_RANGE,
        NOT_A_RANGE,
        BACKWARDS,
        TOO_MANY_ADDRESSES,
        NOT_OF_DEVICES,
        NO_CREDENTIALS,
        TOO_MANY_CREDENTIALS,
        NO_KNOWN_DEVICES,
        OUT_OF_RANGE,
        TOO_MANY_WAITING,
        NOT_ENDED,
        NOTHING_CHOSEN,
        NOT_TO_ACCEPT,
        NO_SITE,
        UPLINK_NOT_THERE,
        UPLINK_NOT_PROPOSED,
        MISSING;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final String field;
    private final @Nullable String value;
    private final Fault fault;
    private final transient List<Object> arguments;

    DiscoveryRefused(String field, @Nullable String value, Fault fault, Object... arguments) {
        super(fault.code());
        this.field = field;
        this.value = value == null ? null : DeviceText.shown(value, MOST_SHOWN);
        this.fault = fault;
        this.arguments = List.copyOf(Arrays.asList(arguments));
    }

    /** Under its name in JSON. */
    public String field() {
        return field;
    }

    /** As given, made fit to be shown; null when it is missing or secret. */
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
                .getString("discovery.refused." + fault.code() + "." + part);
        return new MessageFormat(pattern, language).format(arguments.toArray());
    }

    @Override
    public String getMessage() {
        return field + (value == null ? "" : " \"" + value + "\"") + " " + what(Locale.ENGLISH) + "; "
                + remedy(Locale.ENGLISH);
    }
}
