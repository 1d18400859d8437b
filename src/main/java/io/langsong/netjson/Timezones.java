package io.langsong.netjson;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names of time zones and the rules that a device without a zone database keeps its clock by (POSIX TZ). Any thread. */
final class Timezones {
    private static final String UTC = "UTC";
    /** Of the zones of one rule, the one that people here mean. */
    private static final Map<String, String> PREFERRED = Map.of("<+07>-7", "Asia/Ho_Chi_Minh", UTC, UTC, "UTC0", UTC);

    private Timezones() {}

    private static final class Table {
        private static final SortedMap<String, String> RULES = read();

        private static SortedMap<String, String> read() {
            SortedMap<String, String> rules = new TreeMap<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(Timezones.class.getResourceAsStream("/netjson/timezones.tsv")),
                    StandardCharsets.UTF_8))) {
                lines.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("\t", 2))
                        .forEach(line -> rules.put(line[0], line[1]));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            // What devices write for it themselves.
            rules.put(UTC, UTC);
            return rules;
        }
    }

    /** @param zone a name of the IANA database, with underscores or, as some web pages of routers write it, with spaces */
    static Optional<String> rule(String zone) {
        return Optional.ofNullable(Table.RULES.get(zone.replace(' ', '_')));
    }

    /** A zone that keeps {@code rule}; of several of them the last by name, unless people here mean another. */
    static Optional<String> zone(String rule) {
        String preferred = PREFERRED.get(rule);
        return preferred != null
                ? Optional.of(preferred)
                : Table.RULES.entrySet().stream()
                        .filter(zone ->
                                zone.getValue().equals(rule) && zone.getKey().contains("/"))
                        .map(Map.Entry::getKey)
                        .reduce((one, later) -> later);
    }
}
