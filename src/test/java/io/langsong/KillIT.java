package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.InventoryFolder;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.simulator.TruthInterval;
import io.langsong.testkit.Jar;
import io.langsong.testkit.RunningServer;
import io.langsong.testkit.Truth;
import io.langsong.testkit.Truth.Silence;
import io.langsong.testkit.WebhookReceiver;
import io.langsong.testkit.WebhookReceiver.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged server is killed again and again while the devices live on in another process. What its API had shown is
 * there afterwards, once. Interval 2 s, timeout 300 ms; {@code LANGSONG_LONG=true} for more rounds, {@code -Dlangsong.kills} for as many as one likes, {@code -Dlangsong.seed}
 * for those of a run that failed.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(0) // The longest: all others that run beside others end before it.
class KillIT {
    private static final int ROUNDS =
            Integer.getInteger("langsong.kills", "true".equals(System.getenv("LANGSONG_LONG")) ? 200 : 10);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** As long as a server needs that is never killed. */
    private static final Duration DETECTION = Duration.ofMillis(2000 + 4 * 300 + 1000);

    private static final Duration RECOVERY = Duration.ofMillis(2000 + 300 + 1000);
    /** Never fails. */
    private static final String SOUND = "tram-y-te-ap1";
    /** Its one outage spans many kills. */
    private static final String LONG_FAILING = "tram-y-te-ap2";
    /** Its access points are told with it. */
    private static final String ROUTER = "thon-mau-02-router";

