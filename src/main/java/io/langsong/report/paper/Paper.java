package io.langsong.report.paper;

import io.langsong.report.ReportText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A document as Decree 30/2020/NĐ-CP orders it, without its looks. Texts are plain, in NFC, as they are read.
 *
 * @param form how its head is laid out
 * @param language of all its texts
 * @param title {@code BÁO CÁO}; of a letter, which prints none, what its file is called
 * @param subject what it is about: below the title, of a letter below its number
 * @param period the time that its figures are of, in words
 * @param year in which it was made; the line of the date has it, day and month stay blank
 * @param body sections I to IV
 * @param appendices each on pages of its own
 * @param check by which anybody finds out whether it is what was issued; null of what was not
 */
public record Paper(
        Form form,
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
        return new Paper(form, language, head, title, subject, period, year, body, appendices, issued);
    }

    /** The two of the decree's forms that are written here. */
    public enum Form {
        /** "Báo cáo", its form 1.4: its kind and subject stand across the page. */
        REPORT,
        /** "Công văn", its form 1.5: it names no kind, and its subject stands below its number. */
        LETTER;

        public boolean isLetter() {
            return this == LETTER;
        }
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
     * Marks side by side in lines: bars, or strips of days. Drawn on pages and on paper alike, and legible without colours.
     *
     * @param axis what stands below the lines, from left to right; may be empty
     * @param key what the tones mean
     * @param text what it shows, in words
     */
    public record Chart(String caption, List<Line> lines, List<Tick> axis, List<Key> key, String text)
            implements Block {
        public Chart {
            lines = List.copyOf(lines);
            axis = List.copyOf(axis);
            key = List.copyOf(key);
        }
    }

    /**
     * @param value what its marks stand for, as it is printed beside them; may be empty
     * @param text what its marks show, for those who do not see them
     */
    public record Line(String name, List<Mark> marks, String value, String text) {
        public Line {
            marks = List.copyOf(marks);
        }
    }

    /**
     * A word below the lines, at the left of its share of them.
     *
     * @param width of 1000 that a line is long, positive
     */
    public record Tick(String text, int width) {}

    /**
     * What stands on a line, up from its foot.
     *
     * @param from of 1000 that the line is long
     * @param width of 1000, positive
     * @param height of 100 that the line is high
     */
    public record Mark(int from, int width, int height, Tone tone) {
        private static final int FULL = 1000;
        private static final int HIGH = 100;
        /** How high the edges of what is empty are, and which part of its width. */
        private static final int EDGE_HEIGHT = 8;

        private static final int EDGE_PART = 12;
        private static final int STRIPES = 3;

        public Mark {
            if (from < 0 || width < 1 || from + width > FULL || height < 1 || height > HIGH) {
                throw new IllegalArgumentException("Not in its line: %d + %d, %d high".formatted(from, width, height));
            }
            Objects.requireNonNull(tone);
        }

        /** What is to be filled with ink, so that the tones differ by their pattern too: full, striped, or empty within edges. */
        public List<Box> boxes() {
            return switch (tone) {
                case UP, DOWN, TARGET -> List.of(new Box(from, HIGH - height, width, height));
                case DEGRADED -> stripes();
                case UNKNOWN -> edges();
            };
        }

        private List<Box> stripes() {
            double stripe = height / (2.0 * STRIPES - 1);
            return IntStream.range(0, STRIPES)
                    .mapToObj(i -> {
                        int top = (int) Math.round(HIGH - height + 2 * i * stripe);
                        return new Box(from, top, width, Math.max(1, (int) Math.round(stripe)));
                    })
                    .toList();
        }

        private List<Box> edges() {
            int edge = Math.max(1, width / EDGE_PART);
            if (width <= 2 * edge || height <= 2 * EDGE_HEIGHT) {
                return List.of(new Box(from, HIGH - height, width, height));
            }
            int top = HIGH - height;
            return List.of(
                    new Box(from, top, width, EDGE_HEIGHT),
                    new Box(from, HIGH - EDGE_HEIGHT, width, EDGE_HEIGHT),
                    new Box(from, top, edge, height),
                    new Box(from + width - edge, top, edge, height));
        }
    }

    /** A rectangle of one colour, measured as {@link Mark} but from the upper edge. */
    public record Box(int x, int y, int width, int height) {}

    public record Key(Tone tone, String text) {
        /** What the tone looks like, alone on a line. */
        public Mark mark() {
            return new Mark(0, 1000, 100, tone);
        }
    }

    /** From light to dark they differ in grey as well. */
    public enum Tone {
        UP(0x9fc9c1),
        DEGRADED(0x8a5a00),
        DOWN(0x7a1609),
        UNKNOWN(0x5f6773),
        TARGET(0x000000);

        private final int ink;

        Tone(int ink) {
            this.ink = ink;
        }

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Its colour on paper, red, green and blue; pages have their own. */
        public int rgb() {
            return ink;
        }

        /** {@code #9fc9c1} */
        public String ink() {
            return "#%06x".formatted(ink);
        }
    }

    /** @param number Roman; empty where there is only one */
    public record Appendix(String number, String title, boolean landscape, List<Block> blocks) {
        public Appendix {
            blocks = List.copyOf(blocks);
        }
    }
}
