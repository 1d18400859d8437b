package io.langsong.inventory;

import org.jspecify.annotations.Nullable;

/**
 * Why files can not be imported, in words for who filled them in.
 *
 * @param row line of the file as an editor counts, the header is 1; null when it is about the whole file
 * @param column header of the column, null when it is about the whole row
 * @param value as far as it may be shown
 */
public record ImportProblem(
        String file,
        @Nullable Long row,
        @Nullable String column,
        @Nullable String value,
        String what,
        String remedy) {

    public ImportProblem {
        file = Texts.shown(file);
    }

    /** {@code devices.csv row 3, port "0": is not a UDP port; give 1 to 65535}. */
    public String sentence() {
        return file
                + (row == null ? "" : " row " + row)
                + (column == null ? "" : ", " + column)
                + (value == null ? "" : " \"" + value + "\"")
                + ": " + what + "; " + remedy;
    }

    static ImportProblem of(String file, @Nullable Long row, InventoryRefused.Problem problem) {
        return new ImportProblem(file, row, problem.field(), problem.value(), problem.what(), problem.remedy());
    }
}
