package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.command.SimulateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulatorStartTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aBusyPortIsSaidAndNothingStaysOpen() throws Exception {
        SimulatorOptions options = Asker.somewhere().withVillages(2);
        Simulator simulator = new Simulator(options, Clock.systemUTC());
        Commune.Device last =
                simulator.commune().devices().get(simulator.commune().devices().size() - 1);

        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(last.address(), last.port()))) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(simulator::start)
                    .isInstanceOf(AddressTaken.class)
                    .hasMessageContaining("Cannot answer at " + last.address() + " port " + last.port());
            assertThat(run(
                            "--villages",
                            "2",
                            "--address",
                            options.address().getHostAddress(),
                            "--port",
                            "" + last.port()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("langsong: Cannot answer at")
                    .contains("choose another port with --port");
        }

        try (Simulator again = new Simulator(options, Clock.systemUTC())) {
            again.start();
            assertThat(again.truth()).isNotEmpty();
        }
    }

    @Test
    void anUnwritableTruthFileIsSaid(@TempDir Path folder) {
        Simulator simulator = new Simulator(
                Asker.somewhere().withVillages(1).withTruth(folder.resolve("none/truth.jsonl")), Clock.systemUTC());

        assertThatThrownBy(simulator::start)
                .hasMessageContaining("Cannot write the truth log")
                .hasMessageContaining("a folder that exists");
    }

    @Test
    void theCommandRunsForItsTimeAndSaysHowToTryIt(@TempDir Path folder) throws Exception {
        SimulatorOptions free = Asker.somewhere();
        Path targets = folder.resolve("targets.csv");
        Path truth = folder.resolve("truth.jsonl");

        int exit = run(
                "--villages",
                "2",
                "--address",
                free.address().getHostAddress(),
                "--port",
                "" + free.port(),
                "--duration",
                "1s",
                "--targets",
                targets.toString(),
                "--truth",
                truth.toString());

        assertThat(exit).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("2 invented villages answer SNMP")
                .contains("Try: snmpbulkwalk -v2c -c thon-mau "
                        + free.address().getHostAddress().replace(".0.0", ".0.1"));
        assertThat(Files.readAllLines(targets)).hasSizeGreaterThan(20);
        assertThat(Files.readAllLines(truth)).allMatch(line -> line.startsWith("{\"object\":\"") && line.endsWith("}"));
    }

    @Test
    void theCommandListsTheDevices() {
        assertThat(run("--list", "--villages", "7")).isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("thon-mau-07-ap2\t127.20.7.12:1161\t2c\taccess-point\t"));
    }

    @ParameterizedTest(name = "{0} {1} -> exit {2}: {3}")
    @CsvSource(textBlock = """
            --address,  10.0.0.1,      2, is not in 127.0.0.0/8
            --address,  somewhere,     2, is no IPv4 address
            --port,     70000,         2, Port 70000 is not 1 to 65535
            --villages, 0,             2, 1 to 2000 villages
            --scenario, pom.xml,       2, pom.xml
            --scenario, no-such.yaml,  2, Cannot read the scenario no-such.yaml
            --duration, soon,          2, is no time; write 90s
            --colour,   red,           2, Unknown option
            """)
    void theCommandRefusesWithAMessage(String option, String value, int exit, String message) {
        assertThat(run(option, value)).isEqualTo(exit);
        assertThat(err.toString()).contains(message);
    }
}
