package io.langsong.inventory;

import java.util.regex.Pattern;

/** The one form of all our ids: safe in a URL, a file name, a tag and a command line. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Ids() {}

    static void check(String what, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 63 lower-case letters, digits and inner dashes: \"" + value + "\"");
        }
    }
}
