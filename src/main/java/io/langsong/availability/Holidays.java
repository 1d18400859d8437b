package io.langsong.availability;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holidays, days off for them, and days that are worked in exchange.
 *
 * @param days ascending, one of a date; together they are all that there are in the years from the first to the last of them
 */
public record Holidays(List<Holiday> days) {
    public Holidays {
        days = days.stream().sorted(Comparator.comparing(Holiday::date)).toList();
        for (int i = 1; i < days.size(); i++) {
            if (days.get(i).date().equals(days.get(i - 1).date())) {
                throw new IllegalArgumentException(
                        days.get(i).date() + " is in the list of holidays twice; leave one out");
            }
        }
    }

    /** Those of Viet Nam that this program knows. */
    public static Holidays ofVietNam() {
        InputStream file = Holidays.class.getResourceAsStream("/availability/holidays-vn.csv");
        try (Reader in = new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8)) {
            return read(in);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /**
     * Reads a table with the columns {@code date}, {@code kind} (as {@link Holiday.Kind} in lower case, with a dash),
     * {@code estimated} (yes or no), {@code vi}, {@code en}, {@code instead_of} and {@code source}; {@code #} begins a comment.
     *
     * @throws IllegalArgumentException when a line can not be right, with its number
     */
    static Holidays read(Reader in) throws IOException {
        try (CsvReader<NamedCsvRecord> lines =
                CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(in)) {
            return new Holidays(lines.stream().map(Holidays::holiday).toList());
        }
    }

    private static Holiday holiday(NamedCsvRecord line) {
        try {
            return new Holiday(
                    LocalDate.parse(line.getField("date")),
                    kind(line.getField("kind")),
                    truth(line.getField("estimated")),
                    line.getField("vi"),
                    line.getField("en"),
                    date(line.getField("instead_of")),
                    line.getField("source"));
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException(
                    "Holidays, line %d: %s".formatted(line.getStartingLineNumber(), wrong.getMessage()), wrong);
        }
    }

    private static Holiday.Kind kind(String text) {
        return switch (text) {
            case "holiday" -> Holiday.Kind.HOLIDAY;
            case "day-off" -> Holiday.Kind.DAY_OFF;
            case "working-day" -> Holiday.Kind.WORKING_DAY;
            default ->
                throw new IllegalArgumentException(
                        "\"" + text + "\" is no kind; it is holiday, day-off or working-day");
        };
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException("estimated is yes or no, not \"" + text + "\"");
        };
    }

    private static @Nullable LocalDate date(String text) {
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** Whether nothing is missing from {@code first} to {@code last}: whole years are known. */
    public boolean cover(LocalDate first, LocalDate last) {
        return !days.isEmpty() && firstYear() <= first.getYear() && last.getYear() <= lastYear();
    }

    /** Not of an empty list, as {@link #lastYear()}. */
    public int firstYear() {
        return days.get(0).date().getYear();
    }

    public int lastYear() {
        return days.get(days.size() - 1).date().getYear();
    }

    /** Days that may yet be decided otherwise. */
    public List<Holiday> estimatedFrom(LocalDate first, LocalDate last) {
        return days.stream()
                .filter(Holiday::estimated)
                .filter(day -> !day.date().isBefore(first) && !day.date().isAfter(last))
                .toList();
    }

    Set<LocalDate> closed() {
        return days.stream()
                .filter(day -> day.kind() != Holiday.Kind.WORKING_DAY)
                .map(Holiday::date)
                .collect(Collectors.toUnmodifiableSet());
    }

    Map<LocalDate, DayOfWeek> worked() {
        return days.stream()
                .filter(day -> day.kind() == Holiday.Kind.WORKING_DAY)
                .collect(Collectors.toUnmodifiableMap(
                        Holiday::date,
                        day -> Objects.requireNonNull(day.insteadOf()).getDayOfWeek()));
    }
}
