package io.langsong.notification;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell people, before it is cut into deliveries. Texts may hold what devices call themselves, so they are
 * made harmless here rather than refused: a strange name must not keep an outage from being told.
 *
 * @param key says the same thing once: a second message of the same key is not sent, also after a restart; 1 to 200
 *     characters
 * @param subject one line, without control characters, at most 250 characters
 * @param text plain text, lines ended by LF
 * @param facts for machines, sent by webhook as JSON: texts, numbers, booleans, lists and maps of them
 * @param severity whether it waits for the end of a person's quiet hours
 * @param translations the same by language, {@code vi} or {@code en}, for people who chose another one than that of
 *     {@code subject} and {@code text}
 */
public record Message(
        String key,
        String subject,
        String text,
        Map<String, Object> facts,
        Severity severity,
        Map<String, Words> translations) {

    /** What people read of it, in one language. */
    public record Words(String subject, String text) {
        public Words {
            subject = oneLine(subject, 250);
            text = lines(text);
        }
    }

    public Message {
        if (key.isBlank() || key.length() > 200 || !key.equals(oneLine(key, 200))) {
            throw new IllegalArgumentException(
                    "The key of a message is 1 to 200 printable characters: \"" + oneLine(key, 200) + "\"");
        }
        subject = oneLine(subject, 250);
        text = lines(text);
        facts = map(facts);
        translations = Map.copyOf(translations);
    }

    /** In one language, and nobody's quiet hours hold it. */
    public Message(String key, String subject, String text, Map<String, Object> facts) {
        this(key, subject, text, facts, Severity.CRITICAL, Map.of());
    }

    public Message with(Severity other) {
        return new Message(key, subject, text, facts, other, translations);
    }

    /** The same message, with what a person reads who chose {@code language}. */
    public Message translated(Locale language, String itsSubject, String itsText) {
        Map<String, Words> all = new LinkedHashMap<>(translations);
        all.put(language.getLanguage(), new Words(itsSubject, itsText));
        return new Message(key, subject, text, facts, severity, all);
    }

    /**
     * Foreign text for use inside a line: composed (NFC), without line breaks, control characters and marks that turn
     * the writing direction.
     *
     * @param most longest result, in characters; what is cut off is shown by "…"
     */
    public static String oneLine(String text, int most) {
        String line = printable(text.replaceAll("\\s*[\\r\\n\\u0085\\u2028\\u2029]+\\s*", " "), false)
                .strip();
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }

    private static String lines(String text) {
        return printable(text.replaceAll("\\r\\n?|[\\u0085\\u2028\\u2029]", "\n"), true);
    }

    private static String printable(String text, boolean linesAllowed) {
        StringBuilder kept = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (c == '\n' && linesAllowed) {
                kept.append('\n');
            } else if (Character.isISOControl(c)) {
                kept.append(' ');
            } else if (Character.getType(c) == Character.SURROGATE) {
                // Half a character can be written neither to the database nor to the wire.
                kept.append('\uFFFD');
            } else if (!turnsDirection(c)) {
                kept.appendCodePoint(c);
            }
        });
        return kept.toString();
    }

    /** Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9). */
    private static boolean turnsDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static Map<String, Object> map(Map<?, ?> values) {
        Map<String, Object> kept = new LinkedHashMap<>();
        values.forEach((name, value) -> kept.put(lines(String.valueOf(name)), value(value)));
        return Collections.unmodifiableMap(kept);
    }

    private static Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Message::value).toList();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return lines(String.valueOf(value));
    }
}
