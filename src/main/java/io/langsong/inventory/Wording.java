package io.langsong.inventory;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A sentence that says what is wrong and one that says what to do, in the language of whoever reads it. Any thread.
 *
 * @param fault null for words that only programs read, which are given in English
 * @param arguments numbers, texts, and {@link Term}s that have a translation of their own
 */
public record Wording(@Nullable Fault fault, List<Object> arguments, String englishWhat, String englishRemedy) {
    private static final String BUNDLE = "messages.inventory";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    public Wording {
        arguments = List.copyOf(arguments);
    }

    /** A word of ours by its key in the message files, like {@code inventory.kind.village}. */
    public record Term(String key) {}

    /**
     * A list of our words: in English as programs and files name them, in Vietnamese as people read them.
     *
     * @param labels a key in the message files for each; where there is none its own name stands
     */
    record Named(List<String> names, List<String> labels) {
        Named {
            names = List.copyOf(names);
            labels = List.copyOf(labels);
        }

        private String in(Locale language) {
            if (language.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
                return String.join(", ", names);
            }
            List<String> words = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                String label = messageOrNull(labels.get(i), language);
                words.add(label == null ? names.get(i) : label);
            }
            return String.join(", ", words);
        }
    }

    static Wording of(Fault fault, Object... arguments) {
        return new Wording(fault, List.of(arguments), "", "");
    }

    static Wording english(String what, String remedy) {
        return new Wording(null, List.of(), what, remedy);
    }

    static Term kind(String kind) {
        return new Term("inventory.kind." + kind);
    }

    /** To be read after a field and its value: {@code is not a UDP port}. */
    public String what(Locale language) {
        return fault == null ? englishWhat : text("what", fault, language);
    }

    /** {@code give 1 to 65535; SNMP uses 161}. */
    public String remedy(Locale language) {
        return fault == null ? englishRemedy : text("remedy", fault, language);
    }

    private String text(String part, Fault known, Locale language) {
        String pattern = message("inventory.refused." + known.code() + "." + part, language);
        Object[] spoken = arguments.stream()
                .map(argument -> {
                    if (argument instanceof Term term) {
                        return message(term.key(), language);
                    }
                    return argument instanceof Named named ? named.in(language) : argument.toString();
                })
                .toArray();
        return new MessageFormat(pattern, language).format(spoken);
    }

    /**
     * A text of this module; Vietnamese in any language but English.
     *
     * @throws MissingResourceException for a key that there is not
     */
    public static String message(String key, Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK).getString(key);
    }

    /** As {@link #message}, null for a key that there is not. */
    static @Nullable String messageOrNull(String key, Locale language) {
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, language, NO_FALLBACK);
        return bundle.containsKey(key) ? bundle.getString(key) : null;
    }
}