    private final long seed = Long.getLong("langsong.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** What the API showed. */
    private final Set<String> villages = new TreeSet<>();

    private final Map<Long, JsonNode> outages = new TreeMap<>();
    private final Map<String, JsonNode> delivered = new TreeMap<>();
    private final Map<String, Instant> deliveredSince = new HashMap<>();
    private final Map<String, Double> samples = new TreeMap<>();

    private final List<Instant> kills = new CopyOnWriteArrayList<>();
    /** Deliveries whose answer the server did not live to read. */
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();

    private int killsWhileStarting;
    private int killsInOutages;
    /** Since when the present server looks. */
    private Instant looking = begun;

    /** When a server looked, for as long as what it saw could be confirmed. */
    private final List<Silence> looks = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Simulator commune;
    private List<String> accessPoints;
    private WebhookReceiver webhook;
    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        commune = new Simulator(
                SimulatorOptions.usual()
                        .withVillages(12)
                        .withAddress("127.43.0.0")
                        .withTruth(folder.resolve("truth.jsonl")),
                Clock.systemUTC());
        commune.start();
        accessPoints = commune.commune().devices().stream()
                .map(device -> device.id())
                .filter(id -> id.matches(".*-ap\\d") && !id.startsWith("thon-mau-02-") && !id.startsWith("tram-y-te-"))
                .toList();
        webhook = new WebhookReceiver();
        // Each beginning is to be told by itself, so nothing fails soon again, and nothing is taken for unstable.
        Stream<String> settings = Stream.of(
                "--langsong.polling.interval=2s",
                "--langsong.polling.timeout=300ms",
                "--langsong.incident.unstable-after=100");
        server = new RunningServer(
                folder, Stream.concat(settings, Stream.of(webhook.settings())).toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        server.close();
        Jar.processesOf(folder).forEach(ProcessHandle::destroyForcibly);
        webhook.close();
        commune.stop();
    }

    @Test
    void whatWasShownBeforeAKillIsThereAfterwardsOnce() throws IOException {
        System.out.println("kill: seed " + seed);
        server.launch();
        killAfter(random.nextInt(8_000));
        startAgain();
        enterInventory();
        look();
        letFail(LONG_FAILING, "150s");
        killAfter(0);
        looked(kills.get(1).minus(DETECTION));
        for (int round = 2; round < ROUNDS; round++) {
            if (round % 4 == 0) {
                server.launch();
                killAfter(random.nextInt(8_000));
                killsWhileStarting++;
                continue;
            }
            startAgain();
            assertShownIsThere();
            letFail(round);
            addVillage(round);
            pass(round % 4 == 1 ? 0 : random.nextInt(5_000));
            look();
            if (round % 4 == 3) {
                killAtNextMessage();
            } else {
                killAfter(random.nextInt(500));
            }
            // What it had no time to confirm it has not seen; in a short life that is all of it.
            looked(kills.get(kills.size() - 1).minus(DETECTION));
        }
        startAgain();
        assertShownIsThere();
        server.await(Duration.ofMinutes(3), "everything is up and told", this::everythingIsUpAndTold);
        look();
        assertNothingWasToldTwice();
        assertOutagesAreTrue();
        server.close();
        assertThat(Jar.processesOf(folder)).as(server.lastOfLog()).isEmpty();
    }

    private void killAfter(int millis) {
        pass(millis);
        server.kill();
        kills.add(Instant.now());
    }

    /** After the message has come and before the server can know it. */
    private void killAtNextMessage() {
        int before = kills.size();
        webhook.atNext(message -> {
            cutOff.add(message.delivery());
            killAfter(0);
        });
        server.await(Duration.ofSeconds(90), "a message is sent", () -> kills.size() > before);
    }

    private void pass(int millis) {
        Instant until = Instant.now().plusMillis(millis);
        server.await(
                Duration.ofMillis(millis + 5_000),
                "time passes",
                () -> Instant.now().isAfter(until));
    }

    private void looked(Instant until) {
        if (until.isAfter(looking)) {
            looks.add(new Silence(looking, until));
        }
    }

    /** For how long of a stretch nobody looked, and the time in which nobody who looks need see anything. */
    private Duration unseen(Silence stretch) {
        Duration seen = Duration.ZERO;
        for (Silence look : looks) {
            Instant from = look.from().isAfter(stretch.from()) ? look.from() : stretch.from();
            Instant to = look.to().isBefore(stretch.to()) ? look.to() : stretch.to();
            seen = to.isAfter(from) ? seen.plus(Duration.between(from, to)) : seen;
        }
        return stretch.length().minus(seen).plus(INTERVAL.multipliedBy(2));
    }

    private void startAgain() {
        Instant launched = Instant.now();
        server.start();
        // It is blind until it looks again, not only until it answers.
        server.await(
                Duration.ofSeconds(60),
                "it polls",
                () -> server.get("/api/v1/devices").isEmpty() || lastGood(SOUND).isAfter(launched));
        looking = Instant.now();
    }

    private Instant lastGood(String device) {
        JsonNode status = server.get("/api/v1/devices/" + device + "/status");
        return status.path("lastGood").isString() ? Truth.at(status, "lastGood") : Instant.MIN;
    }

    private void enterInventory() {
        server.post(
                "/api/v1/inventory/import",
                JsonMapper.shared()
                        .writeValueAsString(InventoryFolder.write(SimulatedInventory.of(commune.commune()), true)));
        server.await(
                Duration.ofSeconds(60),
                "samples are kept",
                () -> server.get("/api/v1/devices/" + SOUND + "/status")
                        .get("metrics")
                        .has("reach.rtt"));
    }

    private void letFail(String device, String lasting) {
        commune.play(Scenario.parse("kills", """
                faults:
                  - {fault: device-crash, device: %s, at: 0s..3s, for: %s}
                """.formatted(device, lasting)));
    }

    /** One access point after the other dies for a while; now and then a router loses its line. */
    private void letFail(int round) {
        letFail(accessPoints.get(round % accessPoints.size()), "15s..50s");
        if (round % 5 == 0) {
            commune.play(Scenario.parse("kills", """
                    faults:
                      - {fault: uplink-cut, device: %s, at: 1s, for: 15s}
                    """.formatted(ROUTER)));
        }
    }

    private void addVillage(int round) {
        JsonNode added = server.post("/api/v1/villages", """
                {"name": "Thôn thêm %d", "position": %d}""".formatted(round, 100 + round));
        villages.add(added.get("id").asString());
    }

    private void look() {
        shownOutages().forEach(outage -> outages.put(outage.get("id").asLong(), outage));
        killsInOutages += shownOutages().anyMatch(outage -> outage.get("to").isNull()) ? 1 : 0;
        shownDelivered().forEach((key, message) -> {
            delivered.put(key, message);
            deliveredSince.putIfAbsent(key, Instant.now());
        });
        samples.putAll(shownSamples());
    }

    private void assertShownIsThere() {
        assertThat(server.get("/api/v1/villages")
                        .valueStream()
                        .map(village -> village.get("id").asString()))
                .doesNotHaveDuplicates()
                .containsAll(villages);
        Map<Long, JsonNode> now = shownOutages()
                .collect(Collectors.toMap(outage -> outage.get("id").asLong(), outage -> outage));
        outages.forEach((id, before) -> {
            assertThat(now).containsKey(id);
            for (String field : List.of("object", "condition", "root", "from")) {
                assertThat(now.get(id).get(field)).as("%s of %s", field, before).isEqualTo(before.get(field));
            }
            if (!before.get("to").isNull()) {
                assertThat(now.get(id).get("to")).as("to of %s", before).isEqualTo(before.get("to"));
            }
        });
        assertThat(shownDelivered()).containsAllEntriesOf(delivered);
        assertThat(shownSamples()).containsAllEntriesOf(samples);
    }

    private Stream<JsonNode> shownOutages() {
        return server.get("/api/v1/outages").valueStream();
    }

    private Map<String, JsonNode> shownDelivered() {
        return server.get("/api/v1/notifications?state=delivered&limit=1000")
                .valueStream()
                .collect(Collectors.toMap(message -> message.get("key").asString(), message -> message));
    }

    /** Values by the seconds in which they were measured; a value that is the same as before was only carried on. */
    private Map<String, Double> shownSamples() {
        Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3);
        Map<String, Double> shown = new TreeMap<>();
        double before = Double.NaN;
        for (JsonNode point : server.get("/api/v1/series?device=%s&metric=reach.rtt&step=1s&fn=last&from=%s&to=%s"
                        .formatted(SOUND, begun, until))
                .get("points")) {
            double value = point.get(1).isNull() ? Double.NaN : point.get(1).asDouble();
            if (value != before && !Double.isNaN(value)) {
                shown.put(point.get(0).asString(), value);
            }
            before = value;
        }
        return shown;
    }

