package io.langsong.oncall;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Stable name of a rota, e.g. {@code "ky-thuat"}: safe in an address and in a file name. */
public record RotaId(String value) implements Comparable<RotaId> {
    private static final int MOST = 63;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_IN_AN_ID = Pattern.compile("[^a-z0-9]+");

    public RotaId {
        if (!isOne(value)) {
            throw new IllegalArgumentException(
                    "Id of a rota must be 1 to 63 lower-case letters, digits and inner dashes: " + value);
        }
    }

    static boolean isOne(String value) {
        return FORM.matcher(value).matches();
    }

    /** An id for something of this name: {@code "Trực kỹ thuật"} as {@code truc-ky-thuat}, numbered when that is taken. */
    static String from(String name, String fallback, Predicate<String> taken) {
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

    @Override
    public int compareTo(RotaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
