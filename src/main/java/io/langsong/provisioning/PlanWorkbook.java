package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SafeCell;
import io.langsong.inventory.Site;
import io.langsong.provisioning.PlanSheet.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.jspecify.annotations.Nullable;

/** Plans of access points as a workbook (Office Open XML, ECMA-376): its first sheet is read, all others are notes. Pure, any thread. */
public final class PlanWorkbook {
    /** Of one workbook; 500 rows need some ten kilobytes. */
    public static final int MOST_OCTETS = 2 * 1024 * 1024;

    /** A file of a few kilobytes can unpack to gigabytes. */
    private static final long MOST_UNPACKED = 32L * 1024 * 1024;
    /** One more than is planned at a time, and the heads: enough to say that it is too many. */
    private static final int MOST_ROWS = PlanSheet.MOST_ROWS + 2;

    private static final int WIDTH = 24;

    private PlanWorkbook() {}

    /** Both kinds of workbooks: what begins like none is text. */
    static boolean isOne(byte[] file) {
        boolean zip = file.length > 1 && file[0] == 'P' && file[1] == 'K';
        boolean old = file.length > 1 && (file[0] & 0xff) == 0xd0 && (file[1] & 0xff) == 0xcf;
        return zip || old;
    }

    /** @throws Refused when it is not such a workbook, or too large */
    static List<Row> firstSheet(byte[] file) {
        if (file.length > MOST_OCTETS || unpacked(file) > MOST_UNPACKED) {
            throw PlanSheet.file("provisioning.import.too-large", "is too large", "save the first sheet alone");
        }
        List<Row> rows = new ArrayList<>();
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file));
                Stream<org.dhatim.fastexcel.reader.Row> all =
                        book.getFirstSheet().openStream()) {
            for (org.dhatim.fastexcel.reader.Row row : (Iterable<org.dhatim.fastexcel.reader.Row>) all::iterator) {
                if (rows.size() <= MOST_ROWS) {
                    row(row, rows);
                }
            }
        } catch (IOException | RuntimeException broken) {
            throw notOne();
        }
        return rows;
    }

    private static Refused notOne() {
        return PlanSheet.file("provisioning.import.no-workbook", "is no workbook that can be read", "save it as .xlsx");
    }

    /** By unpacking it, since what its directory says of sizes may be a lie. */
    private static long unpacked(byte[] file) {
        long octets = 0;
        byte[] part = new byte[64 * 1024];
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    int read = in.read(part);
                    while (read >= 0 && octets <= MOST_UNPACKED) {
                        octets += read;
                        read = in.read(part);
                    }
                }
            }
        } catch (IOException | RuntimeException notAZip) {
            throw notOne();
        }
        return octets;
    }

    private static void row(org.dhatim.fastexcel.reader.Row row, List<Row> rows) {
        List<String> cells = new ArrayList<>();
        Refused broken = null;
        for (int column = 0; column < row.getCellCount(); column++) {
            Cell cell = row.getOptionalCell(column).orElse(null);
            if (cell != null && (cell.getType() == CellType.FORMULA || cell.getType() == CellType.ERROR)) {
                broken = PlanSheet.file(
                        "provisioning.import.formula",
                        "has a formula in cell " + cell.getAddress(),
                        "write what it gives in its place");
                cells.add("");
            } else if (cells.size() <= PlanSheet.COLUMNS.size()) {
                cells.add(text(cell));
            }
        }
        // A workbook has no cells behind the last one that was filled in, and some that are blank.
        while (cells.size() > PlanSheet.COLUMNS.size()
                && cells.get(cells.size() - 1).isBlank()) {
            cells.remove(cells.size() - 1);
        }
        if (broken == null && cells.size() > PlanSheet.COLUMNS.size()) {
            broken = PlanSheet.file(
                    "provisioning.import.sheet-columns",
                    "has more than 5 columns",
                    "write " + String.join(", ", PlanSheet.COLUMNS));
        }
        if (broken != null || cells.stream().anyMatch(cell -> !cell.isBlank())) {
            while (cells.size() < PlanSheet.COLUMNS.size()) {
                cells.add("");
            }
            rows.add(new Row(row.getRowNum(), cells, broken));
        }
    }

    private static String text(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return "";
        }
        return switch (cell.getType()) {
            case NUMBER -> cell.asNumber().stripTrailingZeros().toPlainString();
            case BOOLEAN -> Boolean.toString(cell.asBoolean());
            default -> Objects.requireNonNullElse(cell.getText(), "");
        };
    }

    /**
     * A workbook to fill in: heads on the first sheet, and on the second one what each column takes and which sites there are.
     *
     * @param seen sites that are named
     */
    public static byte[] template(InventorySnapshot seen, Locale language) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(file, "LangSong", "1.0")) {
            Worksheet plan = book.newWorksheet(ProvisioningWords.say(language, "import.sheet.plan"));
            for (int column = 0; column < PlanSheet.COLUMNS.size(); column++) {
                plan.value(0, column, PlanSheet.COLUMNS.get(column));
                plan.style(0, column).bold().fillColor("E1F2EE").set();
                plan.width(column, WIDTH);
            }
            plan.freezePane(0, 1);
            notes(book.newWorksheet(ProvisioningWords.say(language, "import.sheet.notes")), seen, language);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.toByteArray();
    }

    private static void notes(Worksheet sheet, InventorySnapshot seen, Locale language) {
        int row = 0;
        for (String column : PlanSheet.COLUMNS) {
            sheet.value(row, 0, column);
            sheet.style(row, 0).bold().set();
            sheet.value(row, 1, ProvisioningWords.say(language, "import.sheet." + column));
            row++;
        }
        row++;
        sheet.value(row, 0, ProvisioningWords.say(language, "import.sheet.sites"));
        sheet.style(row, 0).bold().set();
        List<Site> sites = seen.sites().stream()
                .sorted(Comparator.comparing(site -> site.id().value()))
                .toList();
        for (Site site : sites) {
            row++;
            sheet.value(row, 0, site.id().value());
            sheet.value(row, 1, SafeCell.write(site.name()));
        }
        sheet.width(0, WIDTH);
        sheet.width(1, WIDTH + WIDTH);
    }
}
