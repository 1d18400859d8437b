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
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.SmtpSink.Mail;
import io.langsong.testkit.SmtpSink.Step;
import io.langsong.testkit.TestDatabase;
import io.langsong.testkit.Truth;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged server is killed at each step on the way from an outage to its all-clear, and at random ones. Each message is
 * there, arrives, and no more than twice, then under the same Message-ID; incidents keep their number, their beginning, who
 * took them, and which level was called. The database is one of the test's own, which looks into it for the step.
 * {@code LANGSONG_LONG=true} for more random kills, {@code -Dlangsong.seed} for those of a run that failed.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(1) // One of the longest.
class KillWhileTellingIT {
    private static final int RANDOM_KILLS = "true".equals(System.getenv("LANGSONG_LONG")) ? 100 : 10;
    /** Never fails. */
    private static final String SOUND = "tram-y-te-ap1";

    private final long seed = Long.getLong("langsong.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Instant> kills = new CopyOnWriteArrayList<>();
    /** What the kills are for, and how long the server lived again after the start. */
    private final Map<String, Integer> steps = new LinkedHashMap<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private SingleConnectionDataSource connection;
    private JdbcClient jdbc;
    private PGSimpleDataSource database;
    private Simulator commune;
    private List<String> accessPoints;
    private int used;
    private SmtpSink mail;
    private RunningServer server;
    private Kept kept = new Kept(Set.of(), Set.of(), Set.of());

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.unpooled();
        connection = new SingleConnectionDataSource(database.getConnection(), true);
        jdbc = JdbcClient.create(connection);
        commune = new Simulator(SimulatorOptions.usual().withVillages(12).withAddress("127.45.0.0"), Clock.systemUTC());
        commune.start();
        accessPoints = commune.commune().devices().stream()
                .map(device -> device.id())
                .filter(id -> id.matches("thon-.*-ap\\d"))
                .toList();
        mail = new SmtpSink();
        server = new RunningServer(
                folder,
                "--spring.datasource.url=" + database.getUrl(),
                "--spring.datasource.username=" + database.getUser(),
                "--spring.datasource.password=" + database.getPassword(),
                "--langsong.polling.interval=2s",
                "--langsong.polling.timeout=300ms",
                "--langsong.notification.email.host=127.0.0.1",
                "--langsong.notification.email.port=" + mail.port(),
                "--langsong.notification.email.tls=none",
                "--langsong.notification.email.from=langsong@xa.invalid",
                "--langsong.notification.recipients=xa@xa.invalid");
    }

    @AfterEach
    void stop() {
        server.close();
        Jar.processesOf(folder).forEach(ProcessHandle::destroyForcibly);
        mail.close();
        commune.stop();
        connection.destroy();
    }

    @Test
    void nothingIsLostAndNothingIsToldAnew() {
        System.out.println("kill while telling: seed " + seed);
        server.start();
        enterInventory();
        enterPeople();
        awaitPolls(Instant.now());

        String first = letFail(150);
        killWhen("outage written", () -> isDown(first));
        startAgain();
        mail.atNext(Step.GREETING, () -> kill("message on its way to the mail server"));
        killedBy(letFail(150));
        startAgain();
        awaitToldAll();
        mail.atNext(Step.TAKEN, () -> kill("letter sent, not answered"));
        killedBy(letFail(150));
        startAgain();
        awaitToldAll();
        killBetweenTheAnswerAndItsRecord(letFail(150));
        startAgain();
        String lasting = letFail(400);
        killWhen("level 1 called", () -> calledLevels(lasting) >= 1);
        startAgain();
        // A start on a busy machine may take longer than a level has.
        killWhen("level 2 called", () -> calledLevels(lasting) >= 2);
        startAgain();
        JsonNode taken = takeAndKill(lasting);
        long levels = calledLevels(lasting);
        startAgain();
        assertTaken(lasting, taken);
        String brief = letFail(15);
        await(Duration.ofSeconds(30), "it is down", () -> isDown(brief));
        killWhen("recovery written", () -> !isDown(brief));
        startAgain();
        recoverWhileStopped();

        for (int round = 0; round < RANDOM_KILLS; round++) {
            killAtRandom(round);
        }
        startAgain();
        assertTaken(lasting, taken);
        await(Duration.ofMinutes(8), "everything is up and told", this::everythingIsUpAndTold);
        assertKept();
        assertThat(calledLevels(lasting)).as("levels after it was taken").isEqualTo(levels);
        assertLettersArrived();
        assertEachIsToldOnce();
    }

