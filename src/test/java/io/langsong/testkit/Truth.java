package io.langsong.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the simulator's log says was really so, to be held against what a server recorded. */
public final class Truth {
    private final Map<String, List<Silence>> silences = new LinkedHashMap<>();

    /** A silence, true or recorded. */
    public record Silence(Instant from, Instant to) {
        public Duration length() {
            return Duration.between(from, to);
        }

        @Override
        public String toString() {
            return from + " +" + length().toMillis() + " ms";
        }
    }

    /**
     * Runs of down and unreachable of each device and link.
     *
     * @param until what lasts ends here
     * @param gap a return as short as this does not part them
     */
    public Truth(Path log, Instant until, Duration gap) throws IOException {
        Map<String, Map<Instant, Silence>> byObject = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            JsonNode entry = JsonMapper.shared().readTree(line);
            String state = entry.get("state").asString();
            if (state.equals("down") || state.equals("unreachable")) {
                Instant from = at(entry, "from");
                Instant to = entry.has("to") ? at(entry, "to") : until;
                byObject.computeIfAbsent(entry.get("object").asString(), object -> new TreeMap<>())
                        .put(from, new Silence(from, to));
            }
        }
        byObject.forEach((object, entries) -> silences.put(object, joined(List.copyOf(entries.values()), gap)));
    }

    /** When the simulator began. */
    public static Instant begun(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.map(line -> at(JsonMapper.shared().readTree(line), "from"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    public static Instant at(JsonNode node, String field) {
        return OffsetDateTime.parse(node.get(field).asString()).toInstant();
    }

    /** Silences longer than {@code length}. */
    public long longerThan(Duration length) {
        return silences.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.length().compareTo(length) > 0)
                .count();
    }

    @Override
    public String toString() {
        return "%d objects with %d silences".formatted(silences.size(), longerThan(Duration.ZERO));
    }

    /**
     * What is wrong with the record.
     *
     * @param outages as {@code /api/v1/outages} shows them
     * @param must silences longer than this have to be there
     * @param tolerance how far its ends may be from the truth
     */
    public List<String> faults(JsonNode outages, Duration must, Duration tolerance) {
        return faults(outages, silence -> must, between -> tolerance);
    }

    /**
     * The same for a server that did not look all the time.
     *
     * @param must a silence longer than this has to be there
     * @param tolerance how far an end may be from the truth, for the stretch between the two
     */
    public List<String> faults(
            JsonNode outages, Function<Silence, Duration> must, Function<Silence, Duration> tolerance) {
        Map<String, List<Silence>> left = recorded(outages);
        List<String> faults = new ArrayList<>();
        silences.forEach((object, ofObject) -> {
            for (Silence silence : ofObject) {
                List<Silence> found = left.getOrDefault(object, List.of()).stream()
                        .filter(one -> one.from().isBefore(silence.to())
                                && silence.from().isBefore(one.to()))
                        .toList();
                if (found.isEmpty() && silence.length().compareTo(must.apply(silence)) > 0) {
                    faults.add("missed " + object + " " + silence);
                } else if (found.size() > 1) {
                    faults.add("split " + object + " " + silence + " into " + found);
                } else if (found.size() == 1 && !near(silence, found.get(0), tolerance)) {
                    faults.add("misdated " + object + " " + silence + " as " + found.get(0));
                }
                left.computeIfPresent(object, (same, all) -> {
                    all.removeAll(found);
                    return all;
                });
            }
        });
        left.forEach((object, invented) -> invented.forEach(one -> faults.add("invented " + object + " " + one)));
        return faults;
    }

    private static boolean near(Silence truth, Silence recorded, Function<Silence, Duration> tolerance) {
        return near(truth.from(), recorded.from(), tolerance) && near(truth.to(), recorded.to(), tolerance);
    }

    private static boolean near(Instant one, Instant other, Function<Silence, Duration> tolerance) {
        Silence between = one.isBefore(other) ? new Silence(one, other) : new Silence(other, one);
        return between.length().compareTo(tolerance.apply(between)) <= 0;
    }

    /** By object, services left out: a service is judged by its members. */
    private static Map<String, List<Silence>> recorded(JsonNode outages) {
        Map<String, List<Silence>> byObject = new TreeMap<>();
        for (JsonNode outage : outages) {
            String object = outage.get("object").asString();
            if (!object.startsWith("service:")) {
                Instant to = outage.get("to").isNull() ? Instant.MAX : at(outage.get("to"), "best");
                byObject.computeIfAbsent(object, same -> new ArrayList<>())
                        .add(new Silence(at(outage.get("from"), "best"), to));
            }
        }
        byObject.replaceAll((object, all) ->
                joined(all.stream().sorted(Comparator.comparing(Silence::from)).toList(), Duration.ofMillis(1)));
        return byObject;
    }

    /** A device that goes from unreachable to down was silent all the while. */
    private static List<Silence> joined(List<Silence> ordered, Duration gap) {
        List<Silence> joined = new ArrayList<>();
        for (Silence next : ordered) {
            Silence last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !next.from().isAfter(last.to().plus(gap))) {
                Instant to = last.to().isAfter(next.to()) ? last.to() : next.to();
                joined.set(joined.size() - 1, new Silence(last.from(), to));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
