package io.langsong.maintenance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a pasted table are read.
 *
 * @param columns what each cell holds; empty for a table without headings, whose cells say it themselves
 */
record NoticeTable(char separator, List<NoticeColumn> columns) {
    private static final char[] SEPARATORS = {'\t', ';', '|', ','};
    private static final int FEWEST_CELLS = 3;
    private static final Pattern BARE_TIME =
            Pattern.compile("[\\d\\s/.:hg-]*\\d[\\d\\s/.:hg-]*(?:\\s?(?:SA|CH|AM|PM))?");
    private static final Pattern NUMBER = Pattern.compile("\\d{0,4}\\.?");

    /** @param day of this row, or of one above; null while there was none */
    record Row(
            @Nullable LocalDate day,
            CutTime.Reading reading,
            String area,
            @Nullable String reason) {}

    /** The table whose headings a line has; null when it has none. */
    static @Nullable NoticeTable headed(String line) {
        for (char separator : SEPARATORS) {
            List<NoticeColumn> columns = cells(line, separator).stream()
                    .map(cell -> NoticeColumn.named(cell).orElse(NoticeColumn.OTHER))
                    .toList();
            boolean time = columns.contains(NoticeColumn.TIME) || columns.contains(NoticeColumn.DATE);
            if (columns.size() >= FEWEST_CELLS && time && columns.contains(NoticeColumn.AREA)) {
                return new NoticeTable(separator, columns);
            }
        }
        return null;
    }

    /** A table without headings of which a line is a row: its cells hold dates and times, or text, not both. */
    static @Nullable NoticeTable bare(String line) {
        for (char separator : SEPARATORS) {
            List<String> cells = cells(line, separator);
            boolean times = cells.stream().anyMatch(NoticeTable::isTime);
            boolean mixed = cells.stream()
                    .anyMatch(cell -> !isTime(cell) && !CutTime.of(cell).isEmpty());
            if (cells.size() >= FEWEST_CELLS && times && (!mixed || separator == '\t')) {
                return new NoticeTable(separator, List.of());
            }
        }
        return null;
    }

    private static boolean isTime(String cell) {
        return BARE_TIME.matcher(cell).matches() && !CutTime.of(cell).isEmpty();
    }

    boolean has(String line) {
        return cells(line, separator).size() >= FEWEST_CELLS;
    }

    /** Whether a cell in quotes that begins in {@code text} ends on a later line. */
    boolean goesOn(String text) {
        return text.indexOf(separator) >= 0
                && text.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    /** @param above the day of the row above: cells that were joined in a page come empty */
    Row row(String line, @Nullable LocalDate above) {
        List<String> cells = cells(line, separator);
        List<String> dates = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<String> areas = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            switch (column(i, cell)) {
                case DATE -> dates.add(cell);
                case TIME -> times.add(cell);
                case AREA -> areas.add(cell);
                case REASON -> reasons.add(cell);
                case OTHER -> {}
            }
        }
        boolean reasonBehind =
                areas.size() > 1 && PlaceName.of(areas.get(areas.size() - 1)).sort() == PlaceName.Sort.NONE;
        if (columns.isEmpty() && reasonBehind) {
            reasons.add(areas.remove(areas.size() - 1));
        }
        String date = String.join(" ", dates).strip();
        LocalDate own = CutTime.of(date).dateAlone();
        return new Row(
                own == null ? above : own,
                CutTime.ofCells(date, String.join(" ", times)).reading(date.isEmpty() ? above : null),
                String.join("; ", areas.stream().filter(area -> !area.isBlank()).toList()),
                reasons.isEmpty() ? null : String.join("; ", reasons));
    }

    private NoticeColumn column(int place, String cell) {
        if (!columns.isEmpty()) {
            return place < columns.size() ? columns.get(place) : NoticeColumn.OTHER;
        }
        if (!CutTime.of(cell).isEmpty()) {
            return CutTime.of(cell).dateAlone() != null ? NoticeColumn.DATE : NoticeColumn.TIME;
        }
        return NUMBER.matcher(cell).matches() ? NoticeColumn.OTHER : NoticeColumn.AREA;
    }

    /** Cells in quotes may hold the separator, lines, and quotes that are written twice (RFC 4180). */
    static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"' && (quoted || cell.toString().isBlank())) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