    private void enterInventory() {
        server.post(
                "/api/v1/inventory/import",
                JsonMapper.shared()
                        .writeValueAsString(InventoryFolder.write(SimulatedInventory.of(commune.commune()), true)));
    }

    /** Three levels, a minute apart: the shortest there is. */
    private void enterPeople() {
        List<String> levels = new ArrayList<>();
        for (String name : List.of("ban", "hoa", "tuan")) {
            server.post("/api/v1/people", """
                    {"name": "%s", "displayName": "%s", "role": "technician"}""".formatted(name, name));
            server.put("/api/v1/people/" + name + "/notification", """
                    {"email": "%s@xa.invalid", "channels": ["email"]}""".formatted(name));
            levels.add("{\"targets\": [\"person:%s\"], \"minutes\": 1}".formatted(name));
        }
        server.post("/api/v1/escalation-policies", """
                {"name": "Trực", "levels": [%s]}""".formatted(String.join(", ", levels)));
    }

    /** One after the other, each in its turn. @return its id */
    private String letFail(int seconds) {
        String device = accessPoints.get(used++ % accessPoints.size());
        commune.play(Scenario.parse("kills", """
                faults:
                  - {fault: device-crash, device: %s, at: 0s, for: %ds}
                """.formatted(device, seconds)));
        return device;
    }

    private void kill(String step) {
        server.kill();
        kills.add(Instant.now());
        steps.merge(step, 1, Integer::sum);
        // From here to the next start nobody writes.
        kept = Kept.of(jdbc);
    }

