package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Message;
import io.langsong.journal.Segment;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed at any instant, on a line that is cut and loses acknowledgements: what was on its disk arrives, and it ends when it is told to.
 * {@code LANGSONG_LONG=true} for more kills, {@code -Dlangsong.kills} for as many as one likes.
 */
class KilledCollectorIT {
    private static final int KILLS =
            Integer.getInteger("langsong.kills", "true".equals(System.getenv("LANGSONG_LONG")) ? 200 : 10);
    private final ThreadLocalRandom where = ThreadLocalRandom.current();
    private final Random random = new Random(Long.getLong("langsong.seed", 4));
    private final Simulator simulator = new Simulator(
            SimulatorOptions.usual()
                    .withVillages(1)
                    .withAddress("127.%d.0.0".formatted(where.nextInt(40, 250)))
                    .withPort(where.nextInt(20_000, 60_000)),
            Clock.systemUTC());

    private record Key(UUID life, long number) {}

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        simulator.start();
        server = new TestServer(new TestAuthority()).start(0);
        server.assignment = Assignments.of(simulator.commune(), Assignments.pace(1_000, null));
        server.cutOf = 12;
        server.deafOf = 8;
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        simulator.stop();
    }

    private Process begun(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.langsong.LangSong",
                "collect",
                "--data-dir",
                folder.resolve("site").toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** What lies on the disk of a collector that is not running. */
    private Set<Key> spooled() throws IOException {
        Set<Key> all = new HashSet<>();
        Path batches = folder.resolve("site/batches");
        try (Stream<Path> files = Files.list(batches)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Segment segment = Segment.open(file);
                for (Segment.Place place : segment == null ? List.<Segment.Place>of() : segment.places()) {
                    Block block = Block.read(segment.read(place));
                    all.add(new Key(block.life(), block.number()));
                }
            }
        }
        return all;
    }

    private Set<Key> arrived() {
        return server.came.stream()
                .map(came -> new Key(came.batch().life().id(), came.batch().number()))
                .collect(Collectors.toSet());
    }

    @Test
    void killsLoseNothingOfWhatWasOnDisk() throws Exception {
        Process process = begun("--server", "127.0.0.1:" + server.port, "--enrol", server.token);
        Set<Key> onDisk = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int before = server.came.size();
            await().atMost(Duration.ofSeconds(60)).until(() -> server.came.size() > before);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
            server.away = kill % 4 == 3;
            TimeUnit.MILLISECONDS.sleep(server.away ? 2_500 : 0);
            process.destroyForcibly().waitFor();
            server.away = false;
            onDisk.addAll(spooled());
            process = begun();
        }
        server.cutOf = 0;
        server.deafOf = 0;
        await().atMost(Duration.ofSeconds(60)).until(() -> arrived().containsAll(onDisk));
        int before = server.said.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> server.said.size() > before);
        long began = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        System.out.printf(
                "%d kills: %d batches of %d lives, %d on disk at a kill, %d came more than once; TERM took %d ms%n",
                KILLS,
                arrived().size(),
                arrived().stream().map(Key::life).distinct().count(),
                onDisk.size(),
                server.came.size() - arrived().size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));

        Map<UUID, List<Long>> numbers = server.batches().stream()
                .collect(Collectors.groupingBy(
                        batch -> batch.life().id(), Collectors.mapping(Batch::number, Collectors.toList())));
        // Some were killed before they had anything on disk.
        assertThat(numbers).hasSizeBetween(KILLS / 2, KILLS + 1);
        // Without a hole: only the one under way can be missing, which is the last.
        numbers.forEach((life, all) -> assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, all.size()).boxed().toList()));
        assertThat(server.batches().stream().map(Batch::leftOut).mapToLong(left -> left.batches() + left.samples()))
                .allMatch(left -> left == 0);
        assertThat(server.hears(Message.CaughtUp.class)).isTrue();
    }
}
