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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** Sheets as a workbook (Office Open XML): numbers, shares, times and moments are what they are, so that one can reckon with them. */
final class Workbook {
    private static final BigDecimal DAY_SECONDS = BigDecimal.valueOf(86_400);
    private static final String MOMENT = "dd/mm/yyyy hh:mm";
    private static final String SHARE = "0.00%";
    /** Characters, as all widths of columns. */
    private static final int WIDEST = 40;

    private static final int MARGIN = 3;
    /** Points. */
    private static final int LINE = 15;

    private static final int MOST_ON_A_PAGE = 14;

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
            page.value(0, column, sheet.columns().get(column));
            page.style(0, column)
                    .bold()
                    .fillColor("E1F2EE")
                    .wrapText(true)
                    .verticalAlignment("top")
                    .set();
            page.width(column, width(sheet, column));
        }
        page.rowHeight(0, LINE * lines(sheet));
        page.freezePane(sheet.names(), 1);
        print(sheet, page);
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

    /** On A4 across; a table of many columns is two pages wide, with what its rows are of on both. */
    private static void print(Sheet sheet, Worksheet page) {
        page.paperSize(PaperSize.A4_PAPER);
        page.pageOrientation("landscape");
        page.setFitToPage(true);
        boolean wide = sheet.columns().size() > MOST_ON_A_PAGE;
        page.fitToWidth((short) (wide ? 2 : 1));
        // As many pages long as it needs.
        page.fitToHeight((short) 0);
        page.repeatRows(0);
        if (wide) {
            page.repeatCols(0, sheet.names() - 1);
        }
        page.footer("&A, &P/&N", Position.CENTER);
    }

    /** As wide as the widest of its cells and of the words above them, which may stand on several lines. */
    private static int width(Sheet sheet, int column) {
        String name = sheet.columns().get(column);
        int words =
                Arrays.stream(name.split(" ")).mapToInt(String::length).max().orElse(0);
        int cells = sheet.rows().stream()
                .map(row -> row.get(column))
                .mapToInt(Workbook::length)
                .max()
                .orElse(0);
        return Math.min(WIDEST, MARGIN + Math.max(Math.max(words, name.length() / 3), cells));
    }

    /** How many lines the words above the columns take: not every program finds that out by itself. */
    private static int lines(Sheet sheet) {
        return IntStream.range(0, sheet.columns().size())
                .map(column -> lines(sheet.columns().get(column), width(sheet, column) - 1))
                .max()
                .orElse(1);
    }

    private static int lines(String text, int width) {
        int lines = 1;
        int used = 0;
        for (String word : text.split(" ")) {
            if (used > 0 && used + 1 + word.length() > width) {
                lines++;
                used = 0;
            }
            used += (used > 0 ? 1 : 0) + word.length();
        }
        return lines;
    }

    private static int length(@Nullable Value value) {
        if (value instanceof Text text) {
            return text.text().length();
        } else if (value instanceof Whole whole) {
            int digits = Long.toString(whole.number()).length();
            return digits + digits / 3;
        } else if (value instanceof Seconds seconds) {
            return "%d:00:00".formatted(seconds.seconds() / 3600).length();
        } else if (value instanceof Share) {
            return "100.00%".length();
        }
        return value == null ? 0 : MOMENT.length();
    }

    private static void write(Worksheet page, int row, int column, Value value) {
        if (value instanceof Text text) {
            page.value(row, column, SafeCell.write(text.text()));
            if (text.text().length() > WIDEST - MARGIN) {
                page.style(row, column).wrapText(true).set();
            }
        } else if (value instanceof Whole whole) {
            page.value(row, column, whole.number());
            page.style(row, column).format("#,##0").set();
        } else if (value instanceof Share share) {
            page.value(row, column, share.share());
            page.style(row, column).format(SHARE).set();
        } else if (value instanceof Seconds seconds) {
            page.value(row, column, days(seconds.seconds()));
            page.style(row, column).format("[h]:mm:ss").set();
        } else if (value instanceof Moment moment) {
            page.value(row, column, moment.at());
            page.style(row, column).format(MOMENT).set();
        }
    }

    /** As a spreadsheet counts time. */
    private static BigDecimal days(long seconds) {
        return BigDecimal.valueOf(seconds).divide(DAY_SECONDS, 12, RoundingMode.HALF_UP);
    }
}
