package io.langsong.inventory;

import java.text.MessageFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why files can not be imported, in words for who filled them in.
 *
 * @param file name of the file or sheet
 * @param row line of the file as an editor counts, the header is 1; null when it is about the whole file
 * @param column header of the column as it stands in the file, null when it is about the whole row
 * @param value as far as it may be shown
 */
public record ImportProblem(
        String file,
        @Nullable Long row,
        @Nullable String column,
        @Nullable String value,
        Wording wording) {

    public ImportProblem {
        file = Texts.shown(file);
        column = column == null ? null : Texts.shown(column);
        value = value == null ? null : Texts.shown(value);
    }

    /** What is wrong, in English. */
    public String what() {
        return wording.what(Locale.ENGLISH);
    }

    /** What to do, in English. */
    public String remedy() {
        return wording.remedy(Locale.ENGLISH);
    }

    /** {@code devices.csv row 3, port "0": is not a UDP port; give 1 to 65535}. */
    public String sentence() {
        return sentence(Locale.ENGLISH);
    }

    /** {@code devices.csv dòng 3, port "0": không phải cổng UDP; …}. */
    public String sentence(Locale language) {
        return file
                + (row == null
                        ? ""
                        : " "
                                + MessageFormat.format(
                                        Wording.message("inventory.import.row", language), Long.toString(row)))
                + (column == null ? "" : ", " + column)
                + (value == null ? "" : " \"" + value + "\"")
                + ": " + wording.what(language) + "; " + wording.remedy(language);
    }

    static ImportProblem ofFile(String file, Fault fault, Object... arguments) {
        return new ImportProblem(file, null, null, null, Wording.of(fault, arguments));
    }

    /** @param column header under which the file has the field of the problem */
    static ImportProblem of(String file, @Nullable Long row, String column, InventoryRefused.Problem problem) {
        return new ImportProblem(file, row, column, problem.value(), problem.wording());
    }
}
