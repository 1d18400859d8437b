package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.command.SimulatedInventory;
import io.langsong.inventory.InventoryFolder;
import io.langsong.simulator.Scenario;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import io.langsong.testkit.RunningServer;
import io.langsong.testkit.SmtpSink;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two packaged servers on one PostgreSQL: the second waits, says so, and knows everything when it takes over. */
@Execution(ExecutionMode.CONCURRENT)
class StandbyIT {
    private static final String AP = "/api/v1/series?metric=sys.uptime&fn=last&step=1s&device=";

    @TempDir
    Path folder;

    @Test
    void theSecondServerWaitsAndTakesOverWithAllThatWasWritten() throws IOException {
        PGSimpleDataSource database = TestDatabase.empty();
        String[] shared = {
            "--spring.datasource.url=" + database.getUrl(),
            "--spring.datasource.username=" + database.getUser(),
            "--spring.datasource.password=" + database.getPassword(),
            "--langsong.demo.address=127.44.0.0",
            "--langsong.polling.interval=2s",
            "--langsong.polling.timeout=300ms"
        };
        try (RunningServer second = new RunningServer(folder.resolve("second"), shared);
                RunningServer first = new RunningServer(folder.resolve("first"), plus(shared, "--demo")).start()) {
            giveTheKeyOfTheSecrets();
            second.start();
            assertThat(second.status("/api/v1/devices")).isEqualTo(503);
            assertThat(second.get("/actuator/health").get("status").asString()).isEqualTo("STANDBY");

            // What is changed and measured now, the second has to learn of.
            first.post("/api/v1/power-areas", "{\"id\":\"duong-day-moi\",\"name\":\"Đường dây mới\"}");
            String device = first.get("/api/v1/devices").get(0).get("id").asString();
            String series = AP + device + "&from=" + Instant.now().truncatedTo(ChronoUnit.SECONDS);
            first.await(Duration.ofSeconds(60), "it is polled", () -> points(first, series) >= 3);
            int before = points(first, series);
            first.kill();

            second.await(Duration.ofSeconds(60), "it takes over", () -> second.status("/api/v1/devices") == 200);
            assertThat(second.status("/api/v1/power-areas/duong-day-moi")).isEqualTo(200);
            assertThat(points(second, series)).isGreaterThanOrEqualTo(before);
            second.await(
                    Duration.ofSeconds(60),
                    "the demonstration went with the first server",
                    () -> second.get("/api/v1/outages?object=device:" + device).size() > 0);
        }
    }

