package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.firmware.FirmwareNetwork.Killed;
import io.langsong.firmware.FirmwareNetwork.Server;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Upgrades of a RouterOS router over a real OpenSSH server with its own SFTP. */
class RouterOsFlashTest {
    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private Path box;
    private OpenSsh server;
    private FirmwareNetwork network;
    private Image image;

    @BeforeEach
    void start() throws IOException {
        box = Files.createTempDirectory(Files.createDirectories(Path.of("target/ssh-boxes")), "box")
                .toAbsolutePath();
        Files.createDirectory(box.resolve("files"));
        Path program = Files.copy(Path.of("src/test/resources/ssh/routeros.py"), box.resolve("routeros.py"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new OpenSsh(data.resolve("sshd"), program).start();
        network = new FirmwareNetwork(database, data, "none");
        network.network.plan("routeros-ssh", "routeros", "/system identity set name=x\n");
        network.network.adopt(server);
        image = network.image(ImageBuilder.routerOs("routeros", "arm", 1, 'f', 16, 7));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        network.close();
        FileSystemUtils.deleteRecursively(box);
    }

    private long flashes() throws IOException {
        Path log = box.resolve("log");
        return Files.exists(log)
                ? Files.readAllLines(log).stream().filter("flash"::equals).count()
                : 0;
    }

    private Step step(Upgrade upgrade) {
        return network.upgrades.find(upgrade.id()).orElseThrow().steps().get(0);
    }

    private Step untilItEnds(Upgrade upgrade) {
        Server one = network.server();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    one.tick();
                    network.clock.advance(Flasher.NEXT_LOOK.plusSeconds(1));
                    return step(upgrade).progress().isOver();
                });
        return step(upgrade);
    }

    @Test
    void aPackageIsInstalledWhenItRestarts() throws Exception {
        BoxFacts before = network.boxes.ask(FirmwareNetwork.AP);
        assertThat(before.version()).isEqualTo("7.15.3");
        assertThat(before.board()).isEqualTo("arm");
        assertThat(before.packages()).containsExactly("routeros");
        Upgrade upgrade = network.begin(image, null, FirmwareNetwork.AP);

        Step done = untilItEnds(upgrade);

        assertThat(done.progress()).as(done.detail() + " " + done.said()).isEqualTo(Progress.VERIFIED);
        assertThat(flashes()).isEqualTo(1);
        assertThat(network.boxes.known().get(FirmwareNetwork.AP).version()).isEqualTo("7.16.1");
        assertThat(Files.readString(box.resolve("state.json"))).doesNotContain("langsong-firmware");
        try (Stream<Path> left = Files.list(box.resolve("files"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void oneThatKeepsWhatItHadIsNamed() throws Exception {
        Files.createFile(box.resolve("stays"));
        network.boxes.ask(FirmwareNetwork.AP);

        Step failed = untilItEnds(network.begin(image, null, FirmwareNetwork.AP));

        assertThat(failed.progress()).isEqualTo(Progress.FAILED);
        assertThat(failed.detail()).isEqualTo("stayed-on-old");
        assertThat(flashes()).isEqualTo(1);
    }

    /** Killed when the router was told, and that it was is not written: it is told again, and has a mark. */
    @Test
    void toldTwiceItRestartsOnce() throws Exception {
        network.boxes.ask(FirmwareNetwork.AP);
        Upgrade upgrade = network.begin(image, null, FirmwareNetwork.AP);
        boolean told = false;
        for (int life = 0; life < 3 && !told; life++) {
            try {
                network.new Server(5).tick();
            } catch (Killed expected) {
                told = Files.exists(box.resolve("state.json"))
                        && Files.readString(box.resolve("state.json")).contains("langsong-firmware");
            }
            if (!told) {
                network.clock.advance(Flasher.LEASE.plusSeconds(1));
            }
        }
        assertThat(told).isTrue();
        assertThat(step(upgrade).progress()).isEqualTo(Progress.FLASHING);
        network.clock.advance(Flasher.LEASE.plusSeconds(1));

        assertThat(untilItEnds(upgrade).progress()).isEqualTo(Progress.VERIFIED);
        assertThat(flashes()).isEqualTo(1);
    }
}
