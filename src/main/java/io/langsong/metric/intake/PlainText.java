package io.langsong.metric.intake;

/**
 * Makes any text of a device safe to keep: no control character, no backslash, no half of a surrogate pair. What PostgreSQL
 * (no NUL) and InfluxDB (no line break, no backslash at the end of a tag) can not hold is written as {@code %xxxx}, the
 * UTF-16 code unit in hexadecimal, and so is the percent sign; everything else stays as it is. No two texts become one.
 */
public final class PlainText {
    private PlainText() {}

    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (c == '%' || c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
                out.append('%').append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    public static String decode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                i += 4;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
