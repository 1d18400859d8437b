package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.WholeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a whole server. */
@WholeServer
class ReportCommandTest {
    @TempDir
    private Path folder;

    @Value("${local.server.port}")
    private int port;

    private final StringWriter err = new StringWriter();

    private int report(String... words) {
        return new CommandLine(new ReportCommand())
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private int ask(String... words) {
        String[] all = new String[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--server";
        all[words.length + 1] = "http://127.0.0.1:" + port;
        all[words.length + 2] = "--token";
        all[words.length + 3] = WholeServer.TOKEN;
        return report(all);
    }

    @Test
    void writesTheReportOfAMonthIntoAFileAndOverNone() throws IOException {
        Path file = folder.resolve("bao-cao.json");

        assertThat(ask("--month", "2025-10", "--format", "json", "--out", file.toString()))
                .as(err.toString())
                .isZero();

        JsonNode report = JsonMapper.shared().readTree(Files.readString(file));
        assertThat(report.get("month").stringValue()).isEqualTo("2025-10");
        assertThat(report.at("/report/period/from").stringValue()).isEqualTo("2025-09-30T17:00:00Z");
        assertThat(ask("--month", "2025-10", "--out", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is there already; name another, nothing is overwritten");
    }

    @Test
    void printsTheFactsOfAnyDaysBothIncluded() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(ask("--from", "2025-10-12", "--to", "2025-10-12"))
                    .as(err.toString())
                    .isZero();
        } finally {
            System.setOut(before);
        }

        // The server of this test logs to the same place.
        String printed = out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow();
        JsonNode report = JsonMapper.shared().readTree(printed);
        assertThat(report.at("/report/period/from").stringValue()).isEqualTo("2025-10-11T17:00:00Z");
        assertThat(report.at("/report/period/until").stringValue()).isEqualTo("2025-10-12T17:00:00Z");
    }

    @Test
    void saysWhyThereIsNone() throws IOException {
        assertThat(ask("--from", "2020-10-12", "--to", "2025-10-12")).isEqualTo(1);
        assertThat(err.toString()).contains("is too far from from; ask for at most 400 days at once");
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(report("--month", "2025-10", "--server", "http://127.0.0.1:" + free))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No server answers at http://127.0.0.1:" + free);
        assertThat(report("--month", "2025-10", "--token", "khong-phai", "--server", "http://127.0.0.1:" + port))
                .isEqualTo(1);
        assertThat(err.toString()).contains("does not let us in (HTTP 401)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--month 2025-13",
                "--month 2025-10 --from 2025-10-01 --to 2025-10-02",
                "--from 2025-10-01",
                "--from 2025-10-02 --to 2025-10-01",
                "--month 2025-10 --format html",
                "--month 2025-10 --server ftp://x"
            })
    void wrongUsageIsTold(String words) {
        assertThat(report(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }
}
