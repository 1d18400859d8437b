package io.langsong.inventory;

import java.util.regex.Pattern;

/**
 * A spreadsheet takes a cell that begins with = + - @ for a formula (CWE-1236). Such a cell is written with an apostrophe
 * before it, and that apostrophe is taken away when we read it again.
 */
public final class SafeCell {
    private static final String STARTS_FORMULA = "=+-@\t\r\n'＝＋－＠";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private SafeCell() {}

    public static String write(String text) {
        return startsFormula(text) && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    static String read(String cell) {
        return cell.startsWith("'") && startsFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String text) {
        return !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0;
    }
}
