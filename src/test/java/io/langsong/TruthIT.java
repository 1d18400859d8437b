package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.RunningServer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged server polls the simulated commune through every kind of fault; what it recorded is held against the log of
 * what was really so. Interval 2 s, timeout 300 ms.
 */
class TruthIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** Interval + 4 tries + 1 s: domain's budget on a clean line. */
    private static final Duration DETECTION = Duration.ofMillis(2000 + 4 * 300 + 1000);
    /** Interval + timeout + 1 s. */
    private static final Duration RECOVERY = Duration.ofMillis(2000 + 300 + 1000);
    /** The last fault of the scenario ends 122 s after its start. */
    private static final Duration SCENARIO = Duration.ofSeconds(135);

    private final JsonMapper json = JsonMapper.builder().build();

    @TempDir
    Path folder;

    /** A silence, true or recorded. */
    record Silence(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }

        @Override
        public String toString() {
            return from + " +" + length().toMillis() + " ms";
        }
    }

    @Test
    void everyTrueOutageIsRecordedOnceAndNoneIsInvented() throws IOException {
        Path truthFile = folder.resolve("truth.jsonl");
        Map<String, List<Silence>> recorded;
        Instant until;
        try (RunningServer server = new RunningServer(
                        folder,
                        "--demo",
                        "--langsong.demo.scenario=truth",
                        "--langsong.demo.truth=" + truthFile,
                        "--langsong.polling.interval=2s",
                        "--langsong.polling.timeout=300ms")
                .start()) {
            Instant begun = firstLine(truthFile);
            server.await(
                    SCENARIO.plusSeconds(60),
                    "the scenario is over and everything is up again",
                    () -> Duration.between(begun, Instant.now()).compareTo(SCENARIO) > 0);
            until = Instant.now();
            recorded = recorded(server.get("/api/v1/outages?from=" + begun + "&to=" + until));
        }
        Map<String, List<Silence>> truth = truth(truthFile, until);
        List<String> faults = compare(truth, recorded);

        System.out.printf(
                "truth: %d objects with %d silences, %d of them longer than %d ms; recorded %d; wrong %d%n",
                truth.size(),
                count(truth),
                truth.values().stream()
                        .flatMap(List::stream)
                        .filter(one -> one.length().compareTo(DETECTION) > 0)
                        .count(),
                DETECTION.toMillis(),
                count(recorded),
                faults.size());
        assertThat(faults).isEmpty();
        assertThat(count(truth)).as("the scenario did something").isGreaterThan(30);
    }

    private static long count(Map<String, List<Silence>> silences) {
        return silences.values().stream().mapToLong(List::size).sum();
    }

    private List<String> compare(Map<String, List<Silence>> truth, Map<String, List<Silence>> recorded) {
        List<String> faults = new ArrayList<>();
        Map<String, List<Silence>> left = new TreeMap<>();
        recorded.forEach((object, silences) -> left.put(object, new ArrayList<>(silences)));
        truth.forEach((object, silences) -> {
            for (Silence silence : silences) {
                List<Silence> candidates = left.getOrDefault(object, List.of());
                List<Silence> found = candidates.stream()
                        .filter(one -> one.from().isBefore(silence.to())
                                && silence.from().isBefore(one.to()))
                        .toList();
                boolean must = silence.length().compareTo(DETECTION) > 0;
                if (found.isEmpty() && must) {
                    faults.add("missed " + object + " " + silence);
                } else if (found.size() > 1) {
                    faults.add("split " + object + " " + silence + " into " + found);
                } else if (found.size() == 1 && !near(silence, found.get(0))) {
                    faults.add("misdated " + object + " " + silence + " as " + found.get(0));
                }
                left.computeIfPresent(object, (same, all) -> {
                    all.removeAll(found);
                    return all;
                });
            }
        });
        left.forEach((object, silences) -> silences.forEach(one -> faults.add("invented " + object + " " + one)));
        return faults;
    }

    private static boolean near(Silence truth, Silence recorded) {
        return Duration.between(truth.from(), recorded.from()).abs().compareTo(INTERVAL) <= 0
                && Duration.between(truth.to(), recorded.to()).abs().compareTo(INTERVAL) <= 0;
    }

    private Instant firstLine(Path truthFile) throws IOException {
        try (var lines = Files.lines(truthFile)) {
            return lines.map(line -> at(json.readTree(line), "from"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /** Runs of down and unreachable of each device and link; a return shorter than the recovery budget does not part them. */
    private Map<String, List<Silence>> truth(Path file, Instant until) throws IOException {
        Map<String, Map<Instant, Silence>> byObject = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode entry = json.readTree(line);
            String state = entry.get("state").asString();
            if (state.equals("down") || state.equals("unreachable")) {
                Instant from = at(entry, "from");
                Instant to = entry.has("to") ? at(entry, "to") : until;
                byObject.computeIfAbsent(entry.get("object").asString(), object -> new TreeMap<>())
                        .put(from, new Silence(from, to));
            }
        }
        Map<String, List<Silence>> silences = new LinkedHashMap<>();
        byObject.forEach((object, entries) -> silences.put(object, joined(List.copyOf(entries.values()), RECOVERY)));
        return silences;
    }

    private Map<String, List<Silence>> recorded(JsonNode outages) {
        Map<String, List<Silence>> byObject = new TreeMap<>();
        for (JsonNode outage : outages) {
            String object = outage.get("object").asString();
            if (!object.startsWith("service:")) {
                Instant to = outage.get("to").isNull() ? Instant.MAX : at(outage.get("to"), "best");
                byObject.computeIfAbsent(object, same -> new ArrayList<>())
                        .add(new Silence(at(outage.get("from"), "best"), to));
            }
        }
        byObject.replaceAll((object, silences) -> joined(
                silences.stream().sorted(Comparator.comparing(Silence::from)).toList(), Duration.ofMillis(1)));
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

    private static Instant at(JsonNode node, String field) {
        return OffsetDateTime.parse(node.get(field).asString()).toInstant();
    }
}
