package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code agents/collector/install.sh} in a folder of the test instead of the root of a machine, with a Java that enrols whomever it is told to, unless the file {@code refused} is
 * there.
 */
class CollectorInstallTest {
    private static final Map<String, String> PROGRAMS = Map.of(
            "id", "echo 0",
            "install", "for last; do :; done; mkdir -p \"$last\"",
            "runuser", "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"",
            "systemctl", "",
            "java", """
                    case "$*" in
                    *-version*) echo 'openjdk version "17.0.9"' >&2 ;;
                    *--destination*)
                        while [ "$1" != --destination ]; do shift; done
                        mkdir -p "$2"; echo program > "$2/langsong.jar" ;;
                    *collect*)
                        key=$(cat ROOT/var/lib/langsong-collect/identity 2> /dev/null || echo "key of $LANGSONG_ENROL")
                        echo "$key" > ROOT/var/lib/langsong-collect/identity
                        [ ! -e ROOT/refused ] || { echo "langsong: refused" >&2; exit 1; }
                        echo "$key, enrolled" > ROOT/var/lib/langsong-collect/identity ;;
                    esac""");

    @TempDir
    private Path root;

    private Path data;

    @BeforeEach
    void prepare() throws IOException {
        data = Files.createDirectories(root.resolve("var/lib/langsong-collect"));
        Files.createDirectories(root.resolve("opt"));
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Path bin = Files.createDirectory(root.resolve("bin"));
        for (Map.Entry<String, String> program : PROGRAMS.entrySet()) {
            executable(
                    bin.resolve(program.getKey()),
                    "#!/bin/sh\n" + program.getValue().replace("ROOT", "" + root));
        }
        Path agents = Path.of("agents/collector");
        Path release = Files.createDirectory(root.resolve("release"));
        executable(
                release.resolve("install.sh"),
                Files.readString(agents.resolve("install.sh"))
                        .replaceAll("(?<=[= ])/(opt|var|etc|run)/", root + "/$1/"));
        Files.copy(agents.resolve("langsong-collect.service"), release.resolve("langsong-collect.service"));
        Files.writeString(release.resolve("langsong.jar"), "program");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** @return what it said, with its exit code before that */
    private String install(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", root.resolve("release/install.sh").toString()));
        command.addAll(List.of(arguments));
        Path said = root.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(said);
    }

    private String identity() throws IOException {
        return Files.readString(data.resolve("identity")).strip();
    }

    private void enrolledBefore() throws IOException {
        Files.writeString(data.resolve("identity"), "the one before");
        Files.writeString(Files.createDirectory(data.resolve("batches")).resolve("0000000000000000.batches"), "waits");
    }

    @Test
    void theFirstTimeItTakesTheTokenAndAtTheNextItDoesNot() throws Exception {
        assertThat(install()).startsWith("1 ").contains("is not enrolled");
        assertThat(install("--server", "a:1", "--enrol", "ls1.x"))
                .startsWith("0 ")
                .contains("Enrolled at a:1");
        assertThat(identity()).isEqualTo("key of ls1.x, enrolled");
        assertThat(install("--server", "a:1", "--enrol", "ls1.y"))
                .startsWith("0 ")
                .contains("--re-enrol");
        assertThat(install()).startsWith("0 ");
        assertThat(identity()).isEqualTo("key of ls1.x, enrolled");
        assertThat(root.resolve("etc/systemd/system/langsong-collect.service")).exists();
    }

    @Test
    void enrolledAnewItKeepsWhatItCollected() throws Exception {
        enrolledBefore();
        assertThat(install("--re-enrol"))
                .startsWith("1 ")
                .contains("--re-enrol needs --server HOST:PORT --enrol TOKEN");
        assertThat(install("--re-enrol", "--server", "a:1", "--enrol", "ls1.x")).startsWith("0 ");

        assertThat(identity()).isEqualTo("key of ls1.x, enrolled");
        assertThat(data.resolve("batches/0000000000000000.batches")).hasContent("waits");
        assertThat(data.resolve("identity.before")).doesNotExist();
    }

    @Test
    void refusedItGoesOnAsItWasAndMayAskAgainWithTheSameKey() throws Exception {
        enrolledBefore();
        Files.writeString(root.resolve("refused"), "");
        assertThat(install("--re-enrol", "--server", "a:1", "--enrol", "ls1.x"))
                .startsWith("1 ")
                .contains("langsong: refused", "goes on with the identity that it had");
        assertThat(identity()).isEqualTo("the one before");
        Files.delete(root.resolve("refused"));
        assertThat(install("--re-enrol", "--server", "a:1", "--enrol", "ls1.y")).startsWith("0 ");
        assertThat(identity()).isEqualTo("key of ls1.x, enrolled");
    }

    @Test
    void refusedAtTheFirstTimeItIsNotEnrolled() throws Exception {
        Files.writeString(root.resolve("refused"), "");
        assertThat(install("--server", "a:1", "--enrol", "ls1.x")).startsWith("1 ");
        Files.delete(root.resolve("refused"));
        assertThat(install("--server", "a:1", "--enrol", "ls1.y")).startsWith("0 ");
        assertThat(identity()).endsWith("enrolled");
    }

    @Test
    void cutOffItFindsItsIdentityAgain() throws Exception {
        enrolledBefore();
        Files.move(data.resolve("identity"), data.resolve("identity.before"));
        assertThat(install()).startsWith("0 ");
        assertThat(identity()).isEqualTo("the one before");
    }
}
