package io.langsong.inventory;

import java.util.regex.Pattern;

/**
 * A spreadsheet takes a cell that begins with = + - @ for a formula (CWE-1236), some also behind blanks. Such a cell is written with an apostrophe
 * before it, and that apostrophe is taken away when we read it again.
 */
public final class SafeCell {
    private static final Pattern FORMULA =
            Pattern.compile("[\\s\\p{Cc}]*[=+\\-@'＝＋－＠].*|[\\t\\r\\n].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private SafeCell() {}

    public static String write(String text) {
        return startsFormula(text) && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    static String read(String cell) {
        return cell.startsWith("'") && startsFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String text) {
        return FORMULA.matcher(text).matches();
    }
}
