package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.Peers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ConfigurationArchiveTest {
    private static final ObjectNode CONFIG = NetJson.read("""
            {"general": {"hostname": "thon-man-ap2"},
             "interfaces": [{"name": "eth0", "type": "ethernet"}],
             "files": [
               {"path": "/etc/banner", "mode": "0644", "contents": "Xin chào\\n"},
               {"path": "tmp/hello.sh", "mode": "755", "contents": "#!/bin/sh\\n"},
               {"path": "/etc/banner", "mode": "0600", "contents": "é1"}]}
            """);

    @TempDir
    Path folder;

    private final OpenWrt openWrt = new OpenWrt(OpenWrt.Syntax.DSA);

    @Test
    void theSameConfigurationGivesTheSameOctets() throws Exception {
        ConfigurationArchive one = openWrt.render(CONFIG).archive();
        ConfigurationArchive other =
                new OpenWrt(OpenWrt.Syntax.DSA).render(CONFIG.deepCopy()).archive();

        assertThat(one.octets()).isEqualTo(other.octets());
        assertThat(one.checksum())
                .isEqualTo(other.checksum())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("MD5").digest(one.octets())));
        assertThat(openWrt.render(NetJson.read("{\"general\":{\"hostname\":\"other\"}}"))
                        .archive()
                        .checksum())
                .isNotEqualTo(one.checksum());
    }

    @Test
    void theHeaderOfGzipHasNeitherTimeNorName() throws IOException {
        byte[] octets = openWrt.render(CONFIG).archive().octets();

        assertThat(HexFormat.of().formatHex(octets, 0, 10)).isEqualTo("1f8b08000000000002ff");
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(octets)).readAllBytes();
        assertThat(tar.length % 10_240).isZero();
    }

    /** A second program reads it: names, modes, owner, time, and the length in octets of what is not ASCII. */
    @Test
    void tarListsRegularFilesOfRoot() throws Exception {
        Path tar = Peers.require("tar", "tar");
        Path file = Files.write(
                folder.resolve("a.tar.gz"), openWrt.render(CONFIG).archive().octets());

        assertThat(run(tar, "-tvzf", file.toString(), "--numeric-owner", "--utc")
                        .lines()
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "-rw-r--r-- 0/0 56 1970-01-01 00:00 etc/config/system",
                        "-rw-r--r-- 0/0 67 1970-01-01 00:00 etc/config/network",
                        "-rw------- 0/0 3 1970-01-01 00:00 etc/banner",
                        "-rwxr-xr-x 0/0 10 1970-01-01 00:00 tmp/hello.sh");
        assertThat(run(tar, "-xzOf", file.toString(), "etc/banner")).isEqualTo("é1");
    }

    private static String run(Path program, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void nothingIsAnArchiveWithoutMembers() throws IOException {
        byte[] octets = openWrt.render(NetJson.read("{}")).archive().octets();

        assertThat(new GZIPInputStream(new ByteArrayInputStream(octets)).readAllBytes())
                .hasSize(10_240)
                .containsOnly(0);
    }

    @Test
    void readsItBack() {
        assertThat(openWrt.parseArchive(openWrt.render(CONFIG).archive().octets()))
                .isEqualTo(NetJson.read("""
                        {"general": {"hostname": "thon-man-ap2"}, "interfaces": [{"name": "eth0", "type": "ethernet"}]}
                        """));
    }

    @Test
    void aFileDoesNotLieWhereAPackageDoes() {
        ObjectNode config = NetJson.read("""
                {"general": {"hostname": "ab"},
                 "files": [{"path": "/etc/config/system", "mode": "0644", "contents": "config x\\n"}]}
                """);

        assertThatThrownBy(() -> openWrt.render(config).archive())
                .hasMessageContaining("/etc/config/system lies where");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "/..",
                "/../x",
                "/a/../b",
                "/a/..",
                "./x",
                "/a/./b",
                "a//b",
                "//a",
                "/",
                "",
                "a/",
                "a b",
                "a\nb",
                "a\\..\\b",
                "C:/x",
                "~/x",
                "é",
                "a\0b",
                "-\u202e"
            })
    void noPathLeadsElsewhere(String path) {
        assertThat(ConfigurationFile.isPath(path)).isFalse();
        assertThatThrownBy(() -> new ConfigurationFile(path, "0644", "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] tar(Entries entries) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(octets)) {
            entries.put(out);
        }
        return octets.toByteArray();
    }

    private interface Entries {
        void put(TarArchiveOutputStream out) throws IOException;
    }

    private static void put(TarArchiveOutputStream out, String name, String contents) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(contents.length());
        out.putArchiveEntry(entry);
        out.write(contents.getBytes(StandardCharsets.US_ASCII));
        out.closeArchiveEntry();
    }

    @Test
    void linksFoldersAndOtherFilesArePassedOver() throws IOException {
        byte[] tar = tar(out -> {
            out.putArchiveEntry(new TarArchiveEntry("etc/config/"));
            out.closeArchiveEntry();
            TarArchiveEntry link = new TarArchiveEntry("etc/config/network", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/shadow");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
            put(out, "./etc/config/system", "config system\n\toption hostname 'ab'\n");
            put(out, "etc/passwd", "config x y z broken '");
        });

        assertThat(openWrt.parseArchive(tar)).isEqualTo(NetJson.read("{\"general\":{\"hostname\":\"ab\"}}"));
    }

    @Test
    void aPackageHasANameThatOneCanHave() throws IOException {
        byte[] tar = tar(out -> put(out, "etc/config/../../x", "config x\n"));

        assertThatThrownBy(() -> openWrt.parseArchive(tar)).hasMessageContaining("can not be a UCI package");
    }

    @Test
    void anArchiveThatGrowsWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 20; i++) {
                out.write(zeros);
            }
        }

        assertThatThrownBy(() -> openWrt.parseArchive(bomb.toByteArray())).hasMessageContaining("more than 16 MiB");
    }

    @Test
    void aDamagedArchiveIsRefused() {
        byte[] whole = openWrt.render(CONFIG).archive().octets();
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertThatThrownBy(() -> openWrt.parseArchive(half)).hasMessageContaining("damaged");
    }
}
