package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.access.Refused;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.SshAccess.Push;
import io.langsong.provisioning.driver.Ssh;
import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.Peers;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/** Pushes over a real OpenSSH server, to programs that do as the boxes of each family do. */
class PushTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/ssh");

    @TempDir
    private Path data;

    private final PGSimpleDataSource database = TestDatabase.unpooled();
    private Path box;
    private OpenSsh server;
    private PushNetwork network;

    /** What is pushed to, and how. */
    private enum Family {
        OPENWRT("openwrt-ssh", "netjson", """
                {"hotspot": [{"config_name": "hotspot", "config_value": "main", "ssid": "{{ ssid }}", "key": "{{ wifi_key }}",
                 "dns": ["1.1.1.1", "8.8.8.8"]}], "files": [{"path": "/etc/banner.txt", "mode": "0644", "contents": "{{ ssid }}"}]}"""),
        ROUTEROS("routeros-ssh", "routeros", """
                # [(${ssid})]
                /interface wireless set name=wlan1 ssid=[(${ssid})]
                [# th:if="${wifi_key}"]/interface wireless security-profiles set name=default wpa2-pre-shared-key="[[${wifi_key}]]"
                [/]"""),
        SWITCH("cli-ssh", "cli", """
                enable
                configure terminal
                hostname [(${name})]
                description [(${ssid})]
                [# th:if="${wifi_key}"]snmp-server community [(${wifi_key})]
                [/]end
                """);

        private final String method;
        private final String dialect;
        private final String content;

        Family(String method, String dialect, String content) {
            this.method = method;
            this.dialect = dialect;
            this.content = content;
        }
    }

    private void start(Family family) throws IOException {
        serve(family);
        network = new PushNetwork(database, data);
        network.plan(family.method, family.dialect, family.content);
    }

    private void serve(Family family) throws IOException {
        // Not below /tmp, which the box has of its own.
        box = Files.createTempDirectory(Files.createDirectories(Path.of("target/ssh-boxes")), "box")
                .toAbsolutePath();
        Path program = switch (family) {
            case OPENWRT -> openWrt();
            case ROUTEROS -> {
                Files.createDirectory(box.resolve("files"));
                yield copied("routeros.py", "routeros.py");
            }
            case SWITCH -> copied("switch.py", "switch.py");
        };
        server = new OpenSsh(data.resolve("sshd"), program).start();
    }

    private Path openWrt() throws IOException {
        Path busybox = Peers.require("busybox", "busybox");
        for (String folder : List.of("etc/config", "tmp", "bin")) {
            Files.createDirectories(box.resolve(folder));
        }
        Files.writeString(box.resolve("etc/config/system"), "config system 'system'\n\toption hostname 'OpenWrt'\n");
        Files.writeString(box.resolve("etc/config/hotspot"), "config hotspot 'mine'\n\toption by 'hand'\n");
        for (String applet : List.of(
                "sh", "cat", "cp", "mv", "rm", "mkdir", "tar", "gzip", "gunzip", "sed", "grep", "sleep", "sync", "head",
                "chmod", "echo", "zcat", "ls")) {
            Files.createSymbolicLink(box.resolve("bin").resolve(applet), busybox);
        }
        copied("uci.py", "bin/uci");
        copied("reload_config", "bin/reload_config");
        copied("reboot", "bin/reboot");
        return copied("openwrt.sh", "openwrt.sh");
    }

    private Path copied(String name, String to) throws IOException {
        Path copy = Files.copy(PROGRAMS.resolve(name), box.resolve(to));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return copy;
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (network != null) {
            network.close();
        }
        if (box != null) {
            FileSystemUtils.deleteRecursively(box);
        }
    }

    /** How often something was done on the box. */
    private long count(String word) throws IOException {
        Path log = box.resolve("log");
        return Files.exists(log)
                ? Files.readAllLines(log).stream().filter(word::equals).count()
                : 0;
    }

    /** All that the box has. */
    private String has(Family family) throws IOException {
        return switch (family) {
            case OPENWRT ->
                Files.readString(box.resolve("etc/config/hotspot"))
                        + Files.readString(box.resolve("etc/config/system"));
            case ROUTEROS -> Files.readString(box.resolve("state.json"));
            case SWITCH -> Files.readString(box.resolve("running"));
        };
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsLetOutComesThereOnce(Family family) throws Exception {
        start(family);
        network.adopt(server);

        Push applied = network.push();

        assertThat(applied.reason()).isNull();
        assertThat(applied.status()).isEqualTo(Status.APPLIED);
        assertThat(applied.fetched()).isEqualTo(applied.served());
        assertThat(has(family)).contains("Xa Ba Thuoc", "khong-ai-biet");
        assertThat(network.accessPoints
                        .find(PushNetwork.AP)
                        .orElseThrow()
                        .life()
                        .stage())
                .isEqualTo(Stage.CONFIGURED);
        if (family != Family.SWITCH) {
            assertThat(count("applied")).isEqualTo(1);
            // It is let out again, and the box has it already.
            network.letOut();
            assertThat(network.push().status()).isEqualTo(Status.APPLIED);
            assertThat(count("applied")).isEqualTo(1);
        }
        assertThat(network.push().due()).isNull();
    }

    @Test
    void openWrtKeepsWhatIsNotOursAndLosesWhatIsNotOursAnyMore() throws Exception {
        start(Family.OPENWRT);
        network.adopt(server);
        network.push();
        assertThat(has(Family.OPENWRT)).contains("'hand'", "1.1.1.1", "thon-0-ap1");
        assertThat(box.resolve("etc/banner.txt")).content().isEqualTo("Xa Ba Thuoc");
        network.ssid("Mạng của thôn; reboot '$(reboot)'");
        network.letOut();

        assertThat(network.push().status()).isEqualTo(Status.APPLIED);

        assertThat(has(Family.OPENWRT)).contains("'hand'", "Mạng của thôn; reboot '\\''$(reboot)'\\''");
        assertThat(has(Family.OPENWRT).split("1\\.1\\.1\\.1"))
                .as("a list does not grow")
                .hasSize(2);
        assertThat(count("reboot")).isZero();
        assertThat(box.resolve("etc/langsong/trial")).doesNotExist();
        assertThat(box.resolve("etc/rc.d/S98langsong")).doesNotExist();
        assertThat(box.resolve("tmp/langsong")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsRefusedIsSaidAndNotTriedAgain(Family family) throws Exception {
        start(family);
        network.adopt(server);
        network.push();
        String before = has(family);
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
        assertThat(refused.due()).isNull();
        assertThat(refused.reason())
                .contains(
                        switch (family) {
                            case OPENWRT -> "Invalid argument";
                            case ROUTEROS -> "does not match any value of ssid";
                            case SWITCH -> "line 4 of 6 was refused, those before it are in force";
                        });
        if (family == Family.SWITCH) {
            assertThat(has(family)).isEqualTo(before + "vlan 7\n");
        } else {
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(has(family)).isEqualTo(before));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"OPENWRT", "ROUTEROS"})
    void whatCutsItselfOffGoesBackByItselfAndIsNamed(Family family) throws Exception {
        start(family);
        network.adopt(server);
        network.push();
        String before = has(family);
        network.ssid("CUT");
        network.letOut();
        Instant begun = Instant.now();

        Push undone = network.push();

        assertThat(undone.status()).isEqualTo(Status.ERROR);
        assertThat(undone.undidItself()).isTrue();
        assertThat(undone.reason()).contains("put back what it had");
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(PushNetwork.CONFIRM_WITHIN);
        assertThat(count("reboot")).isEqualTo(1);
        assertThat(has(family)).isEqualTo(before);
        // Nobody tries it again by himself.
        assertThat(network.pusher.claim()).isEmpty();
    }

    @Test
    void anotherKeyIsRefusedUntilAPersonAcceptsIt() throws Exception {
        start(Family.OPENWRT);
        network.accesses.set(
                PushNetwork.AP, network.wish(server, OpenSsh.user(), null, server.userKey(), "show running-config"));
        String first = network.accesses.look(PushNetwork.AP).fingerprint();
        assertThatThrownBy(() -> network.accesses.accept(PushNetwork.AP, "SHA256:another"))
                .isInstanceOf(Refused.class);
        assertThat(first).startsWith("SHA256:");
        network.accesses.accept(PushNetwork.AP, first);
        network.accessPoints.approve(PushNetwork.AP);
        server.changeHostKey();

        Push refused = network.push();

        assertThat(refused.status()).isEqualTo(Status.ERROR);
        assertThat(refused.reason()).contains(first, "another box answers there, or it was reset");
        assertThat(box.resolve("commands")).doesNotExist();
        String second = Ssh.fingerprint(Objects.requireNonNull(
                network.accesses.find(PushNetwork.AP).orElseThrow().offeredKey()));
        assertThat(second).isNotEqualTo(first);
        network.accesses.accept(PushNetwork.AP, second);
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void aWrongPasswordIsSaidAndNotGuessedOn() throws Exception {
        start(Family.OPENWRT);
        network.accesses.set(PushNetwork.AP, network.wish(server, OpenSsh.user(), "sai-roi", null, null));
        network.accesses.accept(
                PushNetwork.AP, network.accesses.look(PushNetwork.AP).fingerprint());
        network.accessPoints.approve(PushNetwork.AP);

        Push refused = network.push();

        assertThat(refused.status()).isEqualTo(Status.ERROR);
        assertThat(refused.reason()).contains("does not let us in").doesNotContain("sai-roi");
        assertThat(network.pusher.claim()).isEmpty();
        assertThat(server.log().lines().filter(line -> line.contains("Failed password")))
                .hasSize(1);
        network.accesses.set(PushNetwork.AP, network.wish(server, OpenSsh.user(), "", server.userKey(), null));
        assertThat(network.push().status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void whatIsOffIsTriedAgainLater() throws Exception {
        start(Family.OPENWRT);
        network.adopt(server);
        server.stop();

        Push waiting = network.push();

        assertThat(waiting.status()).isEqualTo(Status.MODIFIED);
        assertThat(waiting.reason()).contains("can not be reached");
        assertThat(waiting.unreachableSince()).isNotNull();
        assertThat(waiting.due()).isAfter(Instant.now());
        server.start();
        network.jdbc.sql("UPDATE provisioning_ssh SET due = now()").update();
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
        start(family);
        network.adopt(server);
        Files.writeString(box.resolve("slow"), "3");
        Process dying = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PushProcess.class.getName(),
                        database.getUrl(),
                        database.getUser(),
                        database.getPassword(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("dying.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> saw(moment, dying));
        dying.destroyForcibly().onExit().join();
        assertThat(network.pusher.claim()).as("its lease still counts").isEmpty();
        network.jdbc
                .sql("UPDATE provisioning_ssh SET lease_until = :at")
                .param("at", Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .update();

        Push applied = network.push();

        assertThat(applied.reason()).isNull();
        assertThat(applied.status()).isEqualTo(Status.APPLIED);
        assertThat(count("applied")).as("exactly once").isEqualTo(1);
        assertThat(count("reboot")).isZero();
    }

    private boolean saw(String moment, Process dying) throws IOException {
        if (!dying.isAlive()) {
            throw new AssertionError(Files.readString(data.resolve("dying.log")));
        }
        Path commands = box.resolve("commands");
        return Files.exists(commands) && Files.readAllLines(commands).stream().anyMatch(line -> line.contains(moment));
    }

    @Test
    void aRolloutGoesOverSshToo() throws Exception {
        start(Family.OPENWRT);
        network.adopt(server);
        network.push();
        network.ssid("BAD");
        long id = network.rollouts
                .begin(List.of(PushNetwork.AP), "tên mạng mới", null, "ha")
                .id();
        network.rollouts.tick();
        network.push();
        network.rollouts.tick();
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
        network.rollouts.tick();
        network.push();
        network.rollouts.tick();
        network.rollouts.tick();
        assertThat(progress(next)).isEqualTo(Rollout.Progress.DONE);
    }

    @Test
    void aRolloutWaitsForNobodyWhoIsOff() throws Exception {
        start(Family.OPENWRT);
        network.adopt(server);
        network.push();
        server.stop();
        network.ssid("Wi-Fi cong cong");
        long id = network.rollouts
                .begin(List.of(PushNetwork.AP), "tên mạng mới", null, "ha")
                .id();
        network.rollouts.tick();
        network.push();
        network.rollouts.tick();
        assertThat(progress(id)).isEqualTo(Rollout.Progress.QUEUED);

        server.start();
        network.jdbc.sql("UPDATE provisioning_ssh SET due = now()").update();
        network.push();
        for (int looks = 0; looks < 3; looks++) {
            network.rollouts.tick();
        }

        assertThat(progress(id)).isEqualTo(Rollout.Progress.DONE);
    }

    private Rollout.Progress progress(long id) {
        return network.rollouts.find(id).orElseThrow().steps().get(0).progress();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void theRunningConfigurationIsKeptWhenItDiffers(Family family) throws Exception {
        start(family);
        network.adopt(server);
        network.push();
        Backup first = network.accesses.fetch(PushNetwork.AP);
        network.accesses.fetchAll();

        assertThat(network.backups.of(PushNetwork.AP))
                .as("the same is kept once")
                .hasSize(1);
        assertThat(first.cause()).isEqualTo(Backup.Cause.APPLIED);
        assertThat(first.applied()).isNotNull();
        assertThat(first.shown()).contains("Xa Ba Thuoc").doesNotContain("khong-ai-biet", "software id", "123 bytes");
        assertThat(network.backups.reveal(first)).contains("khong-ai-biet");
        assertThat(network.jdbc
                        .sql(
                                "SELECT count(*) FROM provisioning_backup WHERE position('khong-ai-biet'::bytea IN raw) > 0")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isFalse();
        assertThat(network.backups.search("xa ba thuoc")).isNotEmpty();
        assertThat(network.backups.search("khong-ai-biet")).isEmpty();

        byHand(family);
        Backup second = network.accesses.fetch(PushNetwork.AP);

        assertThat(network.backups.of(PushNetwork.AP)).hasSize(2);
        assertThat(network.backups.drift(PushNetwork.AP).orElseThrow().isDifferent())
                .isTrue();
        assertThat(UnifiedDiff.of(first.shown(), second.shown())).contains("changed-by-hand");
    }

    private void byHand(Family family) throws IOException {
        switch (family) {
            case OPENWRT ->
                Files.writeString(
                        box.resolve("etc/config/system"),
                        "config system 'system'\n\toption hostname 'changed-by-hand'\n");
            case ROUTEROS ->
                Files.writeString(
                        box.resolve("state.json"),
                        Files.readString(box.resolve("state.json")).replace("wlan1", "changed-by-hand"));
            case SWITCH ->
                Files.writeString(
                        box.resolve("running"), Files.readString(box.resolve("running")) + "vlan changed-by-hand\n");
        }
    }
}
