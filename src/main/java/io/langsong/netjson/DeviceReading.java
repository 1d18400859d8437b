package io.langsong.netjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a device has, read into a configuration that can be rendered again, with all that it does not say. A section that no kind of section
 * here can be is carried as it stands. A pure function of what is given. Any thread.
 *
 * @param syntax of the OpenWrt that the device seems to have
 * @param unread options that rendering the configuration does not give again
 * @param files of an archive that are no UCI, below the root; ascending
 * @param problems why the configuration can not be rendered as it is; then nothing is known of what is unread
 */
public record DeviceReading(
        ObjectNode config, OpenWrt.Syntax syntax, List<Unread> unread, List<String> files, List<Problem> problems) {
    public DeviceReading {
        unread = List.copyOf(unread);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * @param section its name, else its type
     * @param option empty for a section as a whole
     * @param value that may be a secret
     */
    public record Unread(String uciPackage, String section, String option, String value) {
        /** Without the value. */
        @Override
        public String toString() {
            return "Unread[" + uciPackage + "." + section + "." + option + "]";
        }
    }

    /**
     * @param uci packages one after the other, as {@code uci export} gives them
     * @throws NetJsonException when it is no UCI, with the line
     */
    public static DeviceReading ofText(String uci) {
        return of(UciParser.parse(uci), List.of());
    }

    /**
     * @param archive as {@code sysupgrade -b} gives it: a tar, packed by gzip or not
     * @throws NetJsonException when it is none, or is larger than 16 MiB unpacked, or a package in it is no UCI
     */
    public static DeviceReading ofArchive(byte[] archive) {
        List<String> files = new ArrayList<>();
        UciPackages packages = ConfigurationArchive.read(archive, files::add);
        return of(packages, files.stream().sorted().toList());
    }

    private static DeviceReading of(UciPackages packages, List<String> files) {
        OpenWrt openWrt = new OpenWrt(syntax(packages));
        List<UciSection> asTheyStand = openWrt.isRead(packages) ? List.of() : unrenderable(openWrt, packages);
        DeviceReading reading = reading(openWrt, packages, asTheyStand, files);
        List<UciSection> lossy = packages.map().values().stream()
                .flatMap(List::stream)
                .filter(section -> asTheyStand.contains(section) || reading.loses(section))
                .toList();
        DeviceReading whole = reading(openWrt, packages, lossy, files);
        // What one section says may be said by another too, so this can be worse.
        boolean better = whole.problems.isEmpty() && whole.unread.size() < reading.unread.size();
        return better ? whole : reading;
    }

    private boolean loses(UciSection section) {
        String called = Objects.requireNonNullElse(section.name(), section.type());
        return unread.stream()
                .anyMatch(one -> one.section.equals(called) && section.options().containsKey(one.option));
    }

    /** Those that can not be said alone. */
    private static List<UciSection> unrenderable(OpenWrt openWrt, UciPackages packages) {
        return packages.map().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(section -> !openWrt.isRead(UciPackages.read(Map.of(entry.getKey(), List.of(section))))))
                .toList();
    }

    /** @param asTheyStand sections that are carried so; by identity, since two may say the same */
    private static DeviceReading reading(
            OpenWrt openWrt, UciPackages packages, List<UciSection> asTheyStand, List<String> files) {
        Map<String, List<UciSection>> known = new LinkedHashMap<>();
        Map<String, List<UciSection>> others = new LinkedHashMap<>();
        packages.map()
                .forEach((name, sections) -> sections.forEach(section -> {
                    boolean other = asTheyStand.stream().anyMatch(one -> one == section)
                            && !CustomSections.KNOWN.contains(name);
                    (other ? others : known)
                            .computeIfAbsent(name, first -> new ArrayList<>())
                            .add(section);
                }));
        ObjectNode config = openWrt.parse(UciPackages.read(known));
        Parsing parsing = new Parsing(UciPackages.read(others));
        new CustomSections().parse(parsing);
        parsing.config()
                .properties()
                .forEach(entry -> config.withArray(entry.getKey()).addAll((ArrayNode) entry.getValue()));
        try {
            return new DeviceReading(
                    config,
                    openWrt.syntax(),
                    unread(packages, openWrt.render(config).packages()),
                    files,
                    List.of());
        } catch (NetJsonException wrong) {
            return new DeviceReading(config, openWrt.syntax(), List.of(), files, wrong.problems());
        }
    }

    /** Before 21 interfaces had their devices themselves, and radios a mode in place of a band. */
    private static OpenWrt.Syntax syntax(UciPackages packages) {
        boolean old = packages.map().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(section -> entry.getKey().equals("network")
                                        && section.type().equals("interface")
                                        && section.options().containsKey("ifname")
                                || entry.getKey().equals("wireless")
                                        && section.type().equals("wifi-device")
                                        && section.options().containsKey("hwmode")
                                        && !section.options().containsKey("band")))
                .findAny()
                .isPresent();
        return old ? OpenWrt.Syntax.OLD : OpenWrt.Syntax.DSA;
    }

    private static List<Unread> unread(UciPackages had, UciPackages has) {
        List<Unread> unread = new ArrayList<>();
        had.map().forEach((name, sections) -> {
            List<UciSection> left = new ArrayList<>(has.map().getOrDefault(name, List.of()));
            for (UciSection section : sections) {
                UciSection again = take(section, left);
                String called = Objects.requireNonNullElse(section.name(), section.type());
                if (again == null) {
                    unread.add(new Unread(name, called, "", ""));
                }
                section.options().forEach((option, value) -> {
                    UciValue other = again == null ? null : again.options().get(option);
                    if (other == null || !other.words().equals(value.words())) {
                        unread.add(new Unread(name, called, option, value.text()));
                    }
                });
            }
        });
        return unread;
    }

    /** The same of what is left: of one name; of one that has none, that which says the same, else that which is like it most. */
    private static @Nullable UciSection take(UciSection wanted, List<UciSection> left) {
        UciSection best = null;
        long most = -1;
        for (UciSection one : left) {
            boolean named = wanted.name() != null && wanted.name().equals(one.name());
            if (one.type().equals(wanted.type()) && (named || wanted.name() == null)) {
                long same = wanted.options().entrySet().stream()
                        .filter(option -> option.getValue().equals(one.options().get(option.getKey())))
                        .count();
                if (same > most) {
                    best = one;
                    most = same;
                }
            }
        }
        left.remove(best);
        return best;
    }
}
