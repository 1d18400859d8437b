package io.langsong.inventory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** The inventory as a workbook (Office Open XML, ECMA-376), one sheet for each kind. Pure, any thread. */
public final class Workbooks {
    /** Of one workbook; a commune needs some hundred kilobytes. */
    public static final int MOST_OCTETS = 16 * 1024 * 1024;

    /** A file of a few kilobytes can unpack to gigabytes. */
    private static final long MOST_UNPACKED = 256L * 1024 * 1024;

    private static final int MOST_ROWS = 200_000;
    private static final int MOST_COLUMNS = 100;
    /** ECMA-376 part 1, section 18.8.30: the formats of numbers that mean a day, without and with a time. */
    private static final Set<Integer> DATE_FORMATS = Set.of(14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 57);

    private static final List<String> GUIDES = List.of("hướng dẫn", "guide");
    private static final int WIDEST = 48;

    private Workbooks() {}

    /** @throws SheetRefused when it is not a workbook, or too large */
    static List<Sheet> read(String name, byte[] workbook) {
        if (workbook.length == 0) {
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.FILE_EMPTY));
        }
        if (workbook.length > MOST_OCTETS || unpacked(name, workbook) > MOST_UNPACKED) {
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.TOO_LARGE));
        }
        List<Sheet> sheets = new ArrayList<>();
        try (ReadableWorkbook book =
                new ReadableWorkbook(new ByteArrayInputStream(workbook), new ReadingOptions(true, true))) {
            for (org.dhatim.fastexcel.reader.Sheet sheet : book.getSheets().toList()) {
                boolean guide = GUIDES.contains(sheet.getName().strip().toLowerCase(Locale.ROOT));
                List<Sheet.Line> lines = guide ? List.of() : lines(name, sheet);
                if (!lines.isEmpty()) {
                    sheets.add(new Sheet(sheet.getName(), lines));
                }
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof SheetRefused refused) {
                throw refused;
            }
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.NOT_A_SHEET));
        }
        if (sheets.isEmpty()) {
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.FILE_EMPTY));
        }
        return sheets;
    }

    /** By unpacking it, since what its directory says of sizes may be a lie. */
    private static long unpacked(String name, byte[] workbook) {
        long octets = 0;
        byte[] part = new byte[64 * 1024];
        try (ZipFile zip = ZipFile.builder().setByteArray(workbook).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    int read = in.read(part);
                    while (read >= 0 && octets <= MOST_UNPACKED) {
                        octets += read;
                        read = in.read(part);
                    }
                }
            }
        } catch (IOException | RuntimeException notAZip) {
            throw new SheetRefused(ImportProblem.ofFile(name, Fault.NOT_A_SHEET));
        }
        return octets;
    }

    private static List<Sheet.Line> lines(String name, org.dhatim.fastexcel.reader.Sheet sheet) throws IOException {
        List<Sheet.Line> lines = new ArrayList<>();
        int columns = 0;
        try (Stream<Row> rows = sheet.openStream()) {
            for (Row row : (Iterable<Row>) rows::iterator) {
                List<String> cells = cells(row);
                boolean blank = cells.stream().allMatch(String::isBlank);
                if (lines.isEmpty()) {
                    if (blank) {
                        continue;
                    }
                    columns = cells.size();
                } else {
                    // A workbook has no cells behind the last one that was filled in.
                    while (cells.size() < columns) {
                        cells.add("");
                    }
                    while (cells.size() > columns && cells.get(cells.size() - 1).isBlank()) {
                        cells.remove(cells.size() - 1);
                    }
                }
                if (lines.size() > MOST_ROWS || columns > MOST_COLUMNS) {
                    throw new SheetRefused(ImportProblem.ofFile(name, Fault.TOO_LARGE));
                }
                lines.add(new Sheet.Line(row.getRowNum(), cells));
            }
        }
        return lines;
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < Math.min(row.getCellCount(), MOST_COLUMNS + 1); column++) {
            cells.add(text(row.getOptionalCell(column).orElse(null)));
        }
        return cells;
    }

    private static String text(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        if (cell.getType() == CellType.NUMBER) {
            return isDate(cell)
                    ? DateTimeFormatter.ISO_LOCAL_DATE.format(cell.asDate())
                    : cell.asNumber().stripTrailingZeros().toPlainString();
        }
        if (cell.getType() == CellType.BOOLEAN) {
            return Boolean.toString(cell.asBoolean());
        }
        String text = cell.getText();
        return text == null ? "" : text;
    }

    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        String format = cell.getDataFormatString();
        return (id != null && DATE_FORMATS.contains(id))
                || (format != null
                        && format.toLowerCase(Locale.ROOT)
                                .replaceAll("\\[[^]]*]|\"[^\"]*\"", "")
                                .matches(".*(d.*m|m.*d|y).*"));
    }

    /**
     * All that there is, with names of columns in {@code language}; no secrets. It imports again unchanged.
     *
     * @param empty true for the columns alone, to be filled in
     */
    public static byte[] write(InventorySnapshot snapshot, Locale language, boolean empty) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "LangSong", "1.0")) {
            for (Form<?> form : Form.all()) {
                write(
                        book.newWorksheet(Wording.message("inventory.kinds." + form.plural(), language)),
                        form,
                        snapshot,
                        language,
                        empty);
            }
            guide(book.newWorksheet(Wording.message("inventory.guide", language)), language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static void write(
            Worksheet sheet, Form<?> form, InventorySnapshot snapshot, Locale language, boolean empty) {
        List<Field> fields = form.fields().stream()
                // Secrets are typed into a template, and shown to nobody.
                .filter(field -> empty || !field.secret())
                .toList();
        for (int column = 0; column < fields.size(); column++) {
            Field field = fields.get(column);
            String label = form.label(field, language);
            sheet.value(0, column, field.required() && !field.name().equals("id") ? label + " *" : label);
            sheet.style(0, column).bold().fillColor("E1F2EE").set();
            sheet.width(column, Math.min(WIDEST, Math.max(14, label.length() + 4)));
        }
        sheet.freezePane(0, 1);
        if (empty) {
            return;
        }
        int row = 0;
        for (InventoryObject object : form.in(snapshot)) {
            row++;
            Map<String, String> cells = form.publicCells(object);
            for (int column = 0; column < fields.size(); column++) {
                Field field = fields.get(column);
                String cell = cells.get(field.name());
                if (cell != null) {
                    write(sheet, row, column, form, field, cell, language);
                }
            }
        }
    }

    /** Text stays text: a workbook does not guess at cells that have a type, so nothing is a formula by accident. */
    private static void write(
            Worksheet sheet, int row, int column, Form<?> form, Field field, String cell, Locale language) {
        switch (field.type()) {
            case INTEGER -> sheet.value(row, column, Long.valueOf(cell));
            case DECIMAL -> sheet.value(row, column, new java.math.BigDecimal(cell));
            case TRUTH, CHOICE -> sheet.value(row, column, form.label(field, cell, language));
            default -> sheet.value(row, column, SafeCell.write(cell));
        }
    }

    private static String meaning(Form<?> form, Field field, Locale language) {
        String hint = form.hint(field, language);
        return field.secret() ? hint + "; " + Wording.message("inventory.guide.secret", language) : hint;
    }

    private static void guide(Worksheet sheet, Locale language) {
        String[] heads = {"sheet", "column", "meaning", "required", "values"};
        for (int column = 0; column < heads.length; column++) {
            sheet.value(0, column, Wording.message("inventory.guide." + heads[column], language));
            sheet.style(0, column).bold().set();
            sheet.width(column, column < 2 ? 28 : WIDEST);
        }
        int row = 0;
        for (Form<?> form : Form.all()) {
            for (Field field : form.fields()) {
                row++;
                sheet.value(row, 0, Wording.message("inventory.kinds." + form.plural(), language));
                sheet.value(row, 1, form.label(field, language));
                sheet.value(row, 2, meaning(form, field, language));
                // Without an id one is made from the name.
                boolean required = field.required() && !field.name().equals("id");
                sheet.value(row, 3, Wording.message("inventory.truth." + required, language));
                sheet.value(
                        row,
                        4,
                        field.choices().stream()
                                .map(choice -> form.label(field, choice, language))
                                .collect(Collectors.joining("; ")));
            }
        }
        sheet.freezePane(0, 1);
    }
}
