package io.langsong.dashboard;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.langsong.dashboard.OutageList.Entry;
import io.langsong.inventory.SafeCell;
import io.langsong.web.Words;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Outages as a table for a spreadsheet, in the words of the reader. */
final class OutageCsv {
    /** Without it Excel takes UTF-8 for the code page of the machine. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final List<String> COLUMNS = List.of(
            "object",
            "name",
            "place",
            "kind",
            "state",
            "from",
            "to",
            "seconds",
            "cause",
            "confidence",
            "masked",
            "services");

    private final Look look;
    private final Words words;

    OutageCsv(Look look, Words words) {
        this.look = look;
        this.words = words;
    }

    String write(List<Entry> entries) {
        StringWriter text = new StringWriter();
        text.write(BYTE_ORDER_MARK);
        try (CsvWriter table = CsvWriter.builder().build(text)) {
            table.writeRecord(COLUMNS.stream()
                    .map(column -> words.message("dashboard.csv." + column))
                    .toList());
            entries.forEach(
                    entry -> table.writeRecord(cells(entry).map(SafeCell::write).toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private Stream<String> cells(Entry entry) {
        return Stream.of(
                entry.object().toString(),
                entry.named().name(),
                entry.place(),
                words.message("dashboard.kind." + OutageFilter.kindOf(entry.object(), look)),
                words.message("web.state." + entry.state()),
                time(entry.from()),
                time(entry.to()),
                Long.toString(entry.lasted().toSeconds()),
                words.message("dashboard.cause." + entry.cause().name().toLowerCase(Locale.ROOT)),
                words.message("dashboard.confidence." + entry.confidence().code()),
                Long.toString(entry.masked()),
                Long.toString(entry.services()));
    }

    private String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(words.there(at));
    }
}
