package io.langsong.inventory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A table as somebody filled it in: a CSV file, or one sheet of a workbook. Its first line is the header.
 *
 * @param name of the file or sheet, as messages call it
 */
record Sheet(String name, List<Line> lines) {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    Sheet {
        lines = List.copyOf(lines);
    }

    /** @param number as an editor counts it, the header is 1 */
    record Line(long number, List<String> cells) {
        Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * RFC 4180, cells apart by comma or semicolon, with or without a byte order mark.
     *
     * @throws SheetRefused when it is not CSV
     */
    static Sheet ofCsv(String name, String text) {
        String bare = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(bare))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .ofCsvRecord(bare)) {
            return new Sheet(
                    name,
                    reader.stream()
                            .map(row -> new Line(row.getStartingLineNumber(), row.getFields()))
                            .toList());
        } catch (CsvParseException e) {
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.NOT_CSV));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of columns contain neither, so the first line tells. */
    private static char separator(String text) {
        int end = text.indexOf('\n');
        String header = end < 0 ? text : text.substring(0, end);
        return header.indexOf(';') >= 0 ? ';' : ',';
    }
}
