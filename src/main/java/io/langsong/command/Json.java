package io.langsong.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one line of JSON (RFC 8259); small, so that a light command loads no library for it. What is null is left out. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /**
     * @param value a {@link Map} with texts as keys, an {@link Iterable}, a text, a whole or finite number, a truth value;
     *     {@link Exact} for digits as they are
     */
    static String line(Object value) {
        Json json = new Json();
        json.write(value);
        return json.text.toString();
    }

    /** A number that no Java type holds, as the unsigned 64 bits of a counter. */
    record Exact(String digits) {
        /** For where a field has to be there without a value. */
        static final Exact NULL = new Exact("null");

        static Exact unsigned(long bits) {
            return new Exact(Long.toUnsignedString(bits));
        }

        /** Whole numbers without a point, as far as a double holds them exactly. */
        static Exact of(double number) {
            boolean whole = number == Math.rint(number) && Math.abs(number) < 0x1p53;
            return new Exact(whole ? Long.toString((long) number) : Double.toString(number));
        }
    }

    private void write(Object value) {
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else if (value instanceof Exact exact) {
            text.append(exact.digits());
        } else if (value instanceof Double number) {
            text.append(Exact.of(number).digits());
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            @Nullable Object value = entry.getValue();
            if (value != null) {
                text.append(before);
                string(String.valueOf(entry.getKey()));
                text.append(':');
                write(value);
                before = ',';
            }
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void array(Iterable<?> list) {
        char before = '[';
        for (Object value : list) {
            text.append(before);
            write(value);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Also what ends a line for some readers, and what UTF-8 can not write alone.
                    if (c < 0x20
                            || (c >= 0x7f && c < 0xa0)
                            || c == '\u2028'
                            || c == '\u2029'
                            || Character.isSurrogate(c)) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
