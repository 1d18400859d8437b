package io.langsong.report.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.langsong.print.Printed;
import io.langsong.report.PlaceLine;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SamplePapers;
import io.langsong.report.paper.SampleReport;
import io.langsong.report.proof.SampleLetters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The PDF as a reader finds it: by its text and where that stands. */
class PdfTest {
    private static final Locale VI = Locale.forLanguageTag("vi");
    private static final double MM = 72 / 25.4;

    private static PDDocument june;
    private static List<Line> lines;

    /** One run of letters of a kind. @param y of the base line, from the upper edge, points */
    private record Line(int page, String text, double x, double y, double end, String font, double size) {
        double middle() {
            return (x + end) / 2;
        }

        boolean bold() {
            return font.contains("Bold");
        }

        boolean italic() {
            return font.contains("Italic");
        }
    }

    @BeforeAll
    static void print() throws IOException {
        june = Loader.loadPDF(new Documents().pdf(SamplePapers.team("2026-06", VI)));
        lines = lines(june);
    }

    @AfterAll
    static void close() throws IOException {
        june.close();
    }

    private static List<Line> lines(PDDocument document) throws IOException {
        List<Line> lines = new ArrayList<>();
        PDFTextStripper stripper = new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> positions) {
                TextPosition first = positions.get(0);
                TextPosition last = positions.get(positions.size() - 1);
                lines.add(new Line(
                        getCurrentPageNo(),
                        text.strip(),
                        first.getXDirAdj(),
                        first.getYDirAdj(),
                        last.getXDirAdj() + last.getWidthDirAdj(),
                        first.getFont().getName(),
                        first.getYScale()));
            }
        };
        stripper.setSortByPosition(true);
        stripper.writeText(document, new StringWriter());
        return lines;
    }

    private static Line line(String text) {
        return lines.stream()
                .filter(line -> line.text().startsWith(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No line \"%s\" among %s"
                        .formatted(
                                text, lines.stream().map(Line::text).limit(60).toList())));
    }

    private static String text(PDDocument document) throws IOException {
        return new PDFTextStripper().getText(document);
    }

    @Test
    void theNationStandsOnOneLineInTheRightHalf() {
        Line nation = line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        Line motto = line("Độc lập - Tự do - Hạnh phúc");

        assertThat(nation.bold()).isTrue();
        assertThat(nation.size()).isBetween(12.0, 13.1);
        assertThat(nation.end()).isLessThanOrEqualTo(195 * MM + 1);
        assertThat(motto.bold()).isTrue();
        assertThat(motto.size()).isCloseTo(14, within(0.1));
        assertThat(motto.middle()).isCloseTo(nation.middle(), within(2.0));
    }

    @Test
    void theIssuerStandsAtTheLeftUnderItsParent() {
        Line parent = line("UBND XÃ BÁ THƯỚC");
        Line issuer = line("TỔ ỨNG CỨU");

        assertThat(parent.bold()).isFalse();
        assertThat(parent.size()).isCloseTo(13, within(0.1));
        assertThat(issuer.bold()).isTrue();
        assertThat(issuer.middle()).isCloseTo(parent.middle(), within(3.0));
        assertThat(parent.end()).isLessThan(line("CỘNG HÒA").x());
    }

    @Test
    void numberAndDateAreBlankOnOneLine() {
        Line number = line("Số:");
        Line date = line("Bá Thước, ngày");

        assertThat(number.text()).matches("Số: +/BC-TƯCHTKT");
        assertThat(date.text()).matches("Bá Thước, ngày +tháng +năm 2026");
        assertThat(date.italic()).isTrue();
        assertThat(date.y()).isCloseTo(number.y(), within(1.0));
    }

    @Test
    void theTitleStandsInTheMiddleOfThePage() {
        double middle = (30 + 195) * MM / 2;

        assertThat(line("BÁO CÁO")).satisfies(title -> {
            assertThat(title.bold()).isTrue();
            assertThat(title.size()).isCloseTo(14, within(0.1));
            assertThat(title.middle()).isCloseTo(middle, within(2.0));
        });
        assertThat(line("Kết quả vận hành").bold()).isTrue();
        assertThat(line("Kính gửi: Ủy ban nhân dân xã Bá Thước").bold()).isFalse();
        assertThat(line("I. KẾT QUẢ THỰC HIỆN").bold()).isTrue();
        assertThat(line("1. Tình hình chung").bold()).isTrue();
    }

    @Test
    void textKeepsToTheMargins() {
        for (int page = 1; page <= june.getNumberOfPages(); page++) {
            PDPage sheet = june.getPage(page - 1);
            double width = sheet.getMediaBox().getWidth();
            double height = sheet.getMediaBox().getHeight();
            int number = page;
            assertThat(lines.stream()
                            .filter(line ->
                                    line.page() == number && !line.text().matches("\\d+")))
                    .as("page %d", page)
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        assertThat(line.x()).isGreaterThanOrEqualTo(30 * MM - 1);
                        assertThat(line.end()).isLessThanOrEqualTo(width - 15 * MM + 1);
                        assertThat(line.y()).isBetween(20 * MM, height - 20 * MM);
                    });
        }
    }

    @Test
    void thePagesOfTheBodyAndOfEachAppendixAreNumberedInTheTopMargin() {
        Map<Integer, Line> numbers = new HashMap<>();
        lines.stream()
                .filter(line -> line.y() < 20 * MM)
                .forEach(line -> assertThat(numbers.put(line.page(), line)).isNull());
        List<Integer> told = new ArrayList<>();
        for (int page = 2; page <= june.getNumberOfPages(); page++) {
            Line number = numbers.get(page);
            assertThat(number).as("page %d", page).isNotNull();
            assertThat(number.size()).isCloseTo(13, within(0.1));
            assertThat(number.bold() || number.italic()).isFalse();
            told.add(Integer.valueOf(number.text()));
        }

        assertThat(numbers).doesNotContainKey(1);
        assertThat(told.get(0)).isEqualTo(2);
        assertThat(told.stream().filter(number -> number == 1)).as("%s", told).hasSize(3);
        assertThat(june.getPage(0).getMediaBox().getWidth()).isCloseTo((float) (210 * MM), within(0.5f));
        assertThat(june.getPage(june.getNumberOfPages() - 1).getMediaBox().getWidth())
                .isCloseTo((float) (297 * MM), within(0.5f));
        for (String name : List.of("Phụ lục I", "Phụ lục II", "Phụ lục III")) {
            Line appendix = lines.stream()
                    .filter(line -> line.text().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(numbers.get(appendix.page()).text()).isEqualTo("1");
        }
    }

    @Test
    void theSignerHasRoomAndNothingIsDrawnThere() throws IOException {
        Line post = line("TỔ TRƯỞNG");
        Line recipients = line("Nơi nhận:");

        assertThat(post.bold()).isTrue();
        assertThat(recipients.bold() && recipients.italic()).isTrue();
        assertThat(recipients.size()).isCloseTo(12, within(0.1));
        assertThat(line("- Như trên;").size()).isCloseTo(11, within(0.1));
        assertThat(line("- Lưu: VT, TƯC.").page()).isEqualTo(post.page());
        assertThat(lines.stream()
                        .filter(line -> line.page() == post.page()
                                && line.x() > 105 * MM
                                && line.y() > post.y() + 1
                                && line.y() < post.y() + 30 * MM))
                .isEmpty();
        for (PDPage page : june.getPages()) {
            for (COSName name : page.getResources().getXObjectNames()) {
                assertThat(page.getResources().isImageXObject(name)).isFalse();
            }
        }
    }

    @Test
    void theTextComesBackWhole() throws IOException {
        String text = text(june);

        assertThat(text)
                .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC))
                .contains("tháng 6 năm 2026", "từ 00:00 ngày 01/6/2026 đến 24:00 ngày 30/6/2026", "./.")
                .doesNotContain("#", "\uFFFD", "tháng 06");
        try (PDDocument february = Loader.loadPDF(new Documents().pdf(SamplePapers.team("2026-02", VI)))) {
            assertThat(text(february)).contains("tháng 02 năm 2026");
        }
    }

    @Test
    void headersOfTablesAreRepeated() {
        long pages = lines.stream()
                .filter(line -> line.text().contains("STT"))
                .map(Line::page)
                .distinct()
                .count();

        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void allLettersAreEmbedded() throws IOException {
        for (PDPage page : june.getPages()) {
            PDResources resources = page.getResources();
            assertThat(resources.getFontNames()).isNotEmpty();
            for (COSName name : resources.getFontNames()) {
                PDFont font = resources.getFont(name);
                assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                assertThat(font.getName()).contains("LiberationSerif");
            }
        }
    }

    @Test
    void isTaggedForThoseWhoHearIt() throws IOException {
        assertThat(june.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
        assertThat(june.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
        assertThat(june.getDocumentCatalog().getLanguage()).isEqualTo("vi");
        assertThat(june.getDocumentInformation().getTitle()).startsWith("BÁO CÁO: Kết quả vận hành");
        StringBuilder heard = new StringBuilder();
        for (PDPage page : june.getPages()) {
            PDFMarkedContentExtractor contents = new PDFMarkedContentExtractor();
            contents.processPage(page);
            contents.getMarkedContents().stream()
                    .filter(content -> content.getMCID() >= 0)
                    .flatMap(content -> content.getContents().stream())
                    .filter(TextPosition.class::isInstance)
                    .forEach(letter -> heard.append(((TextPosition) letter).getUnicode()));
        }
        assertThat(heard)
                .contains(
                        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                        "HỖ TRỢ KỸ THUẬT",
                        "BC-TƯCHTKT",
                        "1. Tình hình chung",
                        "Thôn Măng",
                        "TỔ TRƯỞNG",
                        "Nơi nhận:",
                        "Phụ lục III");
    }

    /** Each says in words what it shows. */
    @Test
    void picturesAreSaidInWords() {
        List<String> said = new ArrayList<>();
        figures(june.getDocumentCatalog().getStructureTreeRoot(), said);

        assertThat(said)
                .hasSizeGreaterThan(2 * 36)
                .allSatisfy(text -> assertThat(text).isNotBlank())
                .contains("gián đoạn từ 1 giờ: 02/6; gián đoạn dưới 1 giờ: 06/6, 17/6, 28/6", "27 giờ 28 phút");
    }

    private static void figures(PDStructureNode node, List<String> said) {
        for (Object kid : node.getKids()) {
            if (kid instanceof PDStructureElement element) {
                if (element.getStructureType().equals("Figure")) {
                    said.add(String.valueOf(element.getAlternateDescription()));
                }
                figures(element, said);
            }
        }
    }

    /** By the ink on the page: the bar of a village is to the longest as what was lost there is to the most that was lost. */
    @Test
    void barsAreAsLongAsWhatTheyStandFor() throws IOException {
        Line caption = line("Phần thời gian gián đoạn theo thôn");
        BufferedImage page = new PDFRenderer(june).renderImageWithDPI(caption.page() - 1, 144);
        List<PlaceLine> villages = SampleReport.of("2026-06").places(PlaceLine.Kind.VILLAGE);
        double most = villages.stream().mapToDouble(PdfTest::lost).max().orElseThrow();
        List<Line> rows = lines.stream()
                .filter(line -> line.page() == caption.page() && line.x() < 31 * MM)
                .toList();
        int longest = rows.stream().mapToInt(row -> dark(page, row)).max().orElseThrow();

        assertThat(longest).isGreaterThan(400);
        for (PlaceLine village : villages) {
            Line row = rows.stream()
                    .filter(one -> one.text().equals(village.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat((double) dark(page, row) / longest)
                    .as(village.name())
                    .isCloseTo(lost(village) / most, within(0.02));
        }
    }

    private static double lost(PlaceLine village) {
        return 1 - village.services().uptime().doubleValue();
    }

    /** How many pixels of the colour of outages stand beside a row, in its middle. */
    private static int dark(BufferedImage page, Line row) {
        int y = (int) Math.round(2 * (row.y() - row.size() / 4));
        return (int) IntStream.range(0, page.getWidth())
                .filter(x -> (page.getRGB(x, y) & 0xffffff) == Paper.Tone.DOWN.rgb())
                .count();
    }

    @Test
    void theSignatureBelongsBetweenPostAndName() throws IOException {
        PrintedPdf printed = new Documents().print(SamplePapers.full());
        try (PDDocument document = Loader.loadPDF(printed.content())) {
            List<Line> all = lines(document);
            Printed.Place place = printed.signature();
            Line post = last(all, "TỔ TRƯỞNG");
            Line name = last(all, "Nguyễn Văn A");
            double height = document.getPage(place.page()).getMediaBox().getHeight();

            assertThat(place.page()).isEqualTo(post.page() - 1);
            assertThat(place.left() + place.width() / 2).isCloseTo((float) post.middle(), within(2f));
            assertThat(height - place.bottom() - place.height()).isBetween(post.y(), post.y() + 12);
            assertThat(height - place.bottom()).isBetween(name.y() - 20, name.y());
            assertThat(place.height()).isGreaterThan((float) (30 * MM));
        }
    }

    private static Line last(List<Line> all, String text) {
        return all.stream()
                .filter(line -> line.text().equals(text))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    @Test
    void aLetterHasItsSubjectBelowItsNumberAndNoTitle() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SampleLetters.letter(VI)))) {
            List<Line> all = lines(document);
            Line number = all.stream()
                    .filter(line -> line.text().startsWith("Số:"))
                    .findFirst()
                    .orElseThrow();
            Line about = all.stream()
                    .filter(line -> line.text().startsWith("V/v chất lượng"))
                    .findFirst()
                    .orElseThrow();

            assertThat(number.text()).matches("Số: +/UBND-TƯC");
            assertThat(about.size()).isBetween(12.0, 13.1);
            assertThat(about.bold() || about.italic()).isFalse();
            assertThat(about.middle()).isCloseTo(number.middle(), within(6.0));
            assertThat(about.y() - number.y()).isBetween(12.0, 24.0);
            assertThat(all.stream().map(Line::text))
                    .doesNotContain("CÔNG VĂN", "BÁO CÁO")
                    .contains("Kính gửi: VNPT Thanh Hóa", "Phụ lục")
                    .anyMatch(text -> text.matches("\\(Kèm theo Công văn số +/UBND-TƯC ngày +tháng +năm 2026\\)"))
                    .anyMatch(text -> text.endsWith("./."));
        }
    }

    /** Drawn, not written; below the motto as long as it, below the issuer and the subject shorter. */
    @Test
    void rulesHaveTheirLength() throws IOException {
        List<double[]> rules = new Rules(june.getPage(0)).found();
        Line motto = line("Độc lập - Tự do - Hạnh phúc");
        Line subject = line("Kết quả vận hành");

        assertThat(rules)
                .as("below the motto")
                .anySatisfy(rule -> {
                    assertThat(rule[0]).isCloseTo(motto.x(), within(2.0));
                    assertThat(rule[1]).isCloseTo(motto.end(), within(2.0));
                    assertThat(rule[2]).isBetween(motto.y(), motto.y() + 8);
                })
                .as("below the subject")
                .anySatisfy(rule -> {
                    assertThat((rule[1] - rule[0]) / (subject.end() - subject.x()))
                            .isBetween(0.32, 0.5);
                    assertThat((rule[0] + rule[1]) / 2).isCloseTo(subject.middle(), within(3.0));
                });
    }

    @Test
    void hostileNamesStayText() throws IOException {
        Paper paper = SamplePapers.named("</td><script>&\"'\u0000\u202E]]>");

        try (PDDocument document = Loader.loadPDF(new Documents().pdf(paper))) {
            assertThat(text(document)).contains("<script>&\"'");
        }
    }

    /** What Liberation Serif has no letters for is a sign in its place, not the end of the document. */
    @Test
    void lettersThatThereAreNotDoNoHarm() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SamplePapers.named("漢字😀 ")))) {
            assertThat(text(document)).contains("Thôn Măng");
        }
    }

    @Test
    void aCommuneWithoutAnythingIsPrinted() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SamplePapers.empty()))) {
            assertThat(text(document)).contains("Không có sự cố nào trong kỳ.", "Phụ lục III");
        }
    }

    @Test
    void contactStandsAtTheFootOfTheFirstPageAlone() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SamplePapers.full()))) {
            List<Line> all = lines(document);
            List<Line> contact = all.stream()
                    .filter(line -> line.text().contains("ĐT 0237 3 000 000"))
                    .toList();
            Line post = all.stream()
                    .filter(line -> line.text().equals("TỔ TRƯỞNG"))
                    .findFirst()
                    .orElseThrow();
            Line name = all.stream()
                    .filter(line -> line.text().equals("Nguyễn Văn A"))
                    .findFirst()
                    .orElseThrow();

            assertThat(contact).hasSize(1);
            assertThat(contact.get(0).page()).isEqualTo(1);
            assertThat(contact.get(0).y()).isGreaterThan(277 * MM);
            assertThat(name.y() - post.y()).isGreaterThan(30 * MM);
            assertThat(name.middle()).isCloseTo(post.middle(), within(2.0));
            assertThat(all.stream().map(Line::text))
                    .contains("Kính gửi:", "- Ủy ban nhân dân xã Bá Thước;", "- Sở Khoa học và Công nghệ.");
        }
    }

    @Test
    void theCommunesCopyHasNoParentAndAnAuthority() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SamplePapers.commune("2026-06", VI)))) {
            assertThat(text(document))
                    .contains("ỦY BAN NHÂN DÂN\nXÃ BÁ THƯỚC", "/BC-UBND", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
                    .doesNotContain("TỔ TRƯỞNG");
        }
    }

    @Test
    void isWrittenInEnglishToo() throws IOException {
        try (PDDocument document = Loader.loadPDF(new Documents().pdf(SamplePapers.team("2026-06", Locale.ENGLISH)))) {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(text(document)).contains("REPORT", "June 2026", "I. RESULTS", "Appendix III");
        }
    }

    /** Long thin level areas and strokes of a page: from, until, and how far below the upper edge, points. */
    private static final class Rules extends PDFGraphicsStreamEngine {
        private final List<double[]> found = new ArrayList<>();
        private final double height;
        private double left = Double.MAX_VALUE;
        private double right = -Double.MAX_VALUE;
        private double low = Double.MAX_VALUE;
        private double high = -Double.MAX_VALUE;

        Rules(PDPage page) throws IOException {
            super(page);
            height = page.getMediaBox().getHeight();
            processPage(page);
        }

        List<double[]> found() {
            return found;
        }

        private void point(double x, double y) {
            left = Math.min(left, x);
            right = Math.max(right, x);
            low = Math.min(low, y);
            high = Math.max(high, y);
        }

        private void done() {
            if (right - left > 20 && high - low < 2) {
                found.add(new double[] {left, right, height - high});
            }
            endPath();
        }

        @Override
        public void appendRectangle(
                java.awt.geom.Point2D p0,
                java.awt.geom.Point2D p1,
                java.awt.geom.Point2D p2,
                java.awt.geom.Point2D p3) {
            point(p0.getX(), p0.getY());
            point(p2.getX(), p2.getY());
        }

        @Override
        public void drawImage(org.apache.pdfbox.pdmodel.graphics.image.PDImage image) {}

        @Override
        public void clip(int rule) {}

        @Override
        public void moveTo(float x, float y) {
            point(x, y);
        }

        @Override
        public void lineTo(float x, float y) {
            point(x, y);
        }

        @Override
        public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
            point(x3, y3);
        }

        @Override
        public java.awt.geom.Point2D getCurrentPoint() {
            return new java.awt.geom.Point2D.Double(right, high);
        }

        @Override
        public void closePath() {}

        @Override
        public void endPath() {
            left = Double.MAX_VALUE;
            right = -Double.MAX_VALUE;
            low = Double.MAX_VALUE;
            high = -Double.MAX_VALUE;
        }

        @Override
        public void strokePath() {
            done();
        }

        @Override
        public void fillPath(int rule) {
            done();
        }

        @Override
        public void fillAndStrokePath(int rule) {
            done();
        }

        @Override
        public void shadingFill(COSName shading) {
            throw new UncheckedIOException(new IOException("Nothing is shaded here: " + shading));
        }
    }
}
