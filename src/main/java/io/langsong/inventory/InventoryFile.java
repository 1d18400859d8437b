package io.langsong.inventory;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One CSV file of the inventory: RFC 4180 with a header, cells apart by comma or semicolon. A column that is not there
 * leaves what is stored; an empty cell empties the field; an empty secret keeps what is stored. Pure, any thread.
 */
final class InventoryFile {
    private static final int MOST_PROBLEMS = 200;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String name;
    private final InventorySnapshot stored;
    private final List<Row> rows = new ArrayList<>();
    private final List<ImportProblem> problems = new ArrayList<>();
    private final Set<String> failedIds = new HashSet<>();

    private InventoryFile(String name, InventorySnapshot stored) {
        this.name = name;
        this.stored = stored;
    }

    /** @param number line in the file on which it begins, the header is 1 */
    record Row(String file, long number, InventoryObject object) {}

    /**
     * @param failedIds ids of rows that could not be read; who refers to one of them is not to blame
     * @param problems at most some hundreds
     */
    record Contents(List<Row> rows, Set<String> failedIds, List<ImportProblem> problems) {}

    /** @param stored what rows complete that leave out columns or secrets */
    static Contents read(String name, String text, InventorySnapshot stored) {
        InventoryFile file = new InventoryFile(name, stored);
        file.read(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
        return new Contents(file.rows, file.failedIds, file.problems);
    }

    private void read(String text) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .ofCsvRecord(text)) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                refuse("is empty", "its first line must be a header, e.g. id,name,position");
                return;
            }
            List<String> header =
                    records.next().getFields().stream().map(String::strip).toList();
            Optional<Form<?>> form = form(header);
            if (form.isPresent()) {
                readRows(form.get(), columns(header, form.get()), records);
            }
        } catch (CsvParseException e) {
            refuse("is not CSV", "look for a quotation mark that is not closed, and save it again as CSV");
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

    /** A file that is named after a kind is of that kind; else the columns tell. */
    private Optional<Form<?>> form(List<String> header) {
        String base = name.replaceAll("^.*[/\\\\]", "").toLowerCase(Locale.ROOT).replaceAll("\\.csv$", "");
        Optional<Form<?>> named = Form.named(base);
        Form<?> form = named.orElse(null);
        if (form == null) {
            Set<String> given = new HashSet<>();
            header.forEach(column -> given.add(column.toLowerCase(Locale.ROOT)));
            List<Form<?>> fitting = Form.all().stream()
                    .filter(one -> given.containsAll(requiredColumns(one)))
                    .toList();
            // Sites and services and devices have all columns of power areas; who asks for most knows best.
            form = fitting.stream()
                    .max((a, b) -> Integer.compare(
                            requiredColumns(a).size(), requiredColumns(b).size()))
                    .orElse(null);
        }
        if (form == null) {
            refuse(
                    "has a header that fits no kind of object",
                    "name the file villages.csv, power-areas.csv, sites.csv, devices.csv, links.csv or services.csv");
            return Optional.empty();
        }
        return checkHeader(header, form) ? Optional.of(form) : Optional.empty();
    }

    private static List<String> requiredColumns(Form<?> form) {
        return form.fields().stream()
                .filter(Field::required)
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private boolean checkHeader(List<String> header, Form<?> form) {
        int before = problems.size();
        Map<String, String> known = known(form);
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            String folded = column.toLowerCase(Locale.ROOT);
            if (!column.isEmpty() && !known.containsKey(folded)) {
                problems.add(new ImportProblem(
                        name,
                        1L,
                        Texts.shown(column),
                        null,
                        "is not a column of " + form.plural(),
                        "the columns are " + String.join(", ", known.values())));
            } else if (!column.isEmpty() && !seen.add(folded)) {
                problems.add(new ImportProblem(
                        name, 1L, column, null, "stands twice in the header", "keep one of the two columns"));
            }
        }
        if (!seen.contains("id")) {
            problems.add(new ImportProblem(name, 1L, "id", null, "is missing in the header", "add the column id"));
        }
        return problems.size() == before;
    }

    private static Map<String, String> known(Form<?> form) {
        Map<String, String> known = new LinkedHashMap<>();
        form.fields().forEach(field -> known.put(field.name().toLowerCase(Locale.ROOT), field.name()));
        return known;
    }

    /** Names as our form writes them, empty for columns without a header. */
    private static List<String> columns(List<String> header, Form<?> form) {
        Map<String, String> known = known(form);
        return header.stream()
                .map(column -> known.getOrDefault(column.toLowerCase(Locale.ROOT), ""))
                .toList();
    }

    private void readRows(Form<?> form, List<String> columns, Iterator<CsvRecord> records) {
        Map<String, Long> seen = new HashMap<>();
        while (records.hasNext() && problems.size() < MOST_PROBLEMS) {
            CsvRecord record = records.next();
            // Spreadsheets leave rows of nothing but separators behind.
            if (!record.getFields().stream().allMatch(String::isBlank)) {
                readRow(form, columns, record, seen);
            }
        }
    }

    private void readRow(Form<?> form, List<String> columns, CsvRecord record, Map<String, Long> seen) {
        long number = record.getStartingLineNumber();
        if (record.getFieldCount() != columns.size()) {
            problems.add(new ImportProblem(
                    name,
                    number,
                    null,
                    null,
                    "has %d cells, the header has %d".formatted(record.getFieldCount(), columns.size()),
                    "give each column a cell; quote cells that contain the separator"));
            return;
        }
        Map<String, String> cells = cells(form, columns, record);
        String id = cells.getOrDefault("id", "");
        try {
            Long earlier = seen.putIfAbsent(id, number);
            if (earlier != null) {
                throw InventoryRefused.unreadable(
                        "id", id, "stands in row " + earlier + " already", "keep one of the two rows");
            }
            InventoryObject before = stored.find(form.id(id)).orElse(null);
            Map<String, String> whole = before == null ? new HashMap<>() : form.publicCells(before);
            whole.putAll(cells);
            rows.add(new Row(name, number, form.read(whole, before)));
        } catch (InventoryRefused refused) {
            failedIds.add(id);
            problems.add(ImportProblem.of(name, number, refused.problem()));
        }
    }

    private static Map<String, String> cells(Form<?> form, List<String> columns, CsvRecord record) {
        Set<String> secrets = new HashSet<>();
        form.fields().stream().filter(Field::secret).map(Field::name).forEach(secrets::add);
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            if (!column.isEmpty()) {
                String cell = SafeCell.read(record.getField(i));
                cells.put(column, secrets.contains(column) ? cell : cell.strip());
            }
        }
        return cells;
    }

    private void refuse(String what, String remedy) {
        problems.add(new ImportProblem(name, null, null, null, what, remedy));
    }
}
