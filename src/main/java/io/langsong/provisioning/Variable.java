package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a template leaves open, to be filled in for the commune, a village, a site, a group or one access point.
 *
 * @param required whether nothing is rendered without a value
 * @param byDefault the value when there is no other; never of a secret, since templates are no place for one
 * @param secret whether its values are sealed, and shown to nobody
 * @param least smallest value of an {@code INTEGER}, least number of characters of a {@code TEXT}; null for no limit
 * @param most as {@code least}
 * @param choices the only values there are; empty for all
 * @param about what it is for, to be read by whoever fills it in
 */
public record Variable(
        String name,
        Type type,
        boolean required,
        @Nullable String byDefault,
        boolean secret,
        @Nullable Integer least,
        @Nullable Integer most,
        List<String> choices,
        @Nullable String about) {
    static final int LONGEST_VALUE = 1_000;
    private static final int LONGEST_ABOUT = 200;
    private static final int MOST_CHOICES = 50;
    /** As NetJSON's variables: {@code \w*}, and not beginning with a digit, which scripts of routers refuse. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** What a value is. */
    public enum Type {
        TEXT,
        INTEGER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        IPV4,
        /** With the length of its prefix: {@code 10.20.0.1/24}. */
        IPV4_NETWORK,
        HOST_NAME,
        MAC;

        /** As written in JSON: {@code ipv4-network}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @throws Refused with the field that is wrong, as {@code variables.name} */
    public Variable {
        name = name("variables.name", name);
        choices = List.copyOf(choices);
        about = about == null || about.isBlank() ? null : Typed.text("variables.about", about, LONGEST_ABOUT);
        byDefault = byDefault == null || byDefault.isEmpty() ? null : byDefault;
        if (secret && byDefault != null) {
            throw Refused.invalid(
                    "variables.default",
                    null,
                    "provisioning.refused.secret-default",
                    List.of(name),
                    "is given for a secret",
                    "leave it out, and set the value where it is known");
        }
        if (least != null && most != null && least > most || choices.size() > MOST_CHOICES) {
            throw Refused.invalid(
                    "variables.least",
                    Objects.toString(least, ""),
                    "provisioning.refused.limits",
                    List.of(name),
                    "leaves no value",
                    "give a least that is not above most, and at most " + MOST_CHOICES + " choices");
        }
    }

    /** @throws Refused when it is no name of a variable */
    static String name(String field, @Nullable String typed) {
        String name = Objects.requireNonNullElse(typed, "").strip();
        if (!NAME.matcher(name).matches()) {
            throw Refused.invalid(
                    field,
                    typed,
                    "provisioning.refused.variable-name",
                    List.of(),
                    "is no name of a variable",
                    "use letters, digits and underscores, 63 at most, not a digit first");
        }
        return name;
    }

    /**
     * A value as it is kept.
     *
     * @throws Refused saying what a value has to be; a secret is not repeated
     */
    public String checked(String typed) {
        String value = type == Type.TEXT ? plain(typed) : plain(typed).strip();
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw wrong(typed, "provisioning.refused.choice", String.join(", ", choices), "give one of ");
        }
        switch (type) {
            case TEXT -> requireWithin(typed, BigInteger.valueOf(value.codePointCount(0, value.length())));
            case INTEGER -> {
                require(typed, value.matches("-?[0-9]{1,10}"), "a whole number");
                requireWithin(typed, new BigInteger(value));
            }
            case BOOLEAN -> require(typed, value.equals("true") || value.equals("false"), "true, false");
            case IPV4 -> require(typed, Addresses.isIpv4(value), "10.20.0.1");
            case IPV4_NETWORK -> require(typed, Addresses.isIpv4Network(value), "10.20.0.1/24");
            case HOST_NAME -> require(typed, Addresses.isHostName(value), "thon-man-ap1");
            case MAC -> require(typed, Addresses.isMac(value), "52:54:00:AA:BB:CC");
        }
        return value;
    }

    /** Line breaks and what else can not be seen has no place in any option of a device. */
    private String plain(String typed) {
        if (typed.length() > LONGEST_VALUE || typed.chars().anyMatch(Character::isISOControl)) {
            throw wrong(
                    typed,
                    "provisioning.refused.not-one-line",
                    Integer.toString(LONGEST_VALUE),
                    "give one line, of characters at most ");
        }
        return typed;
    }

    private void require(String typed, boolean well, String example) {
        if (!well) {
            throw wrong(typed, "provisioning.refused.type." + type.code(), example, "write it like ");
        }
    }

    private void requireWithin(String typed, BigInteger number) {
        boolean tooSmall = least != null && number.compareTo(BigInteger.valueOf(least)) < 0;
        boolean tooLarge = most != null && number.compareTo(BigInteger.valueOf(most)) > 0;
        if (tooSmall || tooLarge) {
            String limits = Objects.toString(least, "") + "–" + Objects.toString(most, "");
            throw wrong(
                    typed,
                    type == Type.TEXT ? "provisioning.refused.length" : "provisioning.refused.range",
                    limits,
                    type == Type.TEXT ? "give so many characters: " : "give a number of ");
        }
    }

    private Refused wrong(String typed, String words, String detail, String remedy) {
        return Refused.invalid(
                "values." + name,
                secret ? null : typed,
                words,
                List.of(detail),
                "is no value for this variable",
                remedy + detail);
    }
}
