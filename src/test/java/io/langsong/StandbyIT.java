package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.RunningServer;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

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
