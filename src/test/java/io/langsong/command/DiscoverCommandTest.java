package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.FreePort;
import io.langsong.testkit.Snmpd;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code langsong discover} against a real agent, and against nobody. */
class DiscoverCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Commands.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void printsALineForEachThatAnswers(@TempDir Path folder) throws Exception {
        try (Snmpd agent = new Snmpd(folder, List.of("sysLocation Thon Man")).start()) {
            String port = Integer.toString(agent.port());
            assertThat(run("discover", "127.0.0.0/30", "--port", port, "-c", "khong-dung", "--also", "public"))
                    .isZero();
            assertThat(out.toString().lines()).hasSize(2);
            assertThat(out.toString()).contains("127.0.0.1:" + port, Snmpd.SYS_NAME, "sysObjectID begins with");

            out.getBuffer().setLength(0);
            assertThat(run("discover", "127.0.0.1", "--port", port, "--json")).isZero();
            JsonNode line = JsonMapper.shared().readTree(out.toString());
            assertThat(line.path("sysName").asString("")).isEqualTo(Snmpd.SYS_NAME);
            assertThat(line.path("sysLocation").asString("")).isEqualTo("Thon Man");
            assertThat(line.path("profileReason").asString("")).isNotBlank();
            assertThat(out + "" + err).doesNotContain("khong-dung");
        }
    }

    @Test
    void nobodyIsStatus1() {
        String port = Integer.toString(FreePort.tcp());
        assertThat(run("discover", "127.0.0.4-5", "--port", port, "--timeout", "100ms", "--retries", "0"))
                .isEqualTo(Commands.FAILED);
        assertThat(out.toString()).isEmpty();
        assertThat(run("discover", "127.0.0.4", "--port", "0")).isEqualTo(Commands.WRONG_USAGE);
    }
}
