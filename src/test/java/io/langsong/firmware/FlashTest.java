package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.access.Refused;
import io.langsong.firmware.FirmwareNetwork.Killed;
import io.langsong.firmware.FirmwareNetwork.Server;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.inventory.Device;
import io.langsong.inventory.Device.Kind;
import io.langsong.inventory.Device.Reachability;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.maintenance.Plan;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.Peers;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** Upgrades of an OpenWrt box over a real OpenSSH server, of which BusyBox and a sysupgrade of our own do the rest. */
class FlashTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/ssh");
    private static final String BOARD = """
            {"kernel": "5.15.150", "hostname": "OpenWrt", "model": "TP-Link Archer C7 v5", "board_name": "tplink,archer-c7-v5",
             "release": {"distribution": "OpenWrt", "version": "%s", "revision": "r1-%s", "target": "ath79/generic"}}
            """;

    @TempDir
    private Path data;

    private final DataSource database = TestDatabase.fresh();
    private Path box;
    private OpenSsh server;
    private FirmwareNetwork network;
    private Image image;

    @BeforeEach
    void start() throws IOException {
        // Not below /tmp, which the box has of its own.
        box = Files.createTempDirectory(Files.createDirectories(Path.of("target/ssh-boxes")), "box")
                .toAbsolutePath();
        Path busybox = Peers.require("busybox", "busybox");
        for (String folder : List.of("etc/config", "etc/init.d", "etc/langsong", "tmp", "bin")) {
            Files.createDirectories(box.resolve(folder));
        }
        for (String applet : List.of(
                "sh",
                "cat",
                "cp",
                "mv",
                "rm",
                "mkdir",
                "sed",
                "grep",
                "sleep",
                "sync",
                "head",
                "echo",
                "tr",
                "df",
                "awk",
                "cut",
                "sha256sum",
                "wc",
                "printf")) {
            Files.createSymbolicLink(box.resolve("bin").resolve(applet), busybox);
        }
        copied("sysupgrade", "bin/sysupgrade");
        copied("ubus", "bin/ubus");
        Files.writeString(box.resolve("board"), BOARD.formatted("22.03.5", "22.03.5"));
        Files.writeString(box.resolve("next"), BOARD.formatted("23.05.3", "23.05.3"));
        Files.writeString(box.resolve("boot_id"), "00000000-0000-4000-8000-000000000000\n");
        Files.writeString(box.resolve("etc/init.d/openwisp-config"), "");
        server = new OpenSsh(data.resolve("sshd"), copied("openwrt.sh", "openwrt.sh")).start();
        network = new FirmwareNetwork(database, data, "none");
        network.network.plan("openwrt-ssh", "netjson", "{}");
        network.network.adopt(server);
        image = network.image(ImageBuilder.openWrt("23.05.3", "tplink,archer-c7-v5"));
    }

    private Path copied(String name, String to) throws IOException {
        Path copy = Files.copy(PROGRAMS.resolve(name), box.resolve(to));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return copy;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        network.close();
        FileSystemUtils.deleteRecursively(box);
    }

    private void mood(String mood) throws IOException {
        Files.writeString(box.resolve("mood"), mood + "\n");
    }

    /** How often something was done on the box. */
    private long count(String word) {
        try {
            Path log = box.resolve("log");
            return Files.exists(log)
                    ? Files.readAllLines(log).stream().filter(word::equals).count()
                    : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Upgrade begin() {
        network.boxes.ask(FirmwareNetwork.AP);
        return network.begin(image, null, FirmwareNetwork.AP);
    }

    private Step step(Upgrade upgrade) {
        return network.upgrades.find(upgrade.id()).orElseThrow().steps().get(0);
    }

    /** Looks each minute of its clock, so long as the box works behind our back. */
    private Step untilItEnds(Upgrade upgrade) {
        Server one = network.server();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    one.tick();
                    boolean over = step(upgrade).progress().isOver();
                    // The box takes its two seconds by the real time.
                    network.clock.advance(
                            count("flash") > 0 ? Duration.ofMinutes(1) : Flasher.NEXT_LOOK.plusSeconds(1));
                    return over;
                });
        one.tick();
        return step(upgrade);
    }

    @Test
    void whatFitsComesThereAndIsMadeSureOf() throws Exception {
        network.network.inventory.apply(List.of(device(null)));
        Upgrade upgrade = begin();
        assertThat(upgrade.steps().get(0).from()).isEqualTo("22.03.5");

        Step done = untilItEnds(upgrade);

        assertThat(done.detail()).isNull();
        assertThat(done.progress()).isEqualTo(Progress.VERIFIED);
        assertThat(network.upgrades.find(upgrade.id()).orElseThrow().state()).isEqualTo(State.FINISHED);
        assertThat(count("flash")).isEqualTo(1);
        assertThat(network.boxes.known().get(FirmwareNetwork.AP).version()).isEqualTo("23.05.3");
        assertThat(Files.readAllLines(box.resolve("etc/sysupgrade.conf")))
                .containsExactlyInAnyOrder("/etc/langsong", "/etc/init.d/openwisp-config");
        Plan plan = network.plans.find(done.maintenance()).orElseThrow();
        assertThat(plan.announced()).isTrue();
        assertThat(plan.scope().texts()).containsExactly("device:" + FirmwareNetwork.AP);
        assertThat(plan.ended()).isNotNull();
        assertThat(network.network.door.hold(
                        FirmwareNetwork.AP, UUID.randomUUID(), network.clock.instant(), network.clock.instant()))
                .as("others may have the box again")
                .isTrue();
        assertThat(network.boxes.fits(image).get(FirmwareNetwork.AP).verdict()).isEqualTo(Fit.Verdict.HAS_IT);
        assertThatThrownBy(() -> network.begin(image, null, FirmwareNetwork.AP)).isInstanceOf(Refused.class);
    }

    private static Device device(SnmpAccess snmp) {
        return new Device(
                FirmwareNetwork.AP,
                "AP 1",
                new SiteId("site-0"),
                Kind.ACCESS_POINT,
                "127.0.0.1",
                161,
                snmp,
                null,
                Reachability.NONE,
                List.of(),
                null,
                snmp != null,
                null);
    }

    @ParameterizedTest(name = "a box that {0}: {1}, told {2} times")
    @CsvSource(textBlock = """
            refuses, image-refused,     0
            stays,   stayed-on-old,     1
            gone,    did-not-come-back, 1
            breaks,  refused-by-box,    1
            """)
    void whatGoesWrongIsSaid(String mood, String why, int flashes) throws Exception {
        mood(mood);
        Upgrade upgrade = begin();

        Step failed = untilItEnds(upgrade);

        assertThat(failed.progress()).as(String.valueOf(failed.said())).isEqualTo(Progress.FAILED);
        assertThat(failed.detail()).isEqualTo(why);
        assertThat(count("flash")).isEqualTo(flashes);
        assertThat(network.upgrades.find(upgrade.id()).orElseThrow().state()).isIn(State.STOPPED, State.FINISHED);
        if (!mood.equals("gone")) {
            assertThat(box.resolve("tmp/langsong-firmware")).doesNotExist();
        }
        if (mood.equals("refuses")) {
            assertThat(failed.said()).contains("Image metadata not present");
        }
    }

    @Test
    void aBoxThatDoesNotAnswerPollsIsNotWell() throws Exception {
        network.network.inventory.apply(List.of(device(SnmpAccess.community("2c", "public-test"))));
        Upgrade upgrade = begin();

        Step failed = untilItEnds(upgrade);

        assertThat(failed.progress()).isEqualTo(Progress.FAILED);
        assertThat(failed.detail()).isEqualTo("does-not-answer");
        assertThat(failed.back()).isNotNull();
        assertThat(count("flash")).isEqualTo(1);
    }

    @Test
    void anotherKeyIsNotSpokenTo() throws Exception {
        Upgrade upgrade = begin();
        server.changeHostKey();

        Step failed = untilItEnds(upgrade);

        assertThat(failed.detail()).isEqualTo("host-key");
        assertThat(count("look")).isZero();
    }

    @Test
    void aBoxIsNotHadWhileSomethingIsPushed() throws Exception {
        Upgrade upgrade = begin();
        UUID pusher = UUID.randomUUID();
        Instant now = network.clock.instant();
        assertThat(network.network.door.hold(FirmwareNetwork.AP, pusher, now, now.plusSeconds(60)))
                .isTrue();

        network.server().tick();
        assertThat(step(upgrade).progress()).isEqualTo(Progress.CHECKING);
        network.network.door.release(FirmwareNetwork.AP, pusher);

        assertThat(untilItEnds(upgrade).progress()).isEqualTo(Progress.VERIFIED);
    }

    @Test
    void pausedNothingIsToldAndCancelledNothingIsDone() throws Exception {
        Upgrade upgrade = begin();
        new UpgradeConductor(
                        network.network.jdbc,
                        network.network.inventory,
                        new org.springframework.transaction.support.TransactionTemplate(
                                new org.springframework.jdbc.support.JdbcTransactionManager(database)),
                        network.clock)
                .tick();
        assertThat(step(upgrade).progress()).isEqualTo(Progress.CHECKING);
        network.upgrades.pause(upgrade.id(), "ha");

        network.server().tick();
        assertThat(step(upgrade).progress()).isEqualTo(Progress.WAITING);
        network.clock.advance(Duration.ofHours(1));
        network.server().tick();
        assertThat(step(upgrade).progress()).isEqualTo(Progress.WAITING);
        network.upgrades.cancel(upgrade.id(), "ha");

        assertThat(step(upgrade).progress()).isEqualTo(Progress.SKIPPED);
        assertThat(count("look")).isZero();
        assertThatThrownBy(() -> network.upgrades.resume(upgrade.id(), "ha")).isInstanceOf(Refused.class);
    }

    /** Killed before each thing that it would write, one after the other, until one life is long enough. */
    @Test
    void whoeverDiesWhenTheBoxIsToldOnce() throws Exception {
        int lives = 0;
        for (int length = 1; ; length++) {
            Files.writeString(box.resolve("board"), BOARD.formatted("22.03.5", "22.03.5"));
            Files.deleteIfExists(box.resolve("log"));
            FileSystemUtils.deleteRecursively(box.resolve("tmp/langsong-firmware"));
            Upgrade upgrade = begin();
            Server first = network.new Server(length);
            boolean killed = false;
            try {
                for (int look = 0; look < 40 && !step(upgrade).progress().isOver(); look++) {
                    first.tick();
                    network.clock.advance(Flasher.NEXT_LOOK.plusSeconds(1));
                    if (step(upgrade).flashed() != null) {
                        await().atMost(Duration.ofSeconds(20)).until(() -> count("flash") > 0);
                    }
                }
            } catch (Killed expected) {
                killed = true;
            }
            network.clock.advance(Flasher.LEASE.plusSeconds(1));

            Step done = untilItEnds(upgrade);

            assertThat(done.progress())
                    .as("killed after %d: %s", length, done.detail())
                    .isEqualTo(Progress.VERIFIED);
            assertThat(count("flash")).as("killed after %d", length).isEqualTo(1);
            lives++;
            if (!killed) {
                break;
            }
        }
        assertThat(lives).as("places to die at").isGreaterThan(8);
    }
}
