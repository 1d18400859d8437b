package io.langsong.notification.channel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** Texts of settings with words in braces that are filled in, escaped as the text around wants it. Pure. */
final class Template {
    /** The braces of JSON hold blanks, quotes or nothing. */
    static final Pattern WORD = Pattern.compile("\\{([^{}\"\\s:,]+)}");

    static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+( *; *charset=utf-8)?");

    private Template() {}

    /** A word without a value stays as it is. */
    static String filled(String template, Map<String, String> values, UnaryOperator<String> escaped) {
        return WORD.matcher(template).replaceAll(word -> {
            String value = values.get(word.group(1));
            return Matcher.quoteReplacement(value == null ? word.group() : escaped.apply(value));
        });
    }

    static UnaryOperator<String> escaping(String contentType, JsonMapper json) {
        if (contentType.contains("json")) {
            return value -> {
                String quoted = json.writeValueAsString(value);
                return quoted.substring(1, quoted.length() - 1);
            };
        }
        if (contentType.contains("urlencoded")) {
            return Template::encoded;
        }
        return contentType.contains("xml") ? Template::xml : value -> value;
    }

    /** For an address or a form. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String xml(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    /** Refuses a word that nothing is known for, which is a mistake. */
    static void requireKnown(String setting, String template, Set<String> known) {
        WORD.matcher(template).results().map(found -> found.group(1)).forEach(word -> {
            if (!known.contains(word)) {
                throw new IllegalArgumentException("%s: {%s} is not known; write some of %s"
                        .formatted(
                                setting,
                                Checks.visible(word),
                                known.stream()
                                        .sorted()
                                        .map(one -> "{" + one + "}")
                                        .toList()));
            }
        });
    }

    static void requireType(String setting, String contentType) {
        if (!TYPE.matcher(contentType).matches()) {
            throw new IllegalArgumentException(setting + ": \"" + Checks.visible(contentType)
                    + "\" is no type of text; write application/json or application/x-www-form-urlencoded");
        }
    }
}
