package io.langsong.event;

import java.util.regex.Pattern;

/**
 * Text from the network as it is kept: one line, without what a terminal obeys or what turns a page around. Everything else
 * stays, so that it can be searched for; whoever shows it escapes it.
 */
final class HostileText {
    private static final Pattern BLANK = Pattern.compile("[\\t\\r\\n]+");
    /** Controls, formats such as the bidirectional ones, halves of characters, line and paragraph ends, no characters at all. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private HostileText() {}

    /** @param most characters that are kept, a mark of what was left out included */
    static String of(String text, int most) {
        // What is left out needs no looking at.
        String some = text.length() > most * 2 ? text.substring(0, most * 2) : text;
        String plain = UNSEEN.matcher(BLANK.matcher(some.strip()).replaceAll(" "))
                .replaceAll("?")
                .strip();
        if (plain.length() <= most && some.length() == text.length()) {
            return plain;
        }
        int end = Math.min(plain.length(), most - 1);
        boolean half = end > 0 && Character.isHighSurrogate(plain.charAt(end - 1));
        return plain.substring(0, half ? end - 1 : end) + "…";
    }
}
