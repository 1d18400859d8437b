package io.langsong.report.paper;

import io.langsong.report.ReportText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A document as Decree 30/2020/NĐ-CP orders it, without its looks. Texts are plain, in NFC, as they are read.
 *
 * @param language of all its texts
 * @param title {@code BÁO CÁO}
 * @param subject what it is about, below the title
 * @param period the time that its figures are of, in words
 * @param body sections I to IV
 * @param appendices each on pages of its own
 */
public record Paper(
        Locale language,
        Letterhead head,
        String title,
        String subject,
        String period,
        List<Block> body,
        List<Appendix> appendices) {
    public Paper {
        body = List.copyOf(body);
        appendices = List.copyOf(appendices);
    }

    /** A piece of the document. */
    public sealed interface Block permits Heading, Paragraph, Written, Table, Chart {}

    /** @param level 1: "I. KẾT QUẢ THỰC HIỆN"; 2: "1. Tình hình chung" */
    public record Heading(int level, String text) implements Block {}

    public record Paragraph(String text) implements Block {}

    /** What a person writes, or may write over what was drafted. @param text with line ends between paragraphs; may be empty */
    public record Written(ReportText.Section section, String text, boolean drafted) implements Block {}

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

    /** @param svg made by us alone, without script or reference. @param text what it shows, in words */
    public record Chart(String caption, String svg, String text) implements Block {}

    /** @param number Roman; empty where there is only one */
    public record Appendix(String number, String title, boolean landscape, List<Block> blocks) {
        public Appendix {
            blocks = List.copyOf(blocks);
        }
    }
}
