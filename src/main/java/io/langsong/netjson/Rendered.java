package io.langsong.netjson;

import java.util.List;

/** What a configuration becomes on a device. Any thread. */
public record Rendered(UciPackages packages, List<ConfigurationFile> files) {
    public Rendered {
        files = List.copyOf(files);
    }

    /**
     * For people to read.
     *
     * @param listFiles whether the files follow the packages
     */
    public String text(boolean listFiles) {
        if (!listFiles || files.isEmpty()) {
            return packages.text();
        }
        StringBuilder text = new StringBuilder(packages.text()).append("\n# ---------- files ---------- #\n\n");
        files.forEach(file -> text.append("# path: ")
                .append(file.path())
                .append("\n# mode: ")
                .append(file.mode())
                .append("\n\n")
                .append(file.contents())
                .append("\n\n"));
        return text.toString();
    }

    public ConfigurationArchive archive() {
        return ConfigurationArchive.of(packages, files);
    }
}
