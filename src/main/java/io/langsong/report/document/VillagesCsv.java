package io.langsong.report.document;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.langsong.inventory.SafeCell;
import io.langsong.report.document.Sheets.Moment;
import io.langsong.report.document.Sheets.Seconds;
import io.langsong.report.document.Sheets.Share;
import io.langsong.report.document.Sheets.Sheet;
import io.langsong.report.document.Sheets.Text;
import io.langsong.report.document.Sheets.Value;
import io.langsong.report.document.Sheets.Whole;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sheet as CSV (RFC 4180) in UTF-8 with the mark that tells spreadsheets so: for programs, so shares are 0 to 1 with a point, lengths
 * of time are seconds, and moments are local, as ISO 8601 writes them.
 */
final class VillagesCsv {
    private VillagesCsv() {}

    static byte[] write(Sheet sheet) {
        StringWriter text = new StringWriter();
        text.append('\uFEFF');
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            csv.writeRecord(sheet.columns());
            for (List<@Nullable Value> row : sheet.rows()) {
                csv.writeRecord(row.stream().map(VillagesCsv::cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable Value value) {
        if (value instanceof Text text) {
            return SafeCell.write(text.text());
        } else if (value instanceof Whole whole) {
            return Long.toString(whole.number());
        } else if (value instanceof Share share) {
            return share.share().toPlainString();
        } else if (value instanceof Seconds seconds) {
            return Long.toString(seconds.seconds());
        }
        return value instanceof Moment moment ? moment.at().toString() : "";
    }
}