    /**
     * The first is stopped while a letter of its is with the mail server, and goes on when letters of the second wait. Stopped for
     * two minutes with {@code LANGSONG_LONG=true}.
     */
    @Test
    void aServerThatHungStepsDownBeforeItSendsAnything() throws IOException {
        Duration stopped = Duration.ofSeconds("true".equals(System.getenv("LANGSONG_LONG")) ? 120 : 50);
        PGSimpleDataSource database = TestDatabase.empty();
        Simulator commune =
                new Simulator(SimulatorOptions.usual().withVillages(4).withAddress("127.46.0.0"), Clock.systemUTC());
        commune.start();
        try (SmtpSink mail = new SmtpSink();
                RunningServer second = new RunningServer(folder.resolve("second"), settings(database, mail, "second"));
                RunningServer first =
                        new RunningServer(folder.resolve("first"), settings(database, mail, "first")).start()) {
            giveTheKeyOfTheSecrets();
            second.start();
            enterInventory(first, commune);

            AtomicReference<Instant> stop = new AtomicReference<>();
            mail.atNext(SmtpSink.Step.TAKEN, () -> {
                first.signal("STOP");
                stop.set(Instant.now());
            });
            letFail(commune, "thon-mau-01-ap1");
            second.await(Duration.ofSeconds(60), "the first is stopped at its letter", () -> stop.get() != null);
            second.await(
                    Duration.ofSeconds(75), "the second takes over", () -> second.status("/api/v1/devices") == 200);
            Duration takenOver = Duration.between(stop.get(), Instant.now());
            second.await(Duration.ofSeconds(60), "it tells what the first could not record", () -> queued(second) == 0);
            second.await(
                    Duration.ofSeconds(150),
                    "time passes",
                    () -> Instant.now().isAfter(stop.get().plus(stopped)));

            mail.leave();
            letFail(commune, "thon-mau-02-ap1");
            letFail(commune, "thon-mau-03-ap1");
            second.await(Duration.ofSeconds(60), "letters wait", () -> queued(second) == 2);
            mail.comeBack();
            Instant awake = Instant.now();
            first.signal("CONT");

            second.await(Duration.ofSeconds(60), "they are sent", () -> queued(second) == 0);
            first.await(Duration.ofSeconds(30), "the first knows", () -> first.logged("server is no longer active"));
            assertThat(first.status("/api/v1/devices")).isEqualTo(503);
            assertThat(second.status("/api/v1/devices")).isEqualTo(200);
            assertThat(second.get("/api/v1/outages")
                            .valueStream()
                            .map(outage -> outage.get("object").asString())
                            .filter(object -> object.startsWith("device:")))
                    .containsExactlyInAnyOrder(
                            "device:thon-mau-01-ap1", "device:thon-mau-02-ap1", "device:thon-mau-03-ap1");
            assertThat(second.get("/api/v1/incidents")).hasSize(3);
            assertThat(mail.mails().stream().filter(one -> one.at().isAfter(awake)))
                    .as("letters since the first goes on")
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.data()).contains("second@xa.invalid"));
            long letters = mail.mails().stream()
                    .map(SmtpSink.Mail::messageId)
                    .distinct()
                    .count();
            System.out.printf(
                    "standby: stopped for %d s, taken over after %d s, %d letters, %d of them twice%n",
                    Duration.between(stop.get(), awake).toSeconds(),
                    takenOver.toSeconds(),
                    letters,
                    mail.mails().size() - letters);
            assertThat(letters).isEqualTo(3);
            assertThat(mail.mails()).hasSizeLessThanOrEqualTo(4);
        } finally {
            commune.stop();
        }
    }

    private static String[] settings(PGSimpleDataSource database, SmtpSink mail, String name) {
        return new String[] {
            "--spring.datasource.url=" + database.getUrl(),
            "--spring.datasource.username=" + database.getUser(),
            "--spring.datasource.password=" + database.getPassword(),
            "--langsong.polling.interval=2s",
            "--langsong.polling.timeout=300ms",
            "--langsong.notification.email.host=127.0.0.1",
            "--langsong.notification.email.port=" + mail.port(),
            "--langsong.notification.email.tls=none",
            // By its sender a letter tells who sent it.
            "--langsong.notification.email.from=" + name + "@xa.invalid",
            "--langsong.notification.recipients=xa@xa.invalid"
        };
    }

    private static void enterInventory(RunningServer server, Simulator commune) {
        server.post(
                "/api/v1/inventory/import",
                JsonMapper.shared()
                        .writeValueAsString(InventoryFolder.write(SimulatedInventory.of(commune.commune()), true)));
        server.await(
                Duration.ofSeconds(60),
                "all is up",
                () -> server.get("/api/v1/devices/thon-mau-01-ap1/status")
                        .path("condition")
                        .asString()
                        .equals("UP"));
    }

    private static void letFail(Simulator commune, String device) {
        commune.play(Scenario.parse("standby", """
                faults:
                  - {fault: device-crash, device: %s, at: 0s, for: 1h}
                """.formatted(device)));
    }

    private static int queued(RunningServer server) {
        return server.get("/api/v1/notifications?state=queued").size();
    }

    private void giveTheKeyOfTheSecrets() throws IOException {
        Path data = Files.createDirectories(folder.resolve("second/data"));
        Files.copy(
                folder.resolve("first/data/secret.key"),
                data.resolve("secret.key"),
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static int points(RunningServer server, String series) {
        int known = 0;
        for (JsonNode point : server.get(series + "&to=" + Instant.now()).get("points")) {
            known += point.get(1).isNull() ? 0 : 1;
        }
        return known;
    }

    private static String[] plus(String[] settings, String one) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = one;
        return all;
    }
}
