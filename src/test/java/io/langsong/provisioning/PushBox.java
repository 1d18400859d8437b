package io.langsong.provisioning;

import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** A program that does as the boxes of a family do, behind a real OpenSSH server, by {@link QuickTime}. */
public final class PushBox implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("src/test/resources/ssh");

    public final Path folder;
    public final OpenSsh server;
    private final Family family;

    /** What is pushed to, and how. */
    public enum Family {
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

        final String method;
        final String dialect;
        final String content;

        Family(String method, String dialect, String content) {
            this.method = method;
            this.dialect = dialect;
            this.content = content;
        }
    }

    private PushBox(Path folder, OpenSsh server, Family family) {
        this.folder = folder;
        this.server = server;
        this.family = family;
    }

    /** @param sshd folder of the server */
    public static PushBox of(Family family, Path sshd) throws IOException {
        return of(family, sshd, QuickTime.USUAL);
    }

    /** @param times how many times faster the box's own time runs */
    static PushBox of(Family family, Path sshd, int times) throws IOException {
        // Not below /tmp, which the box has of its own.
        Path box = Files.createTempDirectory(Files.createDirectories(Path.of("target/ssh-boxes")), "box")
                .toAbsolutePath();
        Files.writeString(box.resolve("haste"), Integer.toString(times));
        Path program = switch (family) {
            case OPENWRT -> openWrt(box);
            case ROUTEROS -> {
                Files.createDirectory(box.resolve("files"));
                yield copied("routeros.py", box.resolve("routeros.py"));
            }
            case SWITCH -> copied("switch.py", box.resolve("switch.py"));
        };
        return new PushBox(box, new OpenSsh(sshd, program).start(), family);
    }

    private static Path openWrt(Path box) throws IOException {
        Path busybox = Peers.require("busybox", "busybox");
        for (String folder : List.of("etc/config", "tmp", "bin")) {
            Files.createDirectories(box.resolve(folder));
        }
        Files.writeString(box.resolve("etc/config/system"), "config system 'system'\n\toption hostname 'OpenWrt'\n");
        Files.writeString(box.resolve("etc/config/hotspot"), "config hotspot 'mine'\n\toption by 'hand'\n");
        for (String applet : List.of(
                "sh", "cat", "cp", "mv", "rm", "mkdir", "tar", "gzip", "gunzip", "sed", "grep", "sync", "head", "chmod",
                "echo", "zcat", "ls")) {
            Files.createSymbolicLink(box.resolve("bin").resolve(applet), busybox);
        }
        copied("uci.py", box.resolve("bin/uci"));
        copied("reload_config", box.resolve("bin/reload_config"));
        copied("reboot", box.resolve("bin/reboot"));
        copied("sleep", box.resolve("bin/sleep"));
        return copied("openwrt.sh", box.resolve("openwrt.sh"));
    }

    private static Path copied(String name, Path to) throws IOException {
        Path copy = Files.copy(PROGRAMS.resolve(name), to);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        return copy;
    }

    /** How often something was done on the box. */
    public long count(String word) throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log)
                ? Files.readAllLines(log).stream().filter(word::equals).count()
                : 0;
    }

    /** All that the box has. */
    public String has() throws IOException {
        return switch (family) {
            case OPENWRT ->
                Files.readString(folder.resolve("etc/config/hotspot"))
                        + Files.readString(folder.resolve("etc/config/system"));
            case ROUTEROS -> Files.readString(folder.resolve("state.json"));
            case SWITCH -> Files.readString(folder.resolve("running"));
        };
    }

    /** Somebody changes it there. */
    public void byHand() throws IOException {
        switch (family) {
            case OPENWRT ->
                Files.writeString(
                        folder.resolve("etc/config/system"),
                        "config system 'system'\n\toption hostname 'changed-by-hand'\n");
            case ROUTEROS ->
                Files.writeString(
                        folder.resolve("state.json"),
                        Files.readString(folder.resolve("state.json")).replace("wlan1", "changed-by-hand"));
            case SWITCH ->
                Files.writeString(
                        folder.resolve("running"),
                        Files.readString(folder.resolve("running")) + "vlan changed-by-hand\n");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
