package io.langsong.report.document;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.langsong.report.PlaceLine;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.report.Report;
import io.langsong.report.paper.SampleReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for spreadsheets, read again. */
class SheetsTest {
    private static final Locale VI = Locale.forLanguageTag("vi");

    private static List<Row> rows(byte[] workbook, String name) throws IOException {
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            return book.findSheet(name).orElseThrow().read();
        }
    }

    private static int column(List<Row> rows, String name) {
        return rows.get(0).stream()
                .filter(cell -> cell.getText().equals(name))
                .findFirst()
                .orElseThrow()
                .getColumnIndex();
    }

    private static List<CsvRecord> csv(Report facts) {
        String text = new String(new Documents().csv(facts, VI), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF");
        return CsvReader.builder().ofCsvRecord(text.substring(1)).stream().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vi", "en"})
    void thereIsASheetForEachTable(String language) throws IOException {
        byte[] workbook = new Documents().xlsx(SampleReport.of("2026-10"), Locale.forLanguageTag(language));
        List<Integer> rows = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            for (Sheet sheet : book.getSheets().toList()) {
                rows.add(sheet.read().size() - 1);
            }
        }

        assertThat(rows).containsExactly(7, 4, 37, 36 * 12, 5, 14, 2, 3, 1);
    }

    @Test
    void figuresAreNumbers() throws IOException {
        Report facts = SampleReport.of("2026-10");
        List<Row> rows = rows(new Documents().xlsx(facts, VI), "Thôn, phố");
        List<PlaceLine> villages = facts.places(Kind.VILLAGE);

        for (int i = 0; i < villages.size(); i++) {
            Row row = rows.get(i + 1);
            PlaceLine village = villages.get(i);
            assertThat(row.getCell(column(rows, "Độ khả dụng")).asNumber())
                    .isEqualByComparingTo(village.services().uptime().setScale(4, RoundingMode.DOWN));
            assertThat(row.getCell(column(rows, "Số lần gián đoạn")).asNumber())
                    .isEqualByComparingTo(BigDecimal.valueOf(village.services().outages()));
            assertThat(row.getCell(column(rows, "Mất kết nối"))
                            .asNumber()
                            .multiply(BigDecimal.valueOf(86_400))
                            .setScale(0, RoundingMode.HALF_UP))
                    .isEqualByComparingTo(BigDecimal.valueOf(village.services().downSeconds()));
        }
    }

    @Test
    void momentsAreThoseOfTheCommune() throws IOException {
        Report facts = SampleReport.of("2026-10");
        List<Row> rows = rows(new Documents().xlsx(facts, VI), "Sự cố");

        assertThat(rows.get(1).getCell(column(rows, "Bắt đầu")).asDate())
                .isEqualTo(LocalDateTime.of(2026, 10, 1, 0, 0));
        assertThat(rows.get(14)
                        .getOptionalCell(column(rows, "Khắc phục"))
                        .filter(cell -> cell.getType() != CellType.EMPTY))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "+", "-", "@", "\t=", "\r=", "＝", "'", "=1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)"})
    void noNameBecomesAFormula(String start) throws IOException {
        Report facts = new SampleReport(YearMonth.of(2026, 10))
                .named(start)
                .villages(3)
                .report();
        byte[] workbook = new Documents().xlsx(facts, VI);

        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            for (Sheet sheet : book.getSheets().toList()) {
                for (Row row : sheet.read()) {
                    assertThat(row.stream().filter(cell -> cell != null).map(Cell::getType))
                            .doesNotContain(CellType.FORMULA);
                    assertThat(row.stream()
                                    .filter(cell -> cell != null && cell.getType() == CellType.STRING)
                                    .map(Cell::asString))
                            .allSatisfy(SheetsTest::isHarmless);
                }
            }
        }
        assertThat(csv(facts)).allSatisfy(row -> assertThat(row.getFields()).allSatisfy(SheetsTest::isHarmless));
    }

    private static void isHarmless(String text) {
        assertThat(text).doesNotMatch("(?s)[=+\\-@\t\r\n＝＋－＠].*");
    }

    /** Each column that has what people or devices call things is among those that the test above goes through. */
    @Test
    void everyColumnOfNamesIsTried() throws IOException {
        byte[] workbook = new Documents()
                .xlsx(
                        new SampleReport(YearMonth.of(2026, 10))
                                .named("=1+")
                                .villages(3)
                                .report(),
                        VI);
        List<String> tried = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
            for (Sheet sheet : book.getSheets().toList()) {
                List<Row> rows = sheet.read();
                for (Cell head : rows.get(0)) {
                    boolean named = rows.stream()
                            .flatMap(row -> row.getOptionalCell(head.getColumnIndex()).stream())
                            .anyMatch(cell -> cell.getType() == CellType.STRING
                                    && cell.asString().startsWith("'=1+"));
                    if (named) {
                        tried.add(sheet.getName() + ": " + head.getText());
                    }
                }
            }
        }

        assertThat(tried)
                .containsExactly(
                        "Thôn, phố: Thôn, phố",
                        "Từng đối tượng: Thôn, phố",
                        "Từng đối tượng: Tên",
                        "Sự cố: Tên",
                        "Sự cố: Thôn, phố",
                        "Sự cố: Người xử lý",
                        "Bảo trì: Nội dung",
                        "Bảo trì: Thôn, phố",
                        "Sử dụng: Thôn, phố");
    }

    /** A column that is too narrow shows #### in the place of a figure. */
    @Test
    void columnsAreAsWideAsTheirFiguresAndSheetsPrintOnPaper() throws IOException {
        byte[] workbook = new Documents().xlsx(SampleReport.of("2026-10"), VI);
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(workbook))) {
            DataFormatter words = new DataFormatter(VI);
            assertThat(book.getAllNames())
                    .hasSize(book.getNumberOfSheets())
                    .allSatisfy(name -> assertThat(name.getRefersToFormula()).endsWith("'!$1:$1"));
            for (org.apache.poi.ss.usermodel.Sheet sheet : book) {
                for (org.apache.poi.ss.usermodel.Row row : sheet) {
                    for (org.apache.poi.ss.usermodel.Cell cell : row) {
                        if (row.getRowNum() > 0 && cell.getCellType() == org.apache.poi.ss.usermodel.CellType.NUMERIC) {
                            assertThat(words.formatCellValue(cell).length())
                                    .as("%s %s", sheet.getSheetName(), cell.getAddress())
                                    .isLessThan(sheet.getColumnWidth(cell.getColumnIndex()) / 256);
                        }
                    }
                }
                assertThat(sheet.getPaneInformation().getHorizontalSplitPosition())
                        .isEqualTo((short) 1);
                assertThat(sheet.getPrintSetup().getLandscape()).isTrue();
                assertThat(sheet.getPrintSetup().getPaperSize()).isEqualTo(PrintSetup.A4_PAPERSIZE);
                assertThat(sheet.getFitToPage()).isTrue();
                assertThat(sheet.getPrintSetup().getFitHeight()).isZero();
            }
        }
    }

    @Test
    void theCsvHasTheVillagesAndTheCommune() {
        Report facts = SampleReport.of("2026-10");
        List<CsvRecord> rows = csv(facts);
        int uptime = rows.get(0).getFields().indexOf("Độ khả dụng");
        int down = rows.get(0).getFields().indexOf("Mất kết nối");

        assertThat(rows).hasSize(38);
        assertThat(rows.get(37).getField(1)).isEqualTo("Toàn xã");
        for (int i = 0; i < 36; i++) {
            PlaceLine village = facts.places(Kind.VILLAGE).get(i);
            assertThat(rows.get(i + 1).getField(1)).isEqualTo(village.name());
            assertThat(rows.get(i + 1).getField(uptime))
                    .isEqualTo(village.services()
                            .uptime()
                            .setScale(4, RoundingMode.DOWN)
                            .toPlainString());
            assertThat(rows.get(i + 1).getField(down))
                    .isEqualTo(Long.toString(village.services().downSeconds()));
        }
    }
}
