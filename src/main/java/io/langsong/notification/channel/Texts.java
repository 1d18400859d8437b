package io.langsong.notification.channel;

import java.nio.charset.StandardCharsets;

/** Texts cut to what a service takes. What is cut off is shown by "…". Pure. */
final class Texts {
    private static final String MORE = "…";

    private Texts() {}

    /** At most so many octets in UTF-8. */
    static String octets(String text, int most) {
        if (length(text) <= most) {
            return text;
        }
        int room = most - length(MORE);
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            used += length(Character.toString(next));
            if (used > room) {
                break;
            }
            end += Character.charCount(next);
        }
        return text.substring(0, end) + MORE;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** At most so many UTF-16 units. */
    static String units(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + MORE;
    }

    /** Subject and text, where a service knows no subject. */
    static String whole(Letter letter) {
        return letter.subject() + "\n\n" + letter.text().strip();
    }
}
