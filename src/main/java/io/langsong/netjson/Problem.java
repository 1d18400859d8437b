package io.langsong.netjson;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a configuration, with UCI text or with an archive. Any thread.
 *
 * @param path where JSON Schema says that it is: of alternatives, as kinds of interfaces are, the whole one; names and indexes
 *     from 0, empty for the whole configuration
 * @param at the field itself, as deep as it is known; begins with {@code path}
 * @param fault its sentence, that says what is wrong and the remedy, is in the message files
 * @param values what stands in the sentence, made fit to be shown
 */
public record Problem(List<Object> path, List<Object> at, Fault fault, List<Object> values) {
    private static final String BUNDLE = "messages.netjson";
    private static final int MOST_SHOWN = 400;
    private static final String SECRET = "•••";
    /** Fields whose values nobody is to read in a message. */
    private static final Set<String> SECRETS = Set.of(
            "acct_secret",
            "auth_secret",
            "dae_secret",
            "key",
            "key1",
            "password",
            "pin",
            "pincode",
            "preshared_key",
            "priv_key2_pwd",
            "priv_key_pwd",
            "private_key",
            "secret",
            "tls_auth",
            "wps_pin");

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Problem {
        path = List.copyOf(path);
        at = List.copyOf(at);
        boolean secret = fault != Fault.MISSING
                && fault != Fault.CONTROL_CHARACTER
                && fault != Fault.UNDEFINED
                && !at.isEmpty()
                && SECRETS.contains(at.get(at.size() - 1).toString());
        List<Object> fit = new ArrayList<>(values.stream().map(Problem::shown).toList());
        if (secret && !fit.isEmpty()) {
            fit.set(0, SECRET);
        }
        values = List.copyOf(fit);
    }

    static Problem at(List<Object> path, Fault fault, Object... values) {
        return new Problem(path, path, fault, Arrays.asList(values));
    }

    /** Of rules between fields, which no single place breaks. */
    static Problem between(List<Object> at, Fault fault, Object... values) {
        return new Problem(List.of(), at, fault, Arrays.asList(values));
    }

    static Problem whole(Fault fault, Object... values) {
        return at(List.of(), fault, values);
    }

    /** As a person would write it: {@code interfaces[0].wireless.ssid}; empty for the whole configuration. */
    public String place() {
        StringBuilder place = new StringBuilder();
        for (Object step : at) {
            if (step instanceof Integer index) {
                place.append('[').append(index).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(shown(step));
            }
        }
        return place.toString();
    }

    /** The place, what is wrong, and what to do; Vietnamese in any language but English. */
    public String text(Locale language) {
        String pattern = ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK).getString("netjson." + fault.code());
        String sentence = new MessageFormat(pattern, language).format(values.toArray());
        return at.isEmpty() ? sentence : place() + ": " + sentence;
    }

    static String texts(List<Problem> problems, Locale language) {
        return problems.stream().map(one -> one.text(language)).collect(Collectors.joining("\n"));
    }

    /** What others wrote can be long and can drive a terminal. */
    private static String shown(Object value) {
        String text = value.toString().replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "?");
        return text.codePointCount(0, text.length()) <= MOST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_SHOWN)) + "…";
    }
}
