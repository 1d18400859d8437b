package io.langsong.inventory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The one form of all our ids: safe in a URL, a file name, a tag and a command line. */
public final class Ids {
    private static final int MOST = 63;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_IN_AN_ID = Pattern.compile("[^a-z0-9]+");

    private Ids() {}

    static void check(String kind, String value) {
        if (!FORM.matcher(value).matches()) {
            throw InventoryRefused.invalid(null, "id", value, Fault.NOT_AN_ID, Wording.kind(kind));
        }
    }

    /** Whether it has the form of an id. */
    public static boolean isOne(String value) {
        return FORM.matcher(value).matches();
    }

    /**
     * An id for an object of this name: Vietnamese without its marks, {@code "Thôn Đồng Mẫu"} as {@code thon-dong-mau},
     * with a number behind it when that is taken.
     *
     * @param fallback for a name without a letter or digit of ours
     * @param taken whether an id is
     */
    public static String from(String name, String fallback, Predicate<String> taken) {
        String bare = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd');
        String base = cut(NOT_IN_AN_ID.matcher(bare).replaceAll("-"), MOST);
        if (base.isEmpty()) {
            base = fallback;
        }
        String id = base;
        for (int number = 2; taken.test(id); number++) {
            String ending = "-" + number;
            id = cut(base, MOST - ending.length()) + ending;
        }
        return id;
    }

    private static String cut(String text, int most) {
        String inner = text.startsWith("-") ? text.substring(1) : text;
        String cut = inner.substring(0, Math.min(most, inner.length()));
        return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
