package io.langsong.report.document;

import io.langsong.inventory.SafeCell;
import io.langsong.report.document.Sheets.Moment;
import io.langsong.report.document.Sheets.Seconds;
import io.langsong.report.document.Sheets.Share;
import io.langsong.report.document.Sheets.Sheet;
import io.langsong.report.document.Sheets.Text;
import io.langsong.report.document.Sheets.Value;
import io.langsong.report.document.Sheets.Whole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Sheets as a workbook (Office Open XML): numbers, shares, times and moments are what they are, so that one can reckon with them. */
final class Workbook {
    private static final BigDecimal DAY_SECONDS = BigDecimal.valueOf(86_400);
    private static final int WIDEST = 40;

    private Workbook() {}

    static byte[] write(List<Sheet> sheets) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (org.dhatim.fastexcel.Workbook book = new org.dhatim.fastexcel.Workbook(file, "LangSong", "1.0")) {
            for (Sheet sheet : sheets) {
                write(sheet, book.newWorksheet(sheet.name()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static void write(Sheet sheet, Worksheet page) throws IOException {
        for (int column = 0; column < sheet.columns().size(); column++) {
            String name = sheet.columns().get(column);
            page.value(0, column, name);
            page.style(0, column).bold().fillColor("E1F2EE").wrapText(true).set();
            page.width(column, Math.min(WIDEST, Math.max(14, name.length() + 2)));
        }
        page.freezePane(0, 1);
        int row = 0;
        for (List<@Nullable Value> values : sheet.rows()) {
            row++;
            for (int column = 0; column < values.size(); column++) {
                Value value = values.get(column);
                if (value != null) {
                    write(page, row, column, value);
                }
            }
        }
        page.finish();
    }

    private static void write(Worksheet page, int row, int column, Value value) {
        if (value instanceof Text text) {
            page.value(row, column, SafeCell.write(text.text()));
        } else if (value instanceof Whole whole) {
            page.value(row, column, whole.number());
            page.style(row, column).format("#,##0").set();
        } else if (value instanceof Share share) {
            page.value(row, column, share.share());
            page.style(row, column).format("0.00%").set();
        } else if (value instanceof Seconds seconds) {
            page.value(row, column, days(seconds.seconds()));
            page.style(row, column).format("[h]:mm:ss").set();
        } else if (value instanceof Moment moment) {
            page.value(row, column, moment.at());
            page.style(row, column).format("dd/mm/yyyy hh:mm").set();
        }
    }

    /** As a spreadsheet counts time. */
    private static BigDecimal days(long seconds) {
        return BigDecimal.valueOf(seconds).divide(DAY_SECONDS, 12, RoundingMode.HALF_UP);
    }
}
