package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** Against a real server that has the inventory and nothing else. */
class ExportCommandTest {
    private static final Path COMMUNE = Path.of("src/test/resources/inventory/commune");

    @TempDir
    private static Path data;

    private static ConfigurableApplicationContext server;
    private static String address;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void serve() {
        server = new SpringApplicationBuilder(ImportCommandTest.OnlyInventory.class)
                .web(WebApplicationType.SERVLET)
                .run("--server.port=0", "--server.address=127.0.0.1", "--langsong.data-dir=" + data);
        address = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "what export writes into {0} imports again unchanged")
    @ValueSource(strings = {"out", "out.xlsx"})
    void importsAgainWhatWasExported(String name, @TempDir Path folder) throws IOException {
        assertThat(run(COMMUNE.toString(), "--server", address)).isZero();
        String path = folder.resolve(name).toString();

        assertThat(export(path, "--server", address)).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("exported: " + path);
        out.getBuffer().setLength(0);
        assertThat(run(path, "--server", address)).isZero();
        assertThat(out.toString()).contains("imported: 0 added, 0 changed, 18 unchanged");
        assertThat(export(path, "--server", address)).isEqualTo(1);
        assertThat(err.toString()).contains("is there already; name another, nothing is overwritten");
    }

    @Test
    void exportSaysWhatToDoWhenNoServerAnswers(@TempDir Path folder) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Path path = folder.resolve("out");

        assertThat(export(path.toString(), "--server", "http://127.0.0.1:" + free))
                .isEqualTo(1);

        assertThat(err.toString()).contains("No server answers at http://127.0.0.1:" + free, "langsong serve");
        assertThat(path).doesNotExist();
        assertThat(export(path.toString(), "--server", "ftp://x")).isEqualTo(2);
        assertThat(export()).isEqualTo(2);
    }

    private int export(String... words) {
        return run(new ExportCommand(), words);
    }

    private int run(String... words) {
        return run(new ImportCommand(), words);
    }

    private int run(Object command, String... words) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
