package io.langsong.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.qr.QrCode;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SamplePapers;
import io.langsong.report.proof.SampleLetters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFPicture;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.junit.jupiter.api.Test;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STPageOrientation;

/** The DOCX as Word's own format says it. */
class DocxTest {
    private static final Locale VI = Locale.forLanguageTag("vi");
    private static final Paper PAPER = SamplePapers.team("2026-06", VI);

    private static XWPFDocument read() throws IOException {
        return new XWPFDocument(new ByteArrayInputStream(new Documents().docx(PAPER)));
    }

    private static Stream<XWPFParagraph> paragraphs(XWPFDocument document) {
        return Stream.concat(
                document.getParagraphs().stream(),
                document.getTables().stream()
                        .flatMap(table -> table.getRows().stream())
                        .flatMap(row -> row.getTableCells().stream())
                        .flatMap(cell -> cell.getParagraphs().stream()));
    }

    private static XWPFRun run(XWPFDocument document, String text) {
        return paragraphs(document)
                .flatMap(line -> line.getRuns().stream())
                .filter(run -> run.text().startsWith(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No text " + text));
    }

    @Test
    void saysWhatThePaperSays() throws IOException {
        try (XWPFDocument document = read()) {
            List<XWPFTable> tables = document.getTables();

            // Head, foot and charts are tables without lines.
            List<XWPFTable> drawn = tables.stream()
                    .filter(table -> table.getTopBorderType() != null)
                    .toList();
            assertThat(drawn).hasSize(10);
            assertThat(tables).hasSize(10 + 2 + 4);
            List<Paper.Table> expected = Stream.concat(
                            PAPER.body().stream(), PAPER.appendices().stream().flatMap(one -> one.blocks().stream()))
                    .filter(Paper.Table.class::isInstance)
                    .map(Paper.Table.class::cast)
                    .toList();
            for (int i = 0; i < expected.size(); i++) {
                Paper.Table table = expected.get(i);
                XWPFTable there = drawn.get(i);
                assertThat(there.getRow(0).isRepeatHeader()).isTrue();
                assertThat(there.getNumberOfRows()).isEqualTo(table.rows().size() + 1);
                for (int r = 0; r < table.rows().size(); r++) {
                    List<String> cells = there.getRow(r + 1).getTableCells().stream()
                            .map(cell -> cell.getText())
                            .toList();
                    assertThat(cells)
                            .isEqualTo(table.rows().get(r).cells().stream()
                                    .map(Paper.Cell::text)
                                    .toList());
                }
            }
            assertThat(document.getParagraphs().stream().map(XWPFParagraph::getText))
                    .contains("I. KẾT QUẢ THỰC HIỆN", "- Việc thứ tư.")
                    .anyMatch(text -> text.endsWith("./."));
        }
    }

    @Test
    void chartsAreThereWithTheirValues() throws IOException {
        try (XWPFDocument document = read()) {
            XWPFTable villages = document.getTables().stream()
                    .filter(table -> table.getTopBorderType() == null && table.getNumberOfRows() == 36)
                    .findFirst()
                    .orElseThrow();
            XWPFTableRow first = villages.getRow(0);

            assertThat(first.getCell(0).getText()).isEqualTo("Thôn Măng");
            assertThat(first.getCell(2).getText()).isEqualTo("100,00%");
            XWPFPicture picture = first.getCell(1)
                    .getParagraphs()
                    .get(0)
                    .getRuns()
                    .get(0)
                    .getEmbeddedPictures()
                    .get(0);
            assertThat(picture.getDescription()).isEqualTo("Thôn Măng: Gián đoạn 0,00% thời gian");
            BufferedImage drawn = ImageIO.read(
                    new ByteArrayInputStream(picture.getPictureData().getData()));
            assertThat(drawn.getRGB(0, 20)).isEqualTo(0xffffffff);
            // And a row for the days below the lines.
            assertThat(document.getTables())
                    .anySatisfy(table -> assertThat(table.getText()).contains("01/6\t08/6\t15/6\t22/6\t29/6"));
        }
        BufferedImage half = ImageIO.read(
                new ByteArrayInputStream(Boxes.png(List.of(new Paper.Mark(0, 500, 100, Paper.Tone.TARGET)))));
        assertThat(half.getRGB(499, 1)).isEqualTo(0xff000000);
        assertThat(half.getRGB(500, 1)).isEqualTo(0xffffffff);
    }

    @Test
    void lettersAreThoseOfTheDecree() throws IOException {
        try (XWPFDocument document = read()) {
            assertThat(paragraphs(document)
                            .flatMap(line -> line.getRuns().stream())
                            .filter(run -> run.getEmbeddedPictures().isEmpty()))
                    .isNotEmpty()
                    .allSatisfy(run -> assertThat(run.getFontFamily()).isEqualTo("Times New Roman"));
            assertThat(run(document, "CỘNG HÒA")).satisfies(run -> {
                assertThat(run.isBold()).isTrue();
                assertThat(run.getFontSizeAsDouble()).isEqualTo(13);
            });
            assertThat(run(document, "Độc lập - Tự do - Hạnh phúc").getFontSizeAsDouble())
                    .isEqualTo(14);
            assertThat(run(document, "UBND XÃ BÁ THƯỚC").isBold()).isFalse();
            assertThat(run(document, "Bá Thước, ngày").isItalic()).isTrue();
            assertThat(run(document, "Số:").text()).matches("Số: {8}/BC-TƯCHTKT");
            assertThat(run(document, "BÁO CÁO").getFontSizeAsDouble()).isEqualTo(14);
            assertThat(run(document, "Nơi nhận:")).satisfies(run -> {
                assertThat(run.isBold() && run.isItalic()).isTrue();
                assertThat(run.getFontSizeAsDouble()).isEqualTo(12);
            });
            assertThat(run(document, "Căn cứ số liệu").getParent())
                    .isInstanceOfSatisfying(
                            XWPFParagraph.class,
                            line -> assertThat(line.getAlignment()).isEqualTo(ParagraphAlignment.BOTH));
        }
    }

    @Test
    void pagesAreNumberedAfreshInEachAppendixAndNotOnTheFirstOfTheBody() throws IOException {
        try (XWPFDocument document = read()) {
            List<CTSectPr> sections = new ArrayList<>();
            document.getParagraphs().stream()
                    .filter(line -> line.getCTP().getPPr() != null
                            && line.getCTP().getPPr().isSetSectPr())
                    .forEach(line -> sections.add(line.getCTP().getPPr().getSectPr()));
            sections.add(document.getDocument().getBody().getSectPr());

            assertThat(sections).hasSize(4).allSatisfy(section -> {
                assertThat(section.getPgNumType().getStart()).isEqualTo(1);
                assertThat(section.sizeOfHeaderReferenceArray()).isEqualTo(1);
                // A twentieth of a point: 30 and 15 millimetres.
                assertThat(section.getPgMar().getLeft().toString()).isEqualTo("1701");
                assertThat(section.getPgMar().getRight().toString()).isEqualTo("850");
            });
            assertThat(sections.get(0).isSetTitlePg()).isTrue();
            assertThat(sections.get(0).getPgSz().getOrient()).isEqualTo(STPageOrientation.PORTRAIT);
            assertThat(sections.subList(1, 4)).allSatisfy(section -> {
                assertThat(section.isSetTitlePg()).isFalse();
                assertThat(section.getPgSz().getOrient()).isEqualTo(STPageOrientation.LANDSCAPE);
            });
            assertThat(document.getHeaderList()
                            .get(0)
                            .getParagraphs()
                            .get(0)
                            .getCTP()
                            .getFldSimpleArray(0)
                            .getInstr())
                    .isEqualTo("PAGE");
        }
    }

    @Test
    void contactStandsAtTheFootOfTheFirstPageAlone() throws IOException {
        try (XWPFDocument document =
                new XWPFDocument(new ByteArrayInputStream(new Documents().docx(SamplePapers.full())))) {
            CTSectPr body = document.getParagraphs().stream()
                    .filter(line -> line.getCTP().getPPr() != null
                            && line.getCTP().getPPr().isSetSectPr())
                    .map(line -> line.getCTP().getPPr().getSectPr())
                    .findFirst()
                    .orElseThrow();

            assertThat(body.sizeOfFooterReferenceArray()).isEqualTo(1);
            assertThat(document.getFooterList().get(0).getText()).contains("ĐT 0237 3 000 000");
            assertThat(document.getDocument().getBody().getSectPr().sizeOfFooterReferenceArray())
                    .isZero();
        }
    }

    /** As the last page of the PDF does. */
    @Test
    void theEndOfWhatIsIssuedLeadsToWhereItIsChecked() throws Exception {
        String address = "https://langsong.xa.example/kiem-tra/7K3Q9ZB2XH";
        byte[] code = QrCode.png(address, 8);
        Paper issued = PAPER.with(new Paper.Check(
                "7K3Q9ZB2XH",
                address,
                "data:image/png;base64," + Base64.getEncoder().encodeToString(code)));
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(new Documents().docx(issued)))) {
            List<XWPFParagraph> lines = document.getParagraphs();

            assertThat(lines.get(lines.size() - 1).getText()).contains("Kiểm tra văn bản này", address);
            XWPFPicture picture = lines.get(lines.size() - 2)
                    .getRuns()
                    .get(0)
                    .getEmbeddedPictures()
                    .get(0);
            assertThat(picture.getPictureData().getData()).isEqualTo(code);
            assertThat(picture.getDescription()).contains(address);
        }
        Paper withoutPages = PAPER.with(new Paper.Check("7K3Q9ZB2XH", null, null));
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(new Documents().docx(withoutPages)))) {
            assertThat(document.getLastParagraph().getText()).isEqualTo("Mã kiểm tra bản phát hành: 7K3Q9ZB2XH");
        }
    }

    @Test
    void aLetterHasItsSubjectBelowItsNumberAndNoTitle() throws IOException {
        try (XWPFDocument document =
                new XWPFDocument(new ByteArrayInputStream(new Documents().docx(SampleLetters.letter(VI))))) {
            assertThat(document.getTables().get(0).getRow(1).getCell(0).getText())
                    .startsWith("Số:")
                    .contains("/UBND-TƯC", "V/v chất lượng đường truyền tháng 10 năm 2026 theo hợp đồng 12/2026/HĐ-VT");
            assertThat(paragraphs(document).map(XWPFParagraph::getText))
                    .contains("Kính gửi: VNPT Thanh Hóa", "Phụ lục")
                    .anyMatch(text -> text.startsWith("(Kèm theo Công văn số"))
                    .doesNotContain("CÔNG VĂN", "BÁO CÁO");
        }
    }

    @Test
    void aPaperWithoutAppendicesIsOneSection() throws IOException {
        Paper alone = new Paper(
                Paper.Form.REPORT,
                VI,
                PAPER.head(),
                PAPER.title(),
                PAPER.subject(),
                PAPER.period(),
                2026,
                PAPER.body(),
                List.of(),
                null);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(new Documents().docx(alone)))) {
            assertThat(document.getParagraphs())
                    .noneMatch(line -> line.getCTP().getPPr() != null
                            && line.getCTP().getPPr().isSetSectPr());
            assertThat(document.getDocument().getBody().getSectPr().getPgSz().getOrient())
                    .isEqualTo(STPageOrientation.PORTRAIT);
        }
    }
}
