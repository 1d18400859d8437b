package io.langsong.command;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A CSV file of devices, header {@code address,port,version,community[,user,auth,authKey,priv,privKey,context,profile]}.
 * Every fault is named with its line.
 */
final class TargetsFile {
    private static final List<String> COLUMNS = List.of(
            "address",
            "port",
            "version",
            "community",
            "user",
            "auth",
            "authKey",
            "priv",
            "privKey",
            "context",
            "profile");
    private static final int FAULTS_SHOWN = 20;

    private final Path file;
    private final List<String> faults = new ArrayList<>();

    private TargetsFile(Path file) {
        this.file = file;
    }

    static List<Target> read(Path file) {
        return new TargetsFile(file).targets();
    }

    private List<Target> targets() {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a folder; name a CSV file in it");
        }
        List<Target> targets = new ArrayList<>();
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(Files.newBufferedReader(file))) {
            Map<String, Integer> header = null;
            for (CsvRecord row : rows) {
                if (header == null) {
                    header = header(row);
                } else {
                    read(row, header, targets);
                }
            }
        } catch (CsvParseException notCsv) {
            throw new InputException(file + ": not CSV: " + notCsv.getMessage());
        } catch (UncheckedIOException unreadable) {
            throw unreadable(Objects.requireNonNull(unreadable.getCause()));
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
        if (!faults.isEmpty()) {
            String more = faults.size() > FAULTS_SHOWN ? "\n… and " + (faults.size() - FAULTS_SHOWN) + " more" : "";
            throw new InputException(String.join("\n", faults.subList(0, Math.min(FAULTS_SHOWN, faults.size())))
                    + more);
        }
        if (targets.isEmpty()) {
            throw new InputException(file + ": names no device; write a header line and one line a device");
        }
        return targets;
    }

    private InputException unreadable(IOException why) {
        return new InputException(file + ": can not be read as UTF-8 text ("
                + why.getClass().getSimpleName() + "); check its name and its mode, and save it as UTF-8");
    }

    private Map<String, Integer> header(CsvRecord row) {
        Map<String, Integer> header = new HashMap<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
            String name = row.getField(i).strip().replace("\uFEFF", "");
            if (!COLUMNS.contains(name)) {
                throw new InputException("%s:1: \"%s\" is no column of a targets file; they are %s"
                        .formatted(file, name, String.join(",", COLUMNS)));
            }
            header.put(name, i);
        }
        if (!header.containsKey("address")) {
            throw new InputException(file + ":1: there is no column \"address\"; begin with the header "
                    + String.join(",", COLUMNS.subList(0, 4)));
        }
        return header;
    }

    private void read(CsvRecord row, Map<String, Integer> header, List<Target> targets) {
        try {
            if (row.getFieldCount() != header.size()) {
                throw new InputException("%d values under %d columns".formatted(row.getFieldCount(), header.size()));
            }
            String port = value(row, header, "port", "161");
            if (!port.matches("\\d{1,5}")) {
                throw new InputException("port is a number from 1 to 65535, not \"" + port + "\"");
            }
            targets.add(new Target(
                    value(row, header, "address", ""),
                    Integer.parseInt(port),
                    Credentials.of(
                            value(row, header, "version", "2c"),
                            value(row, header, "community", ""),
                            value(row, header, "user", ""),
                            value(row, header, "auth", ""),
                            value(row, header, "authKey", ""),
                            value(row, header, "priv", ""),
                            value(row, header, "privKey", ""),
                            value(row, header, "context", "")),
                    value(row, header, "profile", "")));
        } catch (InputException fault) {
            faults.add(file + ":" + row.getStartingLineNumber() + ": " + fault.getMessage());
        }
    }

    private static String value(CsvRecord row, Map<String, Integer> header, String column, String otherwise) {
        Integer at = header.get(column);
        String value = at == null ? "" : row.getField(at).strip();
        return value.isEmpty() ? otherwise : value;
    }
}
