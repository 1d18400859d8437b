package io.langsong.web;

import java.util.regex.Pattern;

/** Text from outside, made fit to be shown back: a terminal obeys control characters, and a page can be turned around by marks. */
public final class PlainText {
    private static final int MOST_SHOWN = 80;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private PlainText() {}

    /** As it may stand in a sentence: a question mark for each character that can not be seen, and no more than 80 characters. */
    public static String shown(String text) {
        return shown(text, MOST_SHOWN);
    }

    /** The same with no more than so many characters. */
    public static String shown(String text, int most) {
        String plain = UNSEEN.matcher(text).replaceAll("?");
        return plain.codePointCount(0, plain.length()) <= most
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, most)) + "…";
    }

    /** As it is searched for: without the characters that can not be seen, which come along when text is pasted. */
    public static String searched(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }
}
