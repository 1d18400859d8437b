package io.langsong.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real OpenSSH server on a free loopback port, with a key of its own, in which every command goes to one program. */
public final class OpenSsh implements AutoCloseable {
    private static final Path SFTP = Path.of("/usr/lib/openssh/sftp-server");

    private final Path program = Peers.require("sshd", "openssh-server");
    private final Path keygen = Peers.require("ssh-keygen", "openssh-client");
    private final Path folder;
    private final int port = FreePort.tcp();
    private @Nullable Process process;

    /** @param command that stands for the device; it finds what was asked in {@code SSH_ORIGINAL_COMMAND} */
    public OpenSsh(Path folder, Path command) throws IOException {
        this.folder = Files.createDirectories(folder);
        key("host_key", "ed25519");
        key("user_key", "ed25519");
        Files.copy(folder.resolve("user_key.pub"), folder.resolve("authorized_keys"));
        Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + folder.resolve("host_key"),
                        "PidFile none",
                        "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                        "StrictModes no",
                        "UsePAM no",
                        "PermitRootLogin yes",
                        "PasswordAuthentication yes",
                        "PermitUserEnvironment no",
                        "Subsystem sftp " + SFTP,
                        "ForceCommand " + command));
        if ("root".equals(System.getProperty("user.name"))) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
    }

    private void key(String name, String type) throws IOException {
        try {
            Process making = new ProcessBuilder(
                            keygen.toString(),
                            "-q",
                            "-t",
                            type,
                            "-N",
                            "",
                            "-C",
                            "test",
                            "-f",
                            folder.resolve(name).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile())
                    .start();
            if (making.waitFor() != 0) {
                throw new IOException(Files.readString(folder.resolve(name + ".log")));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Another key from now on, as of a box that was reset, or of another box. */
    public void changeHostKey() throws IOException {
        stop();
        Files.delete(folder.resolve("host_key"));
        Files.delete(folder.resolve("host_key.pub"));
        key("host_key", "ed25519");
        start();
    }

    /** It has a key of each of these types from now on; one that it had stays. */
    public void hostKeys(String... types) throws IOException {
        stop();
        Path config = folder.resolve("sshd_config");
        List<String> lines = new ArrayList<>(Files.readAllLines(config));
        lines.removeIf(line -> line.startsWith("HostKey "));
        for (String type : types) {
            if (!Files.exists(folder.resolve("host_" + type))) {
                key("host_" + type, type);
            }
            lines.add("HostKey " + folder.resolve("host_" + type));
        }
        Files.write(config, lines);
        start();
    }

    /** Returns when it answers. */
    public OpenSsh start() throws IOException {
        process = new ProcessBuilder(
                        program.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException notYet) {
            return false;
        }
    }

    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    public int port() {
        return port;
    }

    /** Who may come in, by {@link #userKey}. */
    public static String user() {
        return Objects.requireNonNull(System.getProperty("user.name"));
    }

    public String userKey() throws IOException {
        return Files.readString(folder.resolve("user_key"));
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() {
        stop();
    }
}
