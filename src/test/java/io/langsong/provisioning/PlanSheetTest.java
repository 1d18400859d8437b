package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.provisioning.AccessPoints.Named;
import io.langsong.provisioning.PlanSheet.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

class PlanSheetTest {
    private static byte[] workbook(Consumer<Worksheet> fill) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "Test", "1.0")) {
            fill.accept(book.newWorksheet("Sheet1"));
            book.newWorksheet("Ghi chú").value(0, 0, "không đọc");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toByteArray();
    }

    private static void row(Worksheet sheet, int row, Object... cells) {
        for (int column = 0; column < cells.length; column++) {
            if (cells[column] instanceof Number number) {
                sheet.value(row, column, number);
            } else {
                sheet.value(row, column, cells[column].toString());
            }
        }
    }

    private static List<String> sentences(PlanSheet sheet) {
        return sheet.problems().stream()
                .map(one -> one.row() + " " + one.why().getMessage())
                .toList();
    }

    @Test
    void aWorkbookSaysTheSameAsLines() {
        PlanSheet lines = PlanSheet.ofLines("""
                id;name;site;mac;group
                ap-1;Một;nvh;52:54:00:00:00:01;truong
                ;"Hai; ba";nvh
                12;Bốn;nvh;;7
                """);
        PlanSheet book = PlanSheet.ofFile(workbook(sheet -> {
            row(sheet, 1, "ID", "Name", "site", "mac", "group");
            row(sheet, 2, "ap-1", "Một", "nvh", "52:54:00:00:00:01", "truong");
            row(sheet, 4, "", "Hai; ba", "nvh", "", "", "  ");
            row(sheet, 6, 12, "Bốn", "nvh", "", 7.0);
        }));

        assertThat(lines.problems()).isEmpty();
        assertThat(book.problems()).isEmpty();
        assertThat(book.wanted()).isEqualTo(lines.wanted()).hasSize(3);
        assertThat(book.wanted()).extracting(Named::id).containsExactly("ap-1", null, "12");
        assertThat(lines.rows()).containsExactly(2, 3, 4);
        assertThat(book.rows()).as("as the spreadsheet counts").containsExactly(3, 5, 7);
        assertThat(PlanSheet.ofLines(book.text()).wanted())
                .as("what is shown to be corrected")
                .isEqualTo(book.wanted());
    }

    @Test
    void formulasAreRefusedWhereTheyStand() {
        PlanSheet sheet = PlanSheet.ofFile(workbook(one -> {
            row(one, 0, "ap-1", "Một", "nvh");
            row(one, 1, "ap-2", "Hai");
            one.formula(1, 2, "HYPERLINK(\"http://evil.example\")");
            row(one, 2, "ap-3", "Ba", "nvh", "", "", "thừa");
        }));

        assertThat(sentences(sheet))
                .containsExactly(
                        "2 whole-line has a formula in cell C2; write what it gives in its place",
                        "3 whole-line has more than 5 columns; write id, name, site, mac, group");
    }

    @Test
    void whatIsNoWorkbookSaysSo() throws IOException {
        byte[] good = workbook(one -> row(one, 0, "ap-1", "Một", "nvh"));
        byte[] cut = java.util.Arrays.copyOf(good, good.length / 2);
        byte[] old = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(other)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write("x".getBytes(StandardCharsets.UTF_8));
        }

        for (byte[] file : List.of(cut, old, other.toByteArray())) {
            assertThat(sentences(PlanSheet.ofFile(file)))
                    .containsExactly("0 whole-line is no workbook that can be read; save it as .xlsx");
        }
        assertThat(sentences(PlanSheet.ofFile(workbook(one -> one.value(0, 0, " ")))))
                .containsExactly("0 whole-line holds no row; write one a row");
    }

    /** A hundred kilobytes that become a hundred megabytes. */
    @Test
    void aBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bomb)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1024 * 1024];
            for (int part = 0; part < 100; part++) {
                zip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(PlanWorkbook.MOST_OCTETS);

        assertThat(sentences(PlanSheet.ofFile(bomb.toByteArray())))
                .containsExactly("0 whole-line is too large; save the first sheet alone");
        byte[] long1 = new byte[PlanWorkbook.MOST_OCTETS + 1];
        long1[0] = 'P';
        long1[1] = 'K';
        assertThat(sentences(PlanSheet.ofFile(long1)))
                .containsExactly("0 whole-line is too large; save the first sheet alone");
    }

    @Test
    void moreRowsThanArePlannedAtOnceAreTooMany() {
        PlanSheet most = PlanSheet.ofFile(workbook(one -> {
            row(one, 0, "id", "name", "site");
            for (int row = 1; row <= PlanSheet.MOST_ROWS; row++) {
                row(one, row, "ap-" + row, "Điểm", "nvh");
            }
        }));
        PlanSheet more = PlanSheet.ofFile(workbook(one -> {
            for (int row = 0; row < 20_000; row++) {
                row(one, row, "ap-" + row, "Điểm", "nvh");
            }
        }));

        assertThat(most.problems()).isEmpty();
        assertThat(sentences(more)).containsExactly("0 whole-line has too many rows; give at most 500 at a time");
        assertThat(more.wanted()).hasSizeLessThan(600);
        assertThat(PlanSheet.ofLines("x".repeat(PlanSheet.MOST_CHARACTERS + 1)).problems())
                .extracting(Problem::row)
                .containsExactly(0);
    }

    @Test
    void theOneToFillInIsReadWithNothingButItsHeads() {
        InventorySnapshot none = InventorySnapshot.of(List.<InventoryObject>of());
        for (Locale language : List.of(Locale.forLanguageTag("vi"), Locale.ENGLISH)) {
            assertThat(sentences(PlanSheet.ofFile(PlanWorkbook.template(none, language))))
                    .containsExactly("0 whole-line holds no row; write one a row");
        }
    }
}
