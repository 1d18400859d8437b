package io.langsong.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table as a CSV file (RFC 4180) that a spreadsheet opens as it is: UTF-8 with a mark that says so, and no cell that the
 * spreadsheet would take for a formula (CWE-1236). One thread.
 */
public final class CsvDownload implements AutoCloseable {
    private static final String STARTS_FORMULA = "=+-@\t\r\n'＝＋－＠";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.,][0-9]+)?");

    private final Writer out;
    private final boolean forSpreadsheets;

    /** @param name of the file, ASCII, with its ending */
    public CsvDownload(HttpServletResponse response, String name) throws IOException {
        this(response, name, true);
        out.write('\uFEFF');
    }

    private CsvDownload(HttpServletResponse response, String name, boolean forSpreadsheets) throws IOException {
        this.forSpreadsheets = forSpreadsheets;
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.setHeader("Cache-Control", "no-store");
        this.out = new java.io.OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
    }

    /** For programs that would take the mark for a part of the first name: without it, and each cell as it is. */
    public static CsvDownload forPrograms(HttpServletResponse response, String name) throws IOException {
        return new CsvDownload(response, name, false);
    }

    /** @param cells null is an empty one */
    public void row(List<? extends @Nullable String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            String cell = cells.get(i);
            out.write(cell == null ? "" : quoted(forSpreadsheets ? safe(cell) : cell));
        }
        out.write("\r\n");
    }

    static String safe(String text) {
        boolean formula = !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == '"' || c == ',' || c == ';' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
