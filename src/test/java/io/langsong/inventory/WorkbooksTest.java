package io.langsong.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbooksTest {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");
    private static final DataSource DATABASE = TestDatabase.fresh();

    @TempDir
    private Path data;

    private Inventory inventory;
    private InventoryImport imports;

    @BeforeEach
    void start() {
        TestInventory.empty(DATABASE);
        inventory = TestInventory.started(DATABASE, data);
        imports = new InventoryImport(inventory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vi", "en"})
    void whatIsWrittenImportsAgainUnchanged(String language) {
        imports.run(TestInventory.commune(), false);
        inventory.save(new PowerArea(new PowerAreaId("f"), "=HYPERLINK(\"http://x\")"));
        inventory.save(new Contact(
                new ContactId("c"),
                "Hà Văn Thắng",
                new VillageId("thon-thu-01"),
                "Trưởng thôn",
                "0912 345 678",
                true,
                false,
                "Giữ chìa khóa\nở nhà"));

        byte[] workbook = Workbooks.write(inventory.snapshot(), Locale.forLanguageTag(language), false);
        InventoryImport.Outcome outcome = imports.run("export.xlsx", workbook, false);

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.diff().isEmpty()).isTrue();
        assertThat(outcome.diff().unchanged()).isEqualTo(20);
        assertThat(new String(workbook, StandardCharsets.ISO_8859_1)).doesNotContain("public-test");
    }

    /** Names in place of ids, labels in place of codes, no ids at all: as an official fills in the template. */
    @Test
    void takesASheetAsPeopleFillItIn() throws IOException {
        byte[] workbook = workbook(
                sheet("Thôn, phố", "Tên *|Thứ tự *|Số người", "Thôn Man|1|420", "Thôn Tré|2|380"),
                sheet(
                        "Điểm lắp đặt",
                        "Tên *|Thôn *|Loại *",
                        "Nhà văn hóa|Thôn Man|Nhà văn hóa",
                        "Nhà văn hóa|thôn tré|nhà văn hóa"),
                sheet(
                        "Thiết bị",
                        "Tên *|Điểm lắp đặt *|Loại *|Địa chỉ *|Phiên bản SNMP|Chuỗi cộng đồng|Đang giám sát",
                        "AP 1|thon-man-nha-van-hoa|Điểm truy cập (AP)|10.20.1.5|2c|cong-dong|có",
                        "AP 1|thon-tre-nha-van-hoa|ap|10.20.2.5|2c|cong-dong|không"),
                sheet("Hướng dẫn", "Trang tính|Cột", "Thôn, phố|Tên"));

        InventoryImport.Outcome outcome = imports.run("xa.xlsx", workbook, false);

        assertThat(outcome.problems())
                .extracting(problem -> problem.sentence(VIETNAMESE))
                .isEmpty();
        assertThat(inventory.snapshot().devices())
                .extracting(
                        device -> device.id().value(), device -> device.site().value(), Device::enabled)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("thon-man-nha-van-hoa-ap-1", "thon-man-nha-van-hoa", true),
                        org.assertj.core.groups.Tuple.tuple(
                                "thon-tre-nha-van-hoa-ap-1", "thon-tre-nha-van-hoa", false));
        assertThat(imports.run("xa.xlsx", workbook, false).diff().isEmpty()).isTrue();
    }

    @Test
    void aSheetWithFiveMistakesIsRefusedWithEachOfThemInWords() throws IOException {
        String[] lines = new String[36];
        for (int i = 0; i < 36; i++) {
            lines[i] = "Thôn mẫu %02d|%d|%d".formatted(i + 1, i + 1, 100 + i);
        }
        lines[3] = "|4|103";
        lines[7] = "Thôn mẫu 08|tám|107";
        lines[11] = "Thôn mẫu 12|11|111";
        lines[20] = "Thôn mẫu 21|21|-5";
        lines[30] = "Thôn mẫu 30|31|130";

        InventoryImport.Outcome outcome =
                imports.run("36 thôn.xlsx", workbook(sheet("Thôn, phố", "Tên *|Thứ tự *|Số người", lines)), false);

        assertThat(outcome.applied()).isFalse();
        assertThat(outcome.problems())
                .extracting(problem -> problem.sentence(VIETNAMESE))
                .containsExactlyInAnyOrder(
                        "Thôn, phố dòng 5, Tên: còn thiếu; nhập vào",
                        "Thôn, phố dòng 9, Thứ tự \"tám\": không phải là số nguyên; chỉ dùng chữ số 0-9, không có số 0 ở đầu",
                        "Thôn, phố dòng 13, Thứ tự \"11\": cũng là thứ tự của thôn thon-mau-11; cho số thứ tự khác",
                        "Thôn, phố dòng 22, Số người \"-5\": ngoài khoảng cho phép; nhập số từ 0 đến 1000000",
                        "Thôn, phố dòng 32, Tên \"Thôn mẫu 30\": cũng là tên của thôn thon-mau-30; đặt tên khác");
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void anUnknownColumnDoesNotHideWhatIsWrongInItsRows() throws IOException {
        InventoryImport.Outcome outcome = imports.run(
                "xa.xlsx",
                workbook(
                        sheet("Thôn, phố", "Tên *|Thứ tự *", "Thôn Mận|1"),
                        sheet("Điểm lắp đặt", "Tên *|Thôn *|Loại *|Màu", "Nhà|Thôn Mận|Quán nước|đỏ")),
                false);

        assertThat(outcome.problems())
                .extracting(problem -> problem.sentence(VIETNAMESE))
                .satisfiesExactlyInAnyOrder(
                        column -> assertThat(column)
                                .startsWith(
                                        "Điểm lắp đặt dòng 1, Màu: không phải là cột của Điểm lắp đặt; các cột là Mã, Tên, Thôn,"),
                        choice -> assertThat(choice)
                                .startsWith(
                                        "Điểm lắp đặt dòng 2, Loại \"Quán nước\": không có trong danh sách; chọn một trong: ")
                                .contains("Nhà văn hóa, "));
        assertThat(outcome.problems().get(0).sentence())
                .contains("is not a column of sites; the columns are id, name, village");
        assertThat(inventory.snapshot().isEmpty()).isTrue();
    }

    @Test
    void aNameThatMeansTwoIsAskedBack() {
        imports.run(TestInventory.commune(), false);

        assertThat(imports.run(java.util.Map.of("services.csv", "id,members\nwifi-thu-01,AP 1\n"), true)
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .contains("is the name of more than one; write the id instead: thu-01-ap1, thu-02-ap1"));
    }

    @Test
    void dayCellsAreDays() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "test", "1.0")) {
            Worksheet providers = book.newWorksheet("providers");
            providers.value(0, 0, "name");
            providers.value(1, 0, "Nhà mạng");
            Worksheet contracts = book.newWorksheet("contracts");
            String[] header = {"name", "provider", "startsOn", "endsOn", "repairHours"};
            for (int i = 0; i < header.length; i++) {
                contracts.value(0, i, header[i]);
            }
            contracts.value(1, 0, "12/HĐ");
            contracts.value(1, 1, "Nhà mạng");
            contracts.value(1, 2, java.time.LocalDate.of(2026, 1, 31));
            contracts.style(1, 2).format("dd/mm/yyyy").set();
            contracts.value(1, 3, "2027-01-30");
            contracts.value(1, 4, 36);
        }

        InventoryImport.Outcome outcome = imports.run("x.xlsx", file.toByteArray(), false);

        assertThat(outcome.problems()).extracting(ImportProblem::sentence).isEmpty();
        assertThat(inventory.snapshot().contracts()).singleElement().satisfies(contract -> {
            assertThat(contract.startsOn()).isEqualTo("2026-01-31");
            assertThat(contract.endsOn()).isEqualTo("2027-01-30");
            assertThat(contract.repairHours()).isEqualTo(36);
        });
    }

    @Test
    void refusesWhatIsNoWorkbook() throws IOException {
        byte[] noise = new byte[4_000];
        new Random(1).nextBytes(noise);
        byte[] whole = Workbooks.write(InventorySnapshot.EMPTY, VIETNAMESE, true);
        for (byte[] file : List.of(
                new byte[0],
                "PK".getBytes(StandardCharsets.US_ASCII),
                noise,
                java.util.Arrays.copyOf(whole, whole.length / 2),
                zip("a.txt", "no workbook"),
                zip(
                        "[Content_Types].xml",
                        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Types>&x;</Types>"))) {
            InventoryImport.Outcome outcome = imports.run("x.xlsx", file, false);

            assertThat(outcome.applied()).isFalse();
            assertThat(outcome.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.sentence())
                            .startsWith("x.xlsx: ")
                            .doesNotContain("root:"));
        }
    }

    @Test
    void doesNotUnpackABomb() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }

        assertThat(imports.run("x.xlsx", file.toByteArray(), false).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("is too large"));
    }

    private record Content(String name, String header, String[] rows) {}

    private static Content sheet(String name, String header, String... rows) {
        return new Content(name, header, rows);
    }

    private static byte[] workbook(Content... sheets) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "test", "1.0")) {
            for (Content content : sheets) {
                Worksheet sheet = book.newWorksheet(content.name());
                write(sheet, 0, content.header());
                for (int row = 0; row < content.rows().length; row++) {
                    write(sheet, row + 1, content.rows()[row]);
                }
            }
        }
        return file.toByteArray();
    }

    /** Numbers as a spreadsheet has them. */
    private static void write(Worksheet sheet, int row, String cells) {
        String[] parts = cells.split("\\|", -1);
        for (int column = 0; column < parts.length; column++) {
            if (parts[column].matches("-?[0-9]+")) {
                sheet.value(row, column, Long.valueOf(parts[column]));
            } else if (!parts[column].isEmpty()) {
                sheet.value(row, column, parts[column]);
            }
        }
    }

    private static byte[] zip(String name, String text) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file.toByteArray();
    }
}
