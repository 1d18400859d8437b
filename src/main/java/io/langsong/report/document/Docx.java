package io.langsong.report.document;

import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.Paper.Appendix;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Chart;
import io.langsong.report.paper.Paper.Column;
import io.langsong.report.paper.Paper.Heading;
import io.langsong.report.paper.Paper.Paragraph;
import io.langsong.report.paper.Paper.Row;
import io.langsong.report.paper.Paper.Table;
import io.langsong.report.paper.Paper.Written;
import io.langsong.report.paper.Wording;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.common.usermodel.PictureType;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.util.Units;
import org.apache.poi.wp.usermodel.HeaderFooterType;
import org.apache.poi.xwpf.usermodel.Borders;
import org.apache.poi.xwpf.usermodel.IRunBody;
import org.apache.poi.xwpf.usermodel.LineSpacingRule;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFFooter;
import org.apache.poi.xwpf.usermodel.XWPFHeader;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFStyles;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTFonts;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTHdrFtrRef;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTabStop;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTabs;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTblWidth;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STHdrFtr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STPageOrientation;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STSectionMark;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTabJc;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTabTlc;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblWidth;

/**
 * A paper as an Office Open XML document to be worked on: the layout of the PDF in Word's own means. One use, one thread.
 */
final class Docx {
    private static final String FONT = "Times New Roman";
    /** Of a point. */
    private static final int TWIPS = 20;

    private static final int WIDTH = twips(210);
    private static final int HEIGHT = twips(297);
    private static final int TOP = twips(20);
    private static final int LEFT = twips(30);
    private static final int RIGHT = twips(15);
    private static final int INDENT = twips(12.7);
    /** Between the edge of a cell and its text. */
    private static final int CELL = twips(1);
    /** As long as Times New Roman, bold, of 14 points sets the motto. */
    private static final int MOTTO = twips(60.5);

    /** Shares of a chart's columns. */
    private static final int[] CHART = {26, 50, 24};

    /** 32 millimetres, in points. */
    private static final double QR = 32 / 25.4 * 72;

    private final Paper paper;
    private final Wording words;
    private final XWPFDocument document;

    private Docx(Paper paper, XWPFDocument document) {
        this.paper = paper;
        this.words = new Wording(paper.language());
        this.document = document;
    }

    static byte[] write(Paper paper) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            new Docx(paper, document).write();
            document.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static int twips(double millimetres) {
        return (int) Math.round(millimetres / 25.4 * 72 * TWIPS);
    }

    private void write() {
        document.getProperties().getCoreProperties().setTitle(paper.title() + ": " + paper.subject());
        document.getProperties().getCoreProperties().setCreator("LangSong");
        defaults();
        CTHdrFtrRef numbers = pageNumbers();
        head();
        paper.body().forEach(block -> block(block, WIDTH - LEFT - RIGHT));
        foot();
        List<Appendix> appendices = paper.appendices();
        if (appendices.isEmpty()) {
            check();
        }
        CTSectPr last = document.getDocument().getBody().getSectPr();
        CTSectPr body = appendices.isEmpty() ? last : endOfSection();
        section(body, numbers, false, true);
        contact(body, last);
        for (int i = 0; i < appendices.size(); i++) {
            boolean end = i == appendices.size() - 1;
            appendix(appendices.get(i));
            if (end) {
                check();
            }
            section(end ? last : endOfSection(), numbers, appendices.get(i).landscape(), false);
        }
    }

    private CTSectPr endOfSection() {
        return document.createParagraph().getCTP().addNewPPr().addNewSectPr();
    }

    /** At the foot of the first page; POI knows feet of the last section alone, so it is taken from there. */
    private void contact(CTSectPr body, CTSectPr last) {
        String contact = paper.head().contact();
        if (contact == null) {
            return;
        }
        XWPFFooter foot = document.createFooter(HeaderFooterType.FIRST);
        XWPFParagraph line = foot.getParagraphs().isEmpty()
                ? foot.createParagraph()
                : foot.getParagraphs().get(0);
        line.setBorderTop(Borders.SINGLE);
        centred(line, contact, 11, false, false);
        if (body != last) {
            CTHdrFtrRef reference = last.getFooterReferenceArray(0);
            body.addNewFooterReference().set(reference.copy());
            last.removeFooterReference(0);
            last.unsetTitlePg();
        }
    }

