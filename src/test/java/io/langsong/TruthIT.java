package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.RunningServer;
import io.langsong.testkit.Truth;
import java.io.IOException;
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
 * what was really so. Interval 2 s, timeout 300 ms.
 */
@Isolated("it dates by the clock, and wants the machine for itself")
class TruthIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** Interval + 4 tries + 1 s: domain's budget on a clean line. */
    private static final Duration DETECTION = Duration.ofMillis(2000 + 4 * 300 + 1000);
    /** Interval + timeout + 1 s. */
    private static final Duration RECOVERY = Duration.ofMillis(2000 + 300 + 1000);
    /** The last fault of the scenario ends 122 s after its start. */
    private static final Duration SCENARIO = Duration.ofSeconds(135);

    @TempDir
    Path folder;

    @Test
    void everyTrueOutageIsRecordedOnceAndNoneIsInvented() throws IOException {
        Path truthFile = folder.resolve("truth.jsonl");
        JsonNode recorded;
        Instant until;
        try (RunningServer server = new RunningServer(
                        folder,
                        "--demo",
                        "--langsong.demo.scenario=truth",
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
                .isGreaterThan(30);
    }
}
