package io.langsong.provisioning.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** What {@code uci export} shows, as the files of {@code /etc/config} that it was read from. */
final class UciExport {
    private static final String FOLDER = "etc/config/";
    private static final Pattern PACKAGE = Pattern.compile("package '?([A-Za-z0-9_-]+)'?");
    /** Some hold secrets, and all are read by root. */
    private static final int OWNER_ONLY = 0600;

    private UciExport() {}

    /** A {@code tar.gz} of the files, each of the instant. */
    static byte[] archive(String export, Instant made) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(octets))) {
            for (Map.Entry<String, StringBuilder> file : packages(export).entrySet()) {
                byte[] text = file.getValue().toString().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(FOLDER + file.getKey());
                entry.setSize(text.length);
                entry.setMode(OWNER_ONLY);
                entry.setModTime(made.toEpochMilli());
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("An archive can not be made", impossible);
        }
        return octets.toByteArray();
    }

    private static Map<String, StringBuilder> packages(String export) {
        Map<String, StringBuilder> packages = new TreeMap<>();
        StringBuilder open = new StringBuilder();
        boolean quoted = false;
        for (String line : export.split("\n")) {
            Matcher begins = PACKAGE.matcher(line);
            // A value may have several lines, and say anything on them.
            if (!quoted && begins.matches()) {
                open = packages.computeIfAbsent(begins.group(1), any -> new StringBuilder());
            } else {
                open.append(line).append('\n');
                quoted = isQuotedAfter(line, quoted);
            }
        }
        return packages;
    }

    /** A quote within a value is written as one that ends it, one behind a backslash, and one that begins it again. */
    private static boolean isQuotedAfter(String line, boolean before) {
        boolean quoted = before;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (line.charAt(i) == '\\' && !quoted) {
                i++;
            }
        }
        return quoted;
    }
}
