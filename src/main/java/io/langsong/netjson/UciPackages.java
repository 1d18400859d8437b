package io.langsong.netjson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** UCI packages in their order, each with its sections in theirs. Any thread. */
public final class UciPackages {
    private final Map<String, List<UciSection>> packages;

    private UciPackages(Map<String, List<UciSection>> packages) {
        Map<String, List<UciSection>> copy = new LinkedHashMap<>();
        packages.forEach((name, sections) -> copy.put(name, List.copyOf(sections)));
        this.packages = Collections.unmodifiableMap(copy);
    }

    /**
     * @throws NetJsonException when the name of a package, a section or an option, or a value, is nothing that UCI can bear, or two
     *     sections of a package have one name: a device would take them for one
     */
    static UciPackages checked(Map<String, List<UciSection>> packages) {
        List<Problem> problems = UciRules.problems(packages);
        if (!problems.isEmpty()) {
            throw new NetJsonException(problems);
        }
        return new UciPackages(packages);
    }

    /** As they were read; a device may have what this would not write. */
    static UciPackages read(Map<String, List<UciSection>> packages) {
        return new UciPackages(packages);
    }

    public List<String> names() {
        return List.copyOf(packages.keySet());
    }

    /** @throws NullPointerException for a package that is not there */
    public List<UciSection> sections(String name) {
        return Objects.requireNonNull(packages.get(name), name);
    }

    Map<String, List<UciSection>> map() {
        return packages;
    }

    /** All of it, as {@code uci import} reads it; empty or with one end of line at its end. */
    public String text() {
        return packages.keySet().stream()
                .map(name -> "package " + name + "\n\n" + sectionsText(name))
                .collect(Collectors.joining("\n"));
    }

    /** Name to content of the files below {@code /etc/config/}. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(packages.keySet());
        for (String name : names) {
            // As when text() is cut at its package lines.
            boolean last = name.equals(names.get(names.size() - 1));
            files.put(name, sectionsText(name) + (last ? "" : "\n"));
        }
        return files;
    }

    private String sectionsText(String name) {
        return sections(name).stream().map(UciSection::text).collect(Collectors.joining("\n"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UciPackages that && packages.equals(that.packages);
    }

    @Override
    public int hashCode() {
        return packages.hashCode();
    }

    /** Without its values, which may be secrets. */
    @Override
    public String toString() {
        return "UciPackages" + packages.keySet();
    }
}
