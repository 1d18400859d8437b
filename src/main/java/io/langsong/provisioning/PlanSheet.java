package io.langsong.provisioning;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPoints.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access points that somebody wants to plan, one a row: {@code id, name, site, mac, group}, of which id, mac and group may be empty. The first
 * row may be names of columns. A pure function of a file or a text; what can not be read is told by row.
 *
 * @param wanted in their order
 * @param rows of {@code wanted}, as an editor counts them from 1
 * @param problems rows that can not be read; 0 is the file as a whole
 * @param text all that was read as lines, to be shown and corrected; empty when that is too much
 */
public record PlanSheet(List<Named> wanted, List<Integer> rows, List<Problem> problems, String text) {
    /** Heads of the columns. */
    public static final List<String> COLUMNS = List.of("id", "name", "site", "mac", "group");

    public static final int MOST_ROWS = 500;
    /** Of one text. */
    public static final int MOST_CHARACTERS = 200_000;

    private static final String WHOLE = "whole-line";
    private static final int LEAST_COLUMNS = 3;
    private static final int SITE = 2;
    private static final int MAC = 3;
    private static final int GROUP = 4;

    public PlanSheet {
        wanted = List.copyOf(wanted);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** @param row 0 for the file as a whole */
    public record Problem(int row, Refused why) {}

    /** A row as it stands there. @param broken why it is not to be read; null when it is */
    record Row(int number, List<String> cells, @Nullable Refused broken) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    /** @param file a workbook, or lines in UTF-8 */
    public static PlanSheet ofFile(byte[] file) {
        return PlanWorkbook.isOne(file) ? ofWorkbook(file) : ofLines(new String(file, StandardCharsets.UTF_8));
    }

    /** @param text cells apart by semicolons, within double quotes where they hold one */
    public static PlanSheet ofLines(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return ofNothing(tooMany(), "");
        }
        List<Row> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .fieldSeparator(';')
                .allowMissingFields(true)
                .allowExtraFields(true)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            csv.forEach(line -> rows.add(new Row(
                    (int) line.getStartingLineNumber(),
                    line.getFields(),
                    columns(line.getFields().size()))));
        } catch (CsvParseException broken) {
            return ofNothing(
                    file("provisioning.import.broken", "has a quote that is not closed", "close it, or take it away"),
                    text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return of(rows, text);
    }

    private static @Nullable Refused columns(int count) {
        return count >= LEAST_COLUMNS && count <= COLUMNS.size()
                ? null
                : Refused.invalid(
                        WHOLE,
                        null,
                        "provisioning.import.columns",
                        List.of(count),
                        "has %d columns".formatted(count),
                        "give 3 to 5, apart by semicolons");
    }

    private static PlanSheet ofWorkbook(byte[] file) {
        try {
            List<Row> rows = PlanWorkbook.firstSheet(file);
            return of(rows, lines(rows));
        } catch (Refused unreadable) {
            return ofNothing(unreadable, "");
        }
    }

    private static PlanSheet ofNothing(Refused why, String text) {
        return new PlanSheet(List.of(), List.of(), List.of(new Problem(0, why)), text);
    }

    private static Refused tooMany() {
        return Refused.invalid(
                WHOLE,
                null,
                "provisioning.import.too-many",
                List.of(MOST_ROWS),
                "has too many rows",
                "give at most " + MOST_ROWS + " at a time");
    }

    static Refused file(String words, String what, String remedy) {
        return Refused.invalid(WHOLE, null, words, List.of(), what, remedy);
    }

    private static PlanSheet of(List<Row> rows, String text) {
        List<Row> told = !rows.isEmpty() && areHeads(rows.get(0).cells()) ? rows.subList(1, rows.size()) : rows;
        List<Problem> problems = new ArrayList<>();
        List<Named> wanted = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (Row row : told) {
            if (row.broken() == null) {
                wanted.add(named(row.cells()));
                numbers.add(row.number());
            } else {
                problems.add(new Problem(row.number(), row.broken()));
            }
        }
        if (told.isEmpty()) {
            problems.add(new Problem(0, file("provisioning.import.nothing", "holds no row", "write one a row")));
        } else if (told.size() > MOST_ROWS) {
            problems.add(new Problem(0, tooMany()));
        }
        return new PlanSheet(wanted, numbers, problems, text);
    }

    private static boolean areHeads(List<String> cells) {
        return cells.size() >= LEAST_COLUMNS
                && cells.get(0).strip().equalsIgnoreCase(COLUMNS.get(0))
                && cells.get(1).strip().equalsIgnoreCase(COLUMNS.get(1));
    }

    private static Named named(List<String> cells) {
        return new Named(
                cell(cells, 0),
                new AccessPointWish(
                        cell(cells, 1),
                        cell(cells, SITE),
                        null,
                        cell(cells, GROUP),
                        List.of(),
                        List.of(),
                        null,
                        cell(cells, MAC),
                        Notes.NONE));
    }

    private static @Nullable String cell(List<String> cells, int at) {
        String text = at < cells.size() ? cells.get(at).strip() : "";
        return text.isEmpty() ? null : text;
    }

    private static String lines(List<Row> rows) {
        String text = rows.stream()
                .map(row -> row.cells().stream().map(PlanSheet::quoted).collect(Collectors.joining(";")))
                .collect(Collectors.joining("\n"));
        return text.length() > MOST_CHARACTERS ? "" : text;
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[;\"\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