    /** Looks into the tables every two milliseconds, so that the server has next to no time to go on. */
    private void killWhen(String step, BooleanSupplier reached) {
        Instant until = Instant.now().plusSeconds(120);
        while (!reached.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("not within 120 s: " + step + "\n" + server.lastOfLog());
            }
            LockSupport.parkNanos(2_000_000);
        }
        kill(step);
    }

    private void killedBy(String device) {
        int before = kills.size();
        await(Duration.ofSeconds(60), "a letter of " + device + " comes", () -> kills.size() > before);
    }

    /** The row is locked when the letter comes, so that the server knows of the answer and can not write it. */
    private void killBetweenTheAnswerAndItsRecord(String device) {
        try (Connection holding = database.getConnection();
                Statement statement = holding.createStatement()) {
            holding.setAutoCommit(false);
            mail.atNext(Step.TAKEN, () -> {
                try {
                    statement.execute(
                            "SELECT id FROM notification_delivery WHERE claimed_until IS NOT NULL AND state = 'queued' FOR UPDATE");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            mail.atNext(Step.ANSWERED, () -> {
                await(Duration.ofSeconds(20), "the server writes that it was taken", this::waitsForALock);
                kill("letter answered, not recorded");
            });
            killedBy(device);
            holding.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean waitsForALock() {
        return count("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%notification_delivery%'""") > 0;
    }

    private JsonNode takeAndKill(String device) {
        String path = "/api/v1/incidents/" + incident(device).get("id").asString();
        server.post(path + "/ack", "{}");
        JsonNode taken = server.get(path);
        assertThat(taken.get("acknowledgedBy").isNull()).isFalse();
        kill("taken");
        return taken;
    }

    private void assertTaken(String device, JsonNode before) {
        JsonNode now = incident(device);
        for (String field : List.of("id", "beganAt", "openedAt", "alarmedAt", "acknowledgedBy", "acknowledgedAt")) {
            assertThat(now.get(field)).as(field).isEqualTo(before.get(field));
        }
    }

    private JsonNode incident(String device) {
        JsonNode found = server.get("/api/v1/incidents?object=device:" + device);
        assertThat(found).as("incidents of " + device).hasSize(1);
        return found.get(0);
    }

    private void recoverWhileStopped() {
        String device = letFail(15);
        await(Duration.ofSeconds(30), "it is down", () -> isDown(device));
        kill("recovers while the server is away");
        await(Duration.ofSeconds(30), "it is up again", () -> silence(device).to() != null);
        startAgain();
        await(Duration.ofSeconds(30), "its end is written", () -> !isDown(device));
        JsonNode outage = server.get("/api/v1/outages?object=device:" + device).get(0);
        for (String end : List.of("from", "to")) {
            Instant truth = end.equals("from")
                    ? silence(device).from()
                    : silence(device).to();
            assertThat(truth)
                    .as(end + " of " + outage)
                    .isBetween(Truth.at(outage.get(end), "earliest"), Truth.at(outage.get(end), "latest"));
        }
    }

    private TruthInterval silence(String device) {
        return commune.truth().stream()
                .filter(one -> one.object().equals("device:" + device) && one.state() == TruthInterval.State.DOWN)
                .max(Comparator.comparing(TruthInterval::from))
                .orElseThrow();
    }

    /** Also while it starts, and while it catches up. */
    private void killAtRandom(int round) {
        if (round > 0) {
            server.launch();
        }
        letFail(5 + random.nextInt(8));
        Instant until = Instant.now().plusMillis(1_500 + random.nextInt(7_000));
        await(Duration.ofSeconds(20), "time passes", () -> Instant.now().isAfter(until));
        kill("random");
        assertKept();
    }

    private void startAgain() {
        Kept before = kept;
        Instant launched = Instant.now();
        server.start();
        awaitPolls(launched);
        before.assertThere(jdbc);
    }

    private void assertKept() {
        kept.assertThere(jdbc);
    }

    private void awaitPolls(Instant since) {
        await(Duration.ofSeconds(60), "it polls", () -> {
            JsonNode good = server.get("/api/v1/devices/" + SOUND + "/status").path("lastGood");
            return good.isString() && Instant.parse(good.asString()).isAfter(since);
        });
    }

    private void awaitToldAll() {
        await(
                Duration.ofSeconds(90),
                "nothing is queued",
                () -> count("SELECT count(*) FROM notification_delivery WHERE state = 'queued'") == 0);
    }

    private boolean isDown(String device) {
        return count("SELECT count(*) FROM outage_record WHERE ended IS NULL AND object = 'device:" + device + "'")
                == 1;
    }

    private long calledLevels(String device) {
        return count("""
                SELECT count(*) FROM incident_level level JOIN incident_record record ON record.id = level.incident
                WHERE record.object = 'device:%s' AND level.round = 1""".formatted(device));
    }

    private boolean everythingIsUpAndTold() {
        return count("SELECT count(*) FROM outage_record WHERE ended IS NULL") == 0
                && count("SELECT count(*) FROM incident_root WHERE start_told IS NULL OR end_told IS NULL") == 0
                && count("SELECT count(*) FROM incident_escalation WHERE over_told_at IS NULL") == 0
                && count("SELECT count(*) FROM notification_delivery WHERE state = 'queued'") == 0;
    }

    /**
     * Of the tables: every outage is of an incident, every beginning, end and call stands in one message. What was found only when it
     * was over, as by a server that began to look in the middle of it, is no news and of no incident, and was short as far as
     * anybody can be sure.
     */
    private void assertEachIsToldOnce() {
        assertThat(strings("""
                        SELECT concat_ws(' ', outage.id, outage.object, condition, began_latest, ended_earliest, cause)
                        FROM outage_record outage
                        LEFT JOIN incident_part part ON part.source = 'outage:' || outage.id AND part.incident IS NOT NULL
                        LEFT JOIN incident_root told ON told.outage_id = outage.id
                        WHERE outage.object LIKE 'device:%' AND condition <> 'DEGRADED'
                          AND (part.source IS NULL AND (ended IS NULL OR ended_earliest - began_latest > interval '15 s')
                            OR part.source IS NOT NULL AND condition = 'DOWN' AND outage.root = outage.object AND told.outage_id IS NULL)""")).as("outages that nobody was told of").isEmpty();
        Map<String, Set<String>> messages = new TreeMap<>();
        jdbc.sql("SELECT key, facts FROM notification_message").query(row -> {
            JsonNode facts = JsonMapper.shared().readTree(row.getString("facts"));
            for (String turn : List.of("started", "ended")) {
                List<JsonNode> told = facts.get("event").asString().equals("outage-" + turn)
                        ? List.of(facts)
                        : facts.path(turn).valueStream().toList();
                for (JsonNode one : told) {
                    messages.computeIfAbsent(turn + " " + one.get("outage"), point -> new TreeSet<>())
                            .add(row.getString("key"));
                    if (turn.equals("started") && one.hasNonNull("to")) {
                        // What was over before it could be told is one line of a digest.
                        messages.computeIfAbsent("ended " + one.get("outage"), point -> new TreeSet<>())
                                .add(row.getString("key"));
                    }
                }
            }
        });
        assertThat(messages)
                .allSatisfy((turn, keys) -> assertThat(keys).as(turn).hasSize(1));
        strings("SELECT outage_id FROM incident_root")
                .forEach(outage -> assertThat(messages).containsKeys("started " + outage, "ended " + outage));
        assertThat(strings("""
                        SELECT record.year || '-' || lpad(record.serial::text, 4, '0') || ' ' || person FROM incident_level level
                        JOIN incident_record record ON record.id = level.incident, unnest(level.people) person
                        ORDER BY 1""")).as("calls by their messages").isNotEmpty().isEqualTo(strings("""
                        SELECT number || ' ' || delivery.person FROM notification_message message
                        JOIN notification_delivery delivery ON delivery.message = message.id,
                          jsonb_array_elements_text(message.facts -> 'incidents') number
                        WHERE message.facts ->> 'event' = 'escalation-calls'
                        ORDER BY 1"""));
    }

    /** Of the mail server: it got each letter, at most twice, and twice only with a kill between. */
    private void assertLettersArrived() {
        Map<String, String> posted = new TreeMap<>();
        jdbc.sql("SELECT id, recipient, state FROM notification_delivery WHERE told_by IS NULL")
                .query(row -> {
                    assertThat(row.getString("state")).isEqualTo("delivered");
                    posted.put("<" + row.getString("id") + "@xa.invalid>", row.getString("recipient"));
                });
        Map<String, List<Mail>> arrived = mail.mails().stream().collect(Collectors.groupingBy(Mail::messageId));
        Set<String> lost = new TreeSet<>(posted.keySet());
        lost.removeAll(arrived.keySet());
        long twice = arrived.values().stream().filter(all -> all.size() == 2).count();
        long oftener = arrived.values().stream().filter(all -> all.size() > 2).count();
        System.out.printf(
                "kill while telling: kills %s; %d incidents, %d calls; %d letters, lost %d, once %d, twice %d, oftener %d%n",
                steps,
                count("SELECT count(*) FROM incident_record"),
                count("SELECT count(*) FROM incident_level"),
                posted.size(),
                lost.size(),
                arrived.size() - twice - oftener,
                twice,
                oftener);
        assertThat(lost).isEmpty();
        arrived.forEach((id, all) -> {
            assertThat(posted).containsKey(id);
            assertThat(all).as(id).hasSizeLessThanOrEqualTo(2);
            assertThat(all).allSatisfy(one -> assertThat(one.recipients()).containsExactly(posted.get(id)));
            if (all.size() == 2) {
                assertThat(kills)
                        .as("kills between the two of " + id)
                        .anyMatch(kill -> kill.isAfter(all.get(0).at())
                                && kill.isBefore(all.get(1).at()));
            }
        });
        assertThat(twice).as("the steps at the mail server were hit").isGreaterThanOrEqualTo(2);
    }

    private List<String> strings(String sql) {
        return jdbc.sql(sql).query(String.class).list();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private void await(Duration longest, String what, BooleanSupplier condition) {
        server.await(longest, what, condition);
    }

    /** What a kill must not take away or change. */
    private record Kept(Set<String> incidents, Set<String> levels, Set<String> outages) {
        static Kept of(JdbcClient jdbc) {
            return new Kept(
                    rows(
                            jdbc,
                            "SELECT year || '-' || serial || ' ' || object || ' ' || began_at || ' ' || opened_at FROM incident_record"),
                    rows(
                            jdbc,
                            "SELECT incident || ' ' || round || ' ' || level || ' ' || told_at || ' ' || people::text FROM incident_level"),
                    rows(
                            jdbc,
                            "SELECT id || ' ' || object || ' ' || began_earliest || ' ' || began || ' ' || began_latest FROM outage_record"));
        }

        void assertThere(JdbcClient jdbc) {
            Kept now = of(jdbc);
            assertThat(now.incidents).containsAll(incidents);
            assertThat(now.levels).containsAll(levels);
            assertThat(now.outages).containsAll(outages);
        }

        private static Set<String> rows(JdbcClient jdbc, String sql) {
            return new TreeSet<>(jdbc.sql(sql).query(String.class).list());
        }
    }
}