    /** For what has no letters of its own, such as an empty cell. */
    private void defaults() {
        XWPFStyles styles = document.createStyles();
        CTFonts letters = CTFonts.Factory.newInstance();
        letters.setAscii(FONT);
        letters.setHAnsi(FONT);
        letters.setCs(FONT);
        styles.setDefaultFonts(letters);
        styles.getCtStyles()
                .getDocDefaults()
                .getRPrDefault()
                .getRPr()
                .addNewSz()
                .setVal(BigInteger.valueOf(2L * 11));
    }

    /** In the top margin of all pages but the first. */
    private CTHdrFtrRef pageNumbers() {
        XWPFHeader header = document.createHeader(HeaderFooterType.DEFAULT);
        XWPFParagraph line = header.getParagraphs().isEmpty()
                ? header.createParagraph()
                : header.getParagraphs().get(0);
        line.setAlignment(ParagraphAlignment.CENTER);
        var field = line.getCTP().addNewFldSimple();
        field.setInstr("PAGE");
        XWPFRun run = new XWPFRun(field.addNewR(), (IRunBody) line);
        style(run, 13, false, false);
        run.setText("2");
        return document.getDocument().getBody().getSectPr().getHeaderReferenceArray(0);
    }

    private static void section(CTSectPr section, CTHdrFtrRef numbers, boolean landscape, boolean first) {
        if (section.sizeOfHeaderReferenceArray() == 0) {
            CTHdrFtrRef reference = section.addNewHeaderReference();
            reference.setType(STHdrFtr.DEFAULT);
            reference.setId(numbers.getId());
        }
        section.addNewType().setVal(STSectionMark.NEXT_PAGE);
        CTPageSz size = section.addNewPgSz();
        size.setW(BigInteger.valueOf(landscape ? HEIGHT : WIDTH));
        size.setH(BigInteger.valueOf(landscape ? WIDTH : HEIGHT));
        size.setOrient(landscape ? STPageOrientation.LANDSCAPE : STPageOrientation.PORTRAIT);
        CTPageMar margins = section.addNewPgMar();
        margins.setTop(BigInteger.valueOf(TOP));
        margins.setBottom(BigInteger.valueOf(TOP));
        margins.setLeft(BigInteger.valueOf(LEFT));
        margins.setRight(BigInteger.valueOf(RIGHT));
        margins.setHeader(BigInteger.valueOf(TOP / 2));
        margins.setFooter(BigInteger.valueOf(TOP / 2));
        margins.setGutter(BigInteger.ZERO);
        section.addNewPgNumType().setStart(BigInteger.ONE);
        if (first && !section.isSetTitlePg()) {
            section.addNewTitlePg();
        }
    }

    private void head() {
        Letterhead head = paper.head();
        int width = WIDTH - LEFT - RIGHT;
        XWPFTable table = layout(2, width, 38, 62);
        XWPFTableCell left = table.getRow(0).getCell(0);
        if (head.parent() != null) {
            centred(line(left), head.parent(), 13, false, false);
        }
        head.issuer().forEach(text -> centred(line(left), text, 13, true, false));
        rule(line(left), twips(21));
        XWPFTableCell right = table.getRow(0).getCell(1);
        centred(line(right), words.say("nation"), 13, true, false);
        centred(line(right), words.say("motto"), 14, true, false);
        rule(line(right), (width * 62 / 100 - 2 * CELL - MOTTO) / 2);
        centred(line(table.getRow(1).getCell(0)), words.say("number") + "        /" + head.symbol(), 13, false, false);
        centred(
                line(table.getRow(1).getCell(1)),
                words.say("dateline", head.place(), Integer.toString(paper.year())),
                13,
                false,
                true);
        if (paper.form().isLetter()) {
            XWPFParagraph about = line(table.getRow(1).getCell(0));
            about.setSpacingBefore(6 * TWIPS);
            centred(about, words.say("letter.about", paper.subject()), 13, false, false);
            XWPFParagraph space = document.createParagraph();
            space.setSpacingAfter(6 * TWIPS);
        } else {
            title();
        }
        addressees(head.addressees());
    }

    private void title() {
        XWPFParagraph title = document.createParagraph();
        title.setSpacingBefore(18 * TWIPS);
        centred(title, paper.title(), 14, true, false);
        centred(document.createParagraph(), paper.subject(), 14, true, false);
        rule(document.createParagraph(), twips(55));
    }

