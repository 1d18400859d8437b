package io.langsong.provisioning.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code uci batch} is to do so that a box which had one archive has the next: sections and options that are only in the one before go, what
 * is in the next is set, and what the box has beside them stays. To set nothing is UCI's way to take away what may not be there. The archives are our own: each value on one line in single quotes, each section named.
 */
final class UciBatch {
    private static final String FOLDER = "etc/config/";
    private static final Pattern LINE = Pattern.compile("(config|\toption|\tlist) (\\S+) ('(?:[^']|'\\\\'')*')");

    private UciBatch() {}

    private record Section(String type, Map<String, List<String>> options, Map<String, List<String>> lists) {}

    static String of(byte @Nullable [] before, byte[] next) {
        Map<String, Map<String, Section>> had = before == null ? Map.of() : packages(before);
        Map<String, Map<String, Section>> has = packages(next);
        StringBuilder batch = new StringBuilder();
        had.forEach((name, sections) -> sections.forEach((section, content) -> {
            Section now = has.getOrDefault(name, Map.of()).get(section);
            if (now == null) {
                batch.append("set %s.%s=''\n".formatted(name, section));
                return;
            }
            List<String> gone = new ArrayList<>(content.options().keySet());
            gone.addAll(content.lists().keySet());
            gone.removeAll(now.options().keySet());
            gone.removeAll(now.lists().keySet());
            gone.forEach(option -> batch.append("set %s.%s.%s=''\n".formatted(name, section, option)));
        }));
        has.forEach((name, sections) -> sections.forEach((section, content) -> {
            batch.append("set %s.%s=%s\n".formatted(name, section, content.type()));
            content.options()
                    .forEach((option, values) -> batch.append(
                            "set %s.%s.%s=%s\n".formatted(name, section, option, values.get(values.size() - 1))));
            content.lists().forEach((option, values) -> {
                // Adding to what is there would make it longer with each time.
                batch.append("set %s.%s.%s=''\n".formatted(name, section, option));
                values.forEach(value -> batch.append("add_list %s.%s.%s=%s\n".formatted(name, section, option, value)));
            });
        }));
        Map<String, Boolean> touched = new LinkedHashMap<>();
        had.keySet().forEach(name -> touched.put(name, true));
        has.keySet().forEach(name -> touched.put(name, true));
        touched.keySet().forEach(name -> batch.append("commit ").append(name).append('\n'));
        return batch.toString();
    }

    private static Map<String, Map<String, Section>> packages(byte[] archive) {
        Map<String, Map<String, Section>> packages = new LinkedHashMap<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().startsWith(FOLDER)) {
                    packages.put(
                            entry.getName().substring(FOLDER.length()),
                            sections(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("An archive of our own can not be read", impossible);
        }
        return packages;
    }

    private static Map<String, Section> sections(String text) {
        Map<String, Section> sections = new LinkedHashMap<>();
        Section open = null;
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("No line of an archive of our own: " + line.split(" ")[0]);
            }
            String word = matcher.group(2);
            String value = matcher.group(3);
            if (matcher.group(1).equals("config")) {
                open = new Section(word, new LinkedHashMap<>(), new LinkedHashMap<>());
                sections.put(value.substring(1, value.length() - 1), open);
            } else if (open != null) {
                Map<String, List<String>> options = matcher.group(1).equals("\tlist") ? open.lists() : open.options();
                options.computeIfAbsent(word, any -> new ArrayList<>()).add(value);
            }
        }
        return sections;
    }
}
