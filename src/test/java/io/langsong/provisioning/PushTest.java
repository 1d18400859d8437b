package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.access.Refused;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.PushBox.Family;
import io.langsong.provisioning.SshAccess.Push;
import io.langsong.provisioning.driver.Ssh;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Pushes over a real OpenSSH box.server, to programs that do as the boxes of each family do. */
@Execution(ExecutionMode.CONCURRENT)
class PushTest {
    private static final int SLOWER = 8;

    @TempDir
    private Path data;

    private final PGSimpleDataSource database = TestDatabase.unpooled();
    private QuickTime time = QuickTime.usual();
    private PushBox box;
    private PushNetwork network;

    private void start(Family family) throws IOException {
        box = PushBox.of(family, data.resolve("sshd"), time.times());
        network = new PushNetwork(TestDatabase.pooled(database), data, time);
        network.plan(family);
    }

    @AfterEach
    void stop() throws IOException {
        if (box != null) {
            box.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private static String english(Push push) {
        return Objects.requireNonNull(push.reason()).text(Locale.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsLetOutComesThereOnce(Family family) throws Exception {
        start(family);
        network.adopt(box.server);

        Push applied = network.push();

        assertThat(applied.reason()).isNull();
        assertThat(applied.status()).isEqualTo(Status.APPLIED);
        assertThat(applied.fetched()).isEqualTo(applied.served());
        assertThat(box.has()).contains("Xa Ba Thuoc", "khong-ai-biet");
        assertThat(network.accessPoints
                        .find(PushNetwork.AP)
                        .orElseThrow()
                        .life()
                        .stage())
                .isEqualTo(Stage.CONFIGURED);
        if (family != Family.SWITCH) {
            assertThat(box.count("applied")).isEqualTo(1);
            // It is let out again, and the box has it already.
            network.letOut();
            assertThat(network.push().status()).isEqualTo(Status.APPLIED);
            assertThat(box.count("applied")).isEqualTo(1);
        }
        assertThat(network.push().due()).isNull();
    }

    @Test
    void openWrtKeepsWhatIsNotOursAndLosesWhatIsNotOursAnyMore() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        assertThat(box.has()).contains("'hand'", "1.1.1.1", "thon-0-ap1");
        assertThat(box.folder.resolve("etc/banner.txt")).content().isEqualTo("Xa Ba Thuoc");
        network.ssid("Mạng của thôn; reboot '$(reboot)'");
        network.letOut();

        assertThat(network.push().status()).isEqualTo(Status.APPLIED);

        assertThat(box.has()).contains("'hand'", "Mạng của thôn; reboot '\\''$(reboot)'\\''");
        assertThat(box.has().split("1\\.1\\.1\\.1")).as("a list does not grow").hasSize(2);
        assertThat(box.count("reboot")).isZero();
        assertThat(box.folder.resolve("etc/langsong/trial")).doesNotExist();
        assertThat(box.folder.resolve("etc/rc.d/S98langsong")).doesNotExist();
        assertThat(box.folder.resolve("tmp/langsong")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsRefusedIsSaidAndNotTriedAgain(Family family) throws Exception {
        start(family);
        network.adopt(box.server);
        network.push();
        String before = box.has();
        if (family == Family.SWITCH) {
            network.values.set(Level.COMMUNE, "", "wifi_key", null, false, "ha");
            Template template = network.templates.find("wi-fi").orElseThrow();
            network.templates.change(
                    "wi-fi",
                    new TemplateWish(
                            "Wi-Fi",
                            "cli",
                            "default",
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            "enable\nconfigure terminal\nvlan 7\nfrobnicate [(${ssid})]\nvlan 8\nend\n",
                            List.of(),
                            "thử"),
                    template.version(),
                    "ha");
        } else {
            network.ssid("BAD");
        }
        network.letOut();

        Push refused = network.push();

        assertThat(refused.status()).isEqualTo(Status.ERROR);
        assertThat(refused.undidItself()).isFalse();
        assertThat(Objects.requireNonNull(refused.reason()).code())
                .isEqualTo(family == Family.SWITCH ? "line-refused" : "said");
        assertThat(refused.due()).isNull();
        assertThat(english(refused))
                .contains(
                        switch (family) {
                            case OPENWRT -> "Invalid argument";
                            case ROUTEROS -> "does not match any value of ssid";
                            case SWITCH -> "Line 4 of 6 was refused, those before it are in force";
                        });
        if (family == Family.SWITCH) {
            assertThat(box.has()).isEqualTo(before + "vlan 7\n");
        } else {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(box.has()).isEqualTo(before));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"OPENWRT", "ROUTEROS"})
    void whatCutsItselfOffGoesBackByItselfAndIsNamed(Family family) throws Exception {
        start(family);
        network.adopt(box.server);
        network.push();
        String before = box.has();
        network.ssid("CUT");
        network.letOut();
        Instant begun = time.instant();

        Push undone = network.push();

        assertThat(undone.status()).isEqualTo(Status.ERROR);
        assertThat(undone.undidItself()).isTrue();
        assertThat(undone.reason()).isEqualTo(new Reason("undone", List.of("240")));
        assertThat(english(undone)).contains("put back what it had");
        assertThat(Duration.between(begun, time.instant())).isGreaterThan(PushNetwork.CONFIRM_WITHIN);
        assertThat(box.count("reboot")).isEqualTo(1);
        assertThat(box.has()).isEqualTo(before);
        // Nobody tries it again by himself.
        assertThat(network.pusher.claim()).isEmpty();
    }

    @Test
    void anotherKeyIsRefusedUntilAPersonAcceptsIt() throws Exception {
        start(Family.OPENWRT);
        network.accesses.set(
                PushNetwork.AP,
                network.wish(box.server, OpenSsh.user(), null, box.server.userKey(), "show running-config"),
                null);
        String first = network.accesses.look(PushNetwork.AP).fingerprint();
        assertThatThrownBy(() -> network.accesses.accept(PushNetwork.AP, "SHA256:another"))
                .isInstanceOf(Refused.class);
        assertThat(first).startsWith("SHA256:");
        network.accesses.accept(PushNetwork.AP, first);
        network.accessPoints.approve(PushNetwork.AP);
        box.server.changeHostKey();

        Push refused = network.push();

        assertThat(refused.status()).isEqualTo(Status.ERROR);
        assertThat(english(refused)).contains(first, "another box answers there, or it was reset");
        assertThat(box.folder.resolve("commands")).doesNotExist();
        String second = Ssh.fingerprint(Objects.requireNonNull(
                network.accesses.find(PushNetwork.AP).orElseThrow().offeredKey()));
        assertThat(second).isNotEqualTo(first);
        network.accesses.accept(PushNetwork.AP, second);
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void aWrongPasswordIsSaidAndNotGuessedOn() throws Exception {
        start(Family.OPENWRT);
        network.accesses.set(PushNetwork.AP, network.wish(box.server, OpenSsh.user(), "sai-roi", null, null), null);
        network.accesses.accept(
                PushNetwork.AP, network.accesses.look(PushNetwork.AP).fingerprint());
        network.accessPoints.approve(PushNetwork.AP);

        Push refused = network.push();

        assertThat(refused.status()).isEqualTo(Status.ERROR);
        assertThat(english(refused)).contains("does not let us in").doesNotContain("sai-roi");
        assertThat(network.pusher.claim()).isEmpty();
        assertThat(box.server.log().lines().filter(line -> line.contains("Failed password")))
                .hasSize(1);
        network.accesses.set(
                PushNetwork.AP, network.wish(box.server, OpenSsh.user(), "", box.server.userKey(), null), null);
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void whatIsOffIsTriedAgainLater() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        box.server.stop();

        Push waiting = network.push();

        assertThat(waiting.status()).isEqualTo(Status.MODIFIED);
        assertThat(english(waiting)).contains("can not be reached");
        assertThat(waiting.unreachableSince()).isNotNull();
        assertThat(waiting.due()).isAfter(time.instant());
        box.server.start();
        network.jdbc.sql("UPDATE provisioning_ssh SET due = status_since").update();
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
    }

    /** kill -9 of the server at several moments: before the box begins, while it applies, when it waits for a confirmation. */
    @ParameterizedTest
    @CsvSource({
        "OPENWRT, cat > /tmp/langsong/files",
        "OPENWRT, sh /tmp/langsong/apply",
        "ROUTEROS, /system backup save",
        "ROUTEROS, :execute"
    })
    void aServerThatDiesInTheMiddleIsFollowedByOneThatAppliesItOnce(Family family, String moment) throws Exception {
        time = new QuickTime(Instant.now(), SLOWER);
        start(family);
        network.adopt(box.server);
        Files.writeString(box.folder.resolve("slow"), Integer.toString(SLOWER));
        Process dying = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PushProcess.class.getName(),
                        database.getUrl(),
                        database.getUser(),
                        database.getPassword(),
                        data.toString(),
                        time.began().toString(),
                        Integer.toString(time.times()))
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("dying.log").toFile())
                .start();
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(5)).until(() -> saw(moment, dying));
        dying.destroyForcibly().onExit().join();
        // However long the machine took until here.
        assertThat(network.jdbc
                        .sql("UPDATE provisioning_ssh SET lease_until = :at WHERE lease_until IS NOT NULL")
                        .param("at", time.instant().plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
                        .update())
                .as("it held a lease")
                .isEqualTo(1);
        assertThat(network.pusher.claim()).as("its lease still counts").isEmpty();
        network.jdbc
                .sql("UPDATE provisioning_ssh SET lease_until = :at")
                .param("at", Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .update();

        Push applied = network.push();

        assertThat(applied.reason()).isNull();
        assertThat(applied.status()).isEqualTo(Status.APPLIED);
        assertThat(box.count("applied")).as("exactly once").isEqualTo(1);
        assertThat(box.count("reboot")).isZero();
    }

    private boolean saw(String moment, Process dying) throws IOException {
        if (!dying.isAlive()) {
            throw new AssertionError(Files.readString(data.resolve("dying.log")));
        }
        Path commands = box.folder.resolve("commands");
        return Files.exists(commands) && Files.readAllLines(commands).stream().anyMatch(line -> line.contains(moment));
    }

    @Test
    void aRolloutGoesOverSshToo() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        network.ssid("BAD");
        long id = network.rollouts
                .begin(List.of(PushNetwork.AP), "tên mạng mới", null, "ha")
                .id();
        network.runner.tick();
        network.push();
        network.runner.tick();
        network.push();

        Rollout stopped = network.rollouts.find(id).orElseThrow();

        assertThat(stopped.steps().get(0).progress()).isEqualTo(Rollout.Progress.ROLLED_BACK);
        assertThat(stopped.steps().get(0).detail()).isEqualTo("refused-by-box");
        assertThat(network.accesses.find(PushNetwork.AP).orElseThrow().push().status())
                .as("it has again what it had")
                .isEqualTo(Status.APPLIED);
        network.ssid("Wi-Fi cong cong");
        long next = network.rollouts
                .begin(List.of(PushNetwork.AP), "tên mạng mới", null, "ha")
                .id();
        network.runner.tick();
        network.push();
        network.runner.tick();
        network.runner.tick();
        assertThat(progress(next)).isEqualTo(Rollout.Progress.DONE);
    }

    @Test
    void aRolloutWaitsForNobodyWhoIsOff() throws Exception {
        start(Family.OPENWRT);
        network.adopt(box.server);
        network.push();
        box.server.stop();
        network.ssid("Wi-Fi cong cong");
        long id = network.rollouts
                .begin(List.of(PushNetwork.AP), "tên mạng mới", null, "ha")
                .id();
        network.runner.tick();
        network.push();
        network.runner.tick();
        assertThat(progress(id)).isEqualTo(Rollout.Progress.QUEUED);

        box.server.start();
        network.jdbc.sql("UPDATE provisioning_ssh SET due = status_since").update();
        network.push();
        for (int looks = 0; looks < 3; looks++) {
            network.runner.tick();
        }

        assertThat(progress(id)).isEqualTo(Rollout.Progress.DONE);
    }

    private Rollout.Progress progress(long id) {
        return network.rollouts.find(id).orElseThrow().steps().get(0).progress();
    }
}
