package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.RunningServer;
import io.langsong.testkit.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * The packaged server polls the simulated commune through every kind of fault; what it recorded is held against the log of
 * what was really so. Interval 2 s, timeout 300 ms. Once through all faults; {@code LANGSONG_LONG=true} for an hour with other
 * picks each time, {@code -Dlangsong.rounds} for as often as one likes.
 */
@Isolated("it dates by the clock, and wants the machine for itself")
class TruthIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** Interval + 4 tries + 1 s: domain's budget on a clean line. */
    private static final Duration DETECTION = Duration.ofMillis(2000 + 4 * 300 + 1000);
    /** Interval + timeout + 1 s. */
    private static final Duration RECOVERY = Duration.ofMillis(2000 + 300 + 1000);

    private static final int ROUNDS =
            Integer.getInteger("langsong.rounds", "true".equals(System.getenv("LANGSONG_LONG")) ? 26 : 1);
    /** The last fault of a round ends 122 s after its start. */
    private static final Duration ROUND = Duration.ofSeconds(140);

    private static final Duration SCENARIO = ROUND.multipliedBy(ROUNDS).minusSeconds(5);

    @TempDir
    Path folder;

    @Test
    void everyTrueOutageIsRecordedOnceAndNoneIsInvented() throws IOException {
        Path truthFile = folder.resolve("truth.jsonl");
        Path scenario = Files.writeString(
                folder.resolve("truth.yaml"),
                Files.readString(Path.of("src/main/resources/simulator/scenarios/truth.yaml"))
                        .replace("\nfaults:", "\nrepeat: %ds\nfaults:".formatted(ROUND.toSeconds())));
        JsonNode recorded;
        Instant until;
        try (RunningServer server = new RunningServer(
                        folder,
                        "--demo",
                        "--langsong.demo.scenario=" + scenario,
                        "--langsong.demo.truth=" + truthFile,
                        "--langsong.polling.interval=2s",
                        "--langsong.polling.timeout=300ms")
                .start()) {
            Instant begun = Truth.begun(truthFile);
            server.await(
                    SCENARIO.plusSeconds(60),
                    "the scenario is over and everything is up again",
                    () -> Duration.between(begun, Instant.now()).compareTo(SCENARIO) > 0);
            until = Instant.now();
            recorded = server.get("/api/v1/outages?from=" + begun + "&to=" + until);
        }
        Truth truth = new Truth(truthFile, until, RECOVERY);
        List<String> faults = truth.faults(recorded, DETECTION, INTERVAL);

        System.out.printf(
                "truth: %s, %d of them longer than %d ms; recorded %d; wrong %d%n",
                truth, truth.longerThan(DETECTION), DETECTION.toMillis(), recorded.size(), faults.size());
        assertThat(faults).isEmpty();
        assertThat(truth.longerThan(Duration.ZERO))
                .as("the scenario did something")
                .isGreaterThan(30 * ROUNDS);
    }
}