    /** A drawn line between equal indents: the upper edge of an empty paragraph. */
    private static void rule(XWPFParagraph line, int indent) {
        line.setIndentationLeft(indent);
        line.setIndentationRight(indent);
        line.setBorderTop(Borders.SINGLE);
        line.setSpacingBefore(4 * TWIPS);
        line.setSpacingAfter(0);
        style(line.createRun(), 4, false, false);
    }

    private void addressees(List<String> addressees) {
        if (addressees.size() == 1) {
            XWPFParagraph line = document.createParagraph();
            line.setAlignment(ParagraphAlignment.CENTER);
            line.setSpacingAfter(12 * TWIPS);
            style(line.createRun(), 14, false, false, words.say("to") + " " + addressees.get(0));
        } else if (!addressees.isEmpty()) {
            XWPFParagraph to = document.createParagraph();
            to.setIndentationLeft(LEFT);
            style(to.createRun(), 14, false, false, words.say("to"));
            listed(addressees).forEach(text -> {
                XWPFParagraph line = document.createParagraph();
                line.setIndentationLeft(LEFT + twips(22));
                style(line.createRun(), 14, false, false, text);
            });
        }
    }

    private static List<String> listed(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> "- " + lines.get(i) + (i == lines.size() - 1 ? "." : ";"))
                .toList();
    }

    private void block(Block block, int width) {
        if (block instanceof Heading heading) {
            XWPFParagraph line = document.createParagraph();
            line.setIndentationFirstLine(INDENT);
            line.setSpacingBefore((heading.level() == 1 ? 12 : 6) * TWIPS);
            line.setKeepNext(true);
            line.getCTPPr().addNewOutlineLvl().setVal(BigInteger.valueOf(heading.level() - 1L));
            style(line.createRun(), 14, true, false, heading.text());
        } else if (block instanceof Paragraph paragraph) {
            text(paragraph.text());
        } else if (block instanceof Written written) {
            written.paragraphs().forEach(this::text);
            if (written.text().isEmpty()) {
                blank(width);
            }
        } else if (block instanceof Table table) {
            table(table, width);
        } else if (block instanceof Chart chart) {
            chart(chart, width);
        }
    }

    private void text(String text) {
        XWPFParagraph line = document.createParagraph();
        line.setAlignment(ParagraphAlignment.BOTH);
        line.setIndentationFirstLine(INDENT);
        line.setSpacingBefore(6 * TWIPS);
        line.setSpacingBetween(1.15);
        style(line.createRun(), 14, false, false, text);
    }

    /** A dotted line to write on. */
    private void blank(int width) {
        XWPFParagraph line = document.createParagraph();
        line.setSpacingBefore(6 * TWIPS);
        CTTabStop end = line.getCTPPr().addNewTabs().addNewTab();
        end.setVal(STTabJc.RIGHT);
        end.setLeader(STTabTlc.DOT);
        end.setPos(BigInteger.valueOf(width));
        XWPFRun run = line.createRun();
        style(run, 14, false, false);
        run.addTab();
    }

    private void table(Table table, int width) {
        XWPFParagraph caption = document.createParagraph();
        caption.setSpacingBefore(10 * TWIPS);
        caption.setKeepNext(true);
        centred(caption, table.caption(), 13, true, false);
        int size = table.wide() ? 11 : 12;
        XWPFTable grid =
                document.createTable(table.rows().size() + 1, table.columns().size());
        width(grid, width, table.columns().stream().mapToInt(Column::share).toArray());
        grid.getRow(0).setRepeatHeader(true);
        for (int i = 0; i < table.columns().size(); i++) {
            centred(line(grid.getRow(0).getCell(i)), table.columns().get(i).name(), size, true, false);
        }
        for (int r = 0; r < table.rows().size(); r++) {
            Row row = table.rows().get(r);
            XWPFTableRow cells = grid.getRow(r + 1);
            cells.setCantSplitRow(true);
            for (int i = 0; i < row.cells().size(); i++) {
                XWPFParagraph line = line(cells.getCell(i));
                line.setAlignment(table.columns().get(i).number() ? ParagraphAlignment.RIGHT : ParagraphAlignment.LEFT);
                style(
                        line.createRun(),
                        size,
                        row.total(),
                        false,
                        row.cells().get(i).text());
            }
        }
        XWPFParagraph source = document.createParagraph();
        source.setSpacingAfter(6 * TWIPS);
        style(source.createRun(), 12, false, true, table.source());
    }

    /** A line of the chart is a row: its name, its boxes as a picture, its value. */
    private void chart(Chart chart, int width) {
        XWPFParagraph caption = document.createParagraph();
        caption.setSpacingBefore(10 * TWIPS);
        caption.setKeepNext(true);
        centred(caption, chart.caption(), 13, true, false);
        XWPFParagraph key = document.createParagraph();
        key.setSpacingAfter(2 * TWIPS);
        key.setKeepNext(true);
        for (Paper.Key one : chart.key()) {
            picture(key.createRun(), List.of(new Paper.Mark(0, 1000, 100, one.tone())), one.text(), 180, 9);
            style(key.createRun(), 11, false, false, " " + one.text() + "   ");
        }
        XWPFTable table = layout(chart.lines().size() + (chart.axis().isEmpty() ? 0 : 1), width, CHART);
        int length = width * CHART[1] / 100 - 2 * CELL;
        for (int i = 0; i < chart.lines().size(); i++) {
            Paper.Line line = chart.lines().get(i);
            XWPFTableRow row = table.getRow(i);
            row.setCantSplitRow(true);
            XWPFParagraph name = line(row.getCell(0));
            // With the row below it, so that a chart is not torn apart.
            name.setKeepNext(true);
            style(low(name).createRun(), 9, false, false, line.name());
            XWPFRun marks = low(line(row.getCell(1))).createRun();
            picture(marks, line.marks(), line.name() + ": " + line.text(), length, 8);
            style(low(line(row.getCell(2))).createRun(), 9, false, false, line.value());
        }
        if (!chart.axis().isEmpty()) {
            axis(line(table.getRow(chart.lines().size()).getCell(1)), chart.axis(), length);
        }
        XWPFParagraph text = document.createParagraph();
        text.setSpacingAfter(6 * TWIPS);
        style(text.createRun(), 12, false, true, chart.text());
    }

    /** So low that the villages of a commune fit on one page. */
    private static XWPFParagraph low(XWPFParagraph line) {
        line.setSpacingBetween(10.5, LineSpacingRule.EXACT);
        return line;
    }

    /** Each word stands where its part of the lines begins. */
    private static void axis(XWPFParagraph line, List<Paper.Tick> ticks, int length) {
        int at = 0;
        CTTabs tabs = line.getCTPPr().addNewTabs();
        for (int i = 0; i < ticks.size(); i++) {
            XWPFRun run = line.createRun();
            if (i > 0) {
                CTTabStop tab = tabs.addNewTab();
                tab.setVal(STTabJc.LEFT);
                tab.setPos(BigInteger.valueOf(at));
                run.addTab();
            }
            style(run, 8, false, false, ticks.get(i).text());
            at += length * ticks.get(i).width() / 1000;
        }
    }

    /**
     * @param text what is shown, for those who can not see it
     * @param length of a point the twentieth part
     * @param height points
     */
    private static void picture(XWPFRun run, List<Paper.Mark> marks, String text, int length, int height) {
        picture(run, Boxes.png(marks), text, (double) length / TWIPS, height);
    }

    /** @param width points, as is the height */
    private static void picture(XWPFRun run, byte[] png, String text, double width, double height) {
        try {
            run.addPicture(
                            new ByteArrayInputStream(png),
                            PictureType.PNG,
                            "picture.png",
                            Units.toEMU(width),
                            Units.toEMU(height))
                    .getCTPicture()
                    .getNvPicPr()
                    .getCNvPr()
                    .setDescr(text);
        } catch (IOException | InvalidFormatException e) {
            throw new IllegalStateException("A picture of our own could not be taken in", e);
        }
    }

    private void foot() {
        XWPFParagraph space = document.createParagraph();
        space.setSpacingAfter(6 * TWIPS);
        Letterhead head = paper.head();
        XWPFTable table = layout(1, WIDTH - LEFT - RIGHT, 45, 55);
        table.getRow(0).setCantSplitRow(true);
        XWPFTableCell left = table.getRow(0).getCell(0);
        style(line(left).createRun(), 12, true, true, words.say("recipients"));
        listed(head.recipients()).forEach(text -> style(line(left).createRun(), 11, false, false, text));
        XWPFTableCell right = table.getRow(0).getCell(1);
        if (head.authority() != null) {
            centred(line(right), head.authority(), 14, true, false);
        }
        head.post().forEach(text -> centred(line(right), text, 14, true, false));
        XWPFParagraph signature = line(right);
        signature.setSpacingBefore(twips(30));
        centred(signature, head.signer() == null ? "" : head.signer(), 14, true, false);
    }

    private void appendix(Appendix appendix) {
        centred(
                document.createParagraph(),
                words.say("appendix", appendix.number()).strip(),
                14,
                true,
                false);
        centred(document.createParagraph(), appendix.title(), 14, true, false);
        XWPFParagraph of = document.createParagraph();
        of.setSpacingAfter(8 * TWIPS);
        String key = paper.form().isLetter() ? "appendix-of.letter" : "appendix-of";
        centred(of, words.say(key, paper.head().symbol(), Integer.toString(paper.year())), 14, false, true);
        int width = appendix.landscape() ? HEIGHT - LEFT - RIGHT : WIDTH - LEFT - RIGHT;
        appendix.blocks().forEach(block -> block(block, width));
    }

    /** Where the document is checked, at its very end. */
    private void check() {
        Paper.Check check = paper.check();
        if (check == null) {
            return;
        }
        String address = check.address();
        XWPFParagraph line = document.createParagraph();
        line.setSpacingBefore(14 * TWIPS);
        line.setKeepNext(true);
        if (check.picture() != null && address != null) {
            String picture = check.picture().substring(check.picture().indexOf(',') + 1);
            picture(line.createRun(), Base64.getDecoder().decode(picture), words.say("check.picture", address), QR, QR);
        }
        XWPFParagraph text = document.createParagraph();
        style(
                text.createRun(),
                11,
                false,
                false,
                address == null ? words.say("check.code", check.code()) : words.say("check", address));
    }

    /** A table without lines. */
    private XWPFTable layout(int rows, int width, int... shares) {
        XWPFTable table = document.createTable(rows, shares.length);
        table.removeBorders();
        width(table, width, shares);
        return table;
    }

    private static void width(XWPFTable table, int width, int... shares) {
        table.setWidth(Integer.toString(width));
        table.setCellMargins(0, CELL, 0, CELL);
        CTTblWidth indent = table.getCTTbl().getTblPr().addNewTblInd();
        indent.setType(STTblWidth.DXA);
        indent.setW(BigInteger.ZERO);
        table.getCTTbl()
                .getTblPr()
                .addNewTblLayout()
                .setType(org.openxmlformats.schemas.wordprocessingml.x2006.main.STTblLayoutType.FIXED);
        var grid = table.getCTTbl().getTblGrid() == null
                ? table.getCTTbl().addNewTblGrid()
                : table.getCTTbl().getTblGrid();
        while (grid.sizeOfGridColArray() > 0) {
            grid.removeGridCol(0);
        }
        for (int share : shares) {
            grid.addNewGridCol().setW(BigInteger.valueOf((long) width * share / 100));
        }
        for (XWPFTableRow row : table.getRows()) {
            for (int i = 0; i < shares.length; i++) {
                CTTblWidth of = row.getCell(i).getCTTc().addNewTcPr().addNewTcW();
                of.setType(STTblWidth.DXA);
                of.setW(BigInteger.valueOf((long) width * shares[i] / 100));
            }
        }
    }

    /** The next line of a cell, which begins with an empty one. */
    private static XWPFParagraph line(XWPFTableCell cell) {
        XWPFParagraph first = cell.getParagraphs().get(0);
        XWPFParagraph line =
                cell.getParagraphs().size() == 1 && first.getRuns().isEmpty() ? first : cell.addParagraph();
        line.setSpacingAfter(0);
        return line;
    }

    private static void centred(XWPFParagraph line, String text, int size, boolean bold, boolean italic) {
        line.setAlignment(ParagraphAlignment.CENTER);
        style(line.createRun(), size, bold, italic, text);
    }

    private static void style(XWPFRun run, int size, boolean bold, boolean italic, String text) {
        style(run, size, bold, italic);
        run.setText(text);
    }

    private static void style(XWPFRun run, int size, boolean bold, boolean italic) {
        run.setFontFamily(FONT);
        run.setFontSize(size);
        run.setBold(bold);
        run.setItalic(italic);
    }
}
