package io.langsong.inventory;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of CSV files, one for each kind of object: {@code villages.csv} to {@code services.csv}. */
public final class InventoryFolder {
    /** Of one file; a commune has some hundred rows. */
    public static final int MOST_OCTETS = 16 * 1024 * 1024;

    private static final Pattern SPREADSHEET = Pattern.compile("(?i).*\\.(xlsm|xls|ods)");

    private InventoryFolder() {}

    /**
     * The texts of one CSV file, or of all those directly in a folder, by file name.
     *
     * @throws IllegalArgumentException saying which file can not be used and what to do
     */
    public static Map<String, String> read(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(file -> fileName(file).toLowerCase(Locale.ROOT).endsWith(".csv"))
                        .sorted()
                        .forEach(files::add);
            }
            if (files.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s holds no file that ends in .csv; name a folder with villages.csv, sites.csv, devices.csv and so on"
                                .formatted(path));
            }
        } else if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        } else if (SPREADSHEET.matcher(fileName(path)).matches()) {
            throw new IllegalArgumentException(
                    "%s is a spreadsheet in a form that is not read; save it as Excel workbook (.xlsx) or as \"CSV UTF-8\""
                            .formatted(path));
        } else if (!fileName(path).toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw new IllegalArgumentException(
                    "%s ends neither in .csv nor in .xlsx; save the sheet as \"CSV UTF-8\" or the workbook as .xlsx"
                            .formatted(path));
        } else {
            files.add(path);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path file : files) {
            if (Files.size(file) > MOST_OCTETS) {
                throw new IllegalArgumentException("%s has %d octets, at most %d are read; split it"
                        .formatted(file, Files.size(file), MOST_OCTETS));
            }
            texts.put(fileName(file), decode(file.toString(), Files.readAllBytes(file)));
        }
        return texts;
    }

    /** The files of that folder in the program itself; empty when it has none. */
    static Map<String, String> readFromProgram(String folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Form<?> form : Form.all()) {
            String file = form.plural() + ".csv";
            try (InputStream in = InventoryFolder.class.getResourceAsStream("/" + folder + "/" + file)) {
                if (in != null) {
                    texts.put(file, decode(file, in.readAllBytes()));
                }
            }
        }
        return texts;
    }

    /**
     * Strictly UTF-8: a guess at the encoding would turn names into other names.
     *
     * @throws SheetRefused when it is something else
     */
    static String decode(String file, byte[] octets) {
        boolean utf16 = octets.length >= 2
                && ((octets[0] == (byte) 0xFE && octets[1] == (byte) 0xFF)
                        || (octets[0] == (byte) 0xFF && octets[1] == (byte) 0xFE));
        try {
            if (!utf16) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
            }
        } catch (CharacterCodingException notUtf8) {
            // Refused below.
        }
        throw new SheetRefused(ImportProblem.ofFile(file, Fault.NOT_UTF_8));
    }

    /**
     * Writes one file for each kind that there is. Secrets are written only when asked for; without them a file can change
     * an inventory that has them, but not make one.
     */
    public static void write(InventorySnapshot snapshot, Path folder, boolean withSecrets) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : write(snapshot, withSecrets).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** As {@link #write(InventorySnapshot, Path, boolean)}, by file name. */
    public static Map<String, String> write(InventorySnapshot snapshot, boolean withSecrets) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Form<?> form : Form.all()) {
            if (!form.in(snapshot).isEmpty()) {
                texts.put(form.plural() + ".csv", write(form, snapshot, withSecrets));
            }
        }
        return texts;
    }

    /** One zip file with a CSV file for each kind that there is, without secrets. */
    public static byte[] zip(InventorySnapshot snapshot) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> file : write(snapshot, false).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return octets.toByteArray();
    }

    private static String write(Form<?> form, InventorySnapshot snapshot, boolean withSecrets) {
        List<String> columns = form.fields().stream()
                .filter(field -> withSecrets || !field.secret())
                .map(Field::name)
                .toList();
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(columns);
            for (InventoryObject object : form.in(snapshot)) {
                Map<String, String> cells = form.write(object);
                csv.writeRecord(columns.stream()
                        .map(column -> SafeCell.write(cells.getOrDefault(column, "")))
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
