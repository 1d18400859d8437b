package io.langsong.maintenance;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A name in the parts by which names are compared.
 *
 * @param sort the kind of place that the name says it is of
 * @param words what follows, each without marks, in lower case, and its number without zeros in front
 * @param marked the same words with their marks, those of tone behind the word: {@code hòa} and {@code hoà} are one
 */
record PlaceName(Sort sort, List<String> words, List<String> marked) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern TONES = Pattern.compile("[\u0300\u0301\u0303\u0309\u0323]");
    private static final Pattern NOT_TONES = Pattern.compile("[^\u0300\u0301\u0303\u0309\u0323]");
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern ZEROS = Pattern.compile("^0+(?=\\d)");

    /** Kinds of places that no notice confuses: what is a {@code phố} to one is a {@code TDP} to another, but no {@code thôn}. */
    enum Sort {
        RURAL,
        URBAN,
        POWER,
        NONE
    }

    /** How a name may begin, longest first. */
    private static final Map<String, Sort> BEGINNINGS = Map.ofEntries(
            Map.entry("thon", Sort.RURAL),
            Map.entry("ban", Sort.RURAL),
            Map.entry("lang", Sort.RURAL),
            Map.entry("xom", Sort.RURAL),
            Map.entry("pho", Sort.URBAN),
            Map.entry("tdp", Sort.URBAN),
            Map.entry("to dan pho", Sort.URBAN),
            Map.entry("khu pho", Sort.URBAN),
            Map.entry("khu dan cu", Sort.URBAN),
            Map.entry("kp", Sort.URBAN),
            Map.entry("khu", Sort.URBAN),
            Map.entry("tram bien ap", Sort.POWER),
            Map.entry("tba", Sort.POWER),
            Map.entry("tram", Sort.POWER),
            Map.entry("duong day", Sort.POWER),
            Map.entry("dz", Sort.POWER),
            Map.entry("lo", Sort.POWER),
            Map.entry("khu vuc dien", Sort.POWER));

    private static final int LONGEST_BEGINNING = 3;

    static PlaceName of(String name) {
        return of(split(name));
    }

    private static PlaceName of(List<String> marked) {
        List<String> words = marked.stream().map(PlaceName::bare).toList();
        for (int length = Math.min(LONGEST_BEGINNING, words.size() - 1); length > 0; length--) {
            Sort sort = BEGINNINGS.get(String.join(" ", words.subList(0, length)));
            if (sort != null) {
                return new PlaceName(sort, words.subList(length, words.size()), marked.subList(length, words.size()));
            }
        }
        return new PlaceName(Sort.NONE, words, marked);
    }

    /** The sort that a text names without a place: {@code các thôn:}, say; {@link Sort#NONE} when it says more or less. */
    static Sort sortAlone(String text) {
        return BEGINNINGS.getOrDefault(folded(text), Sort.NONE);
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** This name where it is said among others of a sort: {@code La Hán} in {@code thôn Măng, La Hán}. */
    PlaceName among(Sort others) {
        return sort == Sort.NONE ? new PlaceName(others, words, marked) : this;
    }

    /** This name without what comes from a word on. */
    PlaceName until(int word) {
        return new PlaceName(sort, words.subList(0, word), marked.subList(0, word));
    }

    /** The name that begins at a word of this one, where that says its sort; else an empty one. */
    PlaceName from(int word) {
        PlaceName inner = of(marked.subList(word, marked.size()));
        return inner.sort == Sort.NONE ? inner.until(0) : inner;
    }

    /** Words in lower case, one blank between them, without marks. */
    static String folded(String text) {
        return String.join(" ", split(text).stream().map(PlaceName::bare).toList());
    }

    /** Whether a text was written with the marks of Vietnamese. */
    static boolean hasMarks(String text) {
        return !folded(text).equals(String.join(" ", split(text)));
    }

    private static List<String> split(String text) {
        return Arrays.stream(BETWEEN_WORDS.split(
                        Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .map(PlaceName::toneLast)
                .toList();
    }

    private static String toneLast(String word) {
        String apart = Normalizer.normalize(ZEROS.matcher(word).replaceFirst(""), Normalizer.Form.NFD);
        return TONES.matcher(apart).replaceAll("") + NOT_TONES.matcher(apart).replaceAll("");
    }

    private static String bare(String marked) {
        return MARKS.matcher(marked).replaceAll("").replace('đ', 'd');
    }

    /** How well a name of the inventory fits one of a notice whose words it has. */
    enum Fit {
        /** Each mark is there. */
        WHOLE,
        /** Marks are missing. */
        WITHOUT_MARKS,
        /** Marks are others, or it is of another sort: perhaps a slip, perhaps another place. */
        DOUBTFUL
    }

    /**
     * @param mention what a notice says; its words are the words of this name
     * @param writesMarks whether the notice is written with marks, so that a word without any has none
     */
    Fit fit(PlaceName mention, boolean writesMarks) {
        boolean otherSort = sort != Sort.NONE && mention.sort != Sort.NONE && sort != mention.sort;
        boolean missing = !writesMarks;
        for (int i = 0; i < words.size(); i++) {
            if (!marked.get(i).equals(mention.marked.get(i))) {
                missing = true;
                if (!mention.marked.get(i).equals(words.get(i))) {
                    return Fit.DOUBTFUL;
                }
            }
        }
        return otherSort ? Fit.DOUBTFUL : missing ? Fit.WITHOUT_MARKS : Fit.WHOLE;
    }
}