    private boolean everythingIsUpAndTold() {
        boolean down =
                commune.truth().stream().anyMatch(one -> one.to() == null && one.state() != TruthInterval.State.UP);
        return !down
                && shownOutages().noneMatch(outage -> outage.get("to").isNull())
                && server.get("/api/v1/notifications?state=queued").isEmpty()
                && toldStarts().containsAll(crashes());
    }

    /** Outages that are their own root, and nobody's in whose message they could stand. */
    private Set<String> crashes() {
        return shownOutages()
                .filter(outage -> accessPoints.stream()
                        .anyMatch(id -> outage.get("object").asString().equals("device:" + id)))
                .map(outage -> "started " + outage.get("id"))
                .collect(Collectors.toSet());
    }

    private Set<String> toldStarts() {
        return keysByTurningPoint().keySet();
    }

    /**
     * A receiver may get a message again when the server was killed between sending it and writing down that it arrived:
     * at least once, under the same key. Never after the API had shown it as delivered, and never without a kill between.
     */
    private void assertNothingWasToldTwice() {
        Map<String, Received> last = new HashMap<>();
        for (Received received : webhook.received()) {
            Received before = last.put(received.delivery(), received);
            if (before != null) {
                assertThat(kills)
                        .as("kills between two deliveries of %s", received.key())
                        .anyMatch(kill -> kill.isAfter(before.at()) && kill.isBefore(received.at()));
                assertThat(received.at())
                        .as("repeat of %s", received.key())
                        .isBefore(deliveredSince.get(received.key()));
            }
        }
        assertThat(keysByTurningPoint())
                .allSatisfy((point, keys) -> assertThat(keys).as(point).hasSize(1));
    }

    /** Message keys that told of a beginning or an end of an outage, alone or in a digest. */
    private Map<String, Set<String>> keysByTurningPoint() {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (Received received : webhook.received()) {
            JsonNode facts = received.message().get("facts");
            for (String turn : List.of("started", "ended")) {
                List<JsonNode> told = facts.get("event").asString().equals("outage-" + turn)
                        ? List.of(facts)
                        : facts.path(turn).valueStream().toList();
                told.forEach(one -> keys.computeIfAbsent(turn + " " + one.get("outage"), point -> new TreeSet<>())
                        .add(received.key()));
            }
        }
        return keys;
    }

    private void assertOutagesAreTrue() throws IOException {
        JsonNode recorded = server.get("/api/v1/outages");
        commune.stop();
        Truth truth = new Truth(folder.resolve("truth.jsonl"), Instant.now(), RECOVERY);
        looked(Instant.now());
        List<String> faults = truth.faults(recorded, silence -> DETECTION.plus(unseen(silence)), this::unseen);
        Duration must = DETECTION.plus(INTERVAL.multipliedBy(2));
        long repeats = webhook.received().size()
                - webhook.received().stream().map(Received::delivery).distinct().count();
        System.out.printf(
                "kill: %d kills, %d of them during the start, %d in open outages; truth: %s, %d longer than %d ms; recorded %d;"
                        + " wrong %d; %d villages, %d samples, %d messages, %d of them repeated%n",
                kills.size(),
                killsWhileStarting,
                killsInOutages,
                truth,
                truth.longerThan(must),
                must.toMillis(),
                recorded.size(),
                faults.size(),
                villages.size(),
                samples.size(),
                delivered.size(),
                repeats);
        assertThat(faults).isEmpty();
        assertThat(killsInOutages).isPositive();
        assertThat(truth.longerThan(must)).isPositive();
        assertThat(cutOff).isNotEmpty();
    }
}
