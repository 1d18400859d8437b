package io.langsong.report.paper;

import io.langsong.report.ReportText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document as Decree 30/2020/NĐ-CP orders it, without its looks. Texts are plain, in NFC, as they are read.
 *
 * @param language of all its texts
 * @param title {@code BÁO CÁO}
 * @param subject what it is about, below the title
 * @param period the time that its figures are of, in words
 * @param year in which it was made; the line of the date has it, day and month stay blank
 * @param body sections I to IV
 * @param appendices each on pages of its own
 * @param check by which anybody finds out whether it is what was issued; null of what was not
 */
public record Paper(
        Locale language,
        Letterhead head,
        String title,
        String subject,
        String period,
        int year,
        List<Block> body,
        List<Appendix> appendices,
        @Nullable Check check) {
    public Paper {
        body = List.copyOf(body);
        appendices = List.copyOf(appendices);
    }

    public Paper with(Check issued) {
        return new Paper(language, head, title, subject, period, year, body, appendices, issued);
    }

    /**
     * Where a document is checked.
     *
     * @param code what is typed there
     * @param address of the page; null where nobody said where our pages are
     * @param picture QR code of the address, PNG as a data URI; null without an address
     */
    public record Check(
            String code, @Nullable String address, @Nullable String picture) {}

    /** A piece of the document. */
    public sealed interface Block permits Heading, Paragraph, Written, Table, Chart {
        /** By which a template tells them apart: {@code heading}, {@code table}. */
        default String kind() {
            return getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }
    }

    /** @param level 1: "I. KẾT QUẢ THỰC HIỆN"; 2: "1. Tình hình chung" */
    public record Heading(int level, String text) implements Block {}

    public record Paragraph(String text) implements Block {}

    /** What a person writes, or may write over what was drafted. @param text with line ends between paragraphs; may be empty */
    public record Written(ReportText.Section section, String text, boolean drafted) implements Block {
        public List<String> paragraphs() {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /**
     * @param caption above it, "Bảng 1. …"
     * @param source below it; empty for none
     * @param wide whether it wants the smaller letters of the table of villages
     */
    public record Table(String caption, List<Column> columns, List<Row> rows, String source, boolean wide)
            implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** @param share of the width, of 100 in all */
    public record Column(String name, boolean number, int share) {}

    /** @param total whether it sums up the others */
    public record Row(List<Cell> cells, boolean total) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** @param path of the page that opens it to what it was counted from; null for none */
    public record Cell(String text, @Nullable String path) {}

    /**
     * Boxes side by side in lines: bars, or strips of days. Drawn on pages and on paper alike, and legible without colours.
     *
     * @param key what the tones mean
     * @param text what it shows, in words
     */
    public record Chart(String caption, List<Line> lines, List<Key> key, String text) implements Block {
        public Chart {
            lines = List.copyOf(lines);
            key = List.copyOf(key);
        }
    }

    /** @param value behind it, in words; may be empty */
    public record Line(String name, List<Mark> marks, String value) {
        public Line {
            marks = List.copyOf(marks);
        }
    }

    /**
     * A box that stands on the line.
     *
     * @param from of 1000 that the line is long
     * @param width of 1000, positive
     * @param height of 100 that the line is high
     */
    public record Mark(int from, int width, int height, Tone tone) {
        public Mark {
            if (from < 0 || width < 1 || from + width > 1000 || height < 1 || height > 100) {
                throw new IllegalArgumentException("Not in its line: %d + %d, %d high".formatted(from, width, height));
            }
            Objects.requireNonNull(tone);
        }
    }

    public record Key(Tone tone, String text) {}

    /** From light to dark they differ in grey as well. */
    public enum Tone {
        UP,
        DEGRADED,
        DOWN,
        UNKNOWN,
        TARGET;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param number Roman; empty where there is only one */
    public record Appendix(String number, String title, boolean landscape, List<Block> blocks) {
        public Appendix {
            blocks = List.copyOf(blocks);
        }
    }
}
