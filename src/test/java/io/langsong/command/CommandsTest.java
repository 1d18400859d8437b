package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.Snmpd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... args) {
        return Commands.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "probe --help", "walk --help", "poll --help", "--version"})
    void helpGoesToStandardOutput(String args) {
        assertThat(run(args.split(" "))).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wlak 127.0.0.1                    | Did you mean "walk"?
            walk                              | Missing required parameter: 'ADDRESS'
            walk 127.0.0.1 --prot 5           | there is no option --prot
            walk 127.0.0.1 system             | Not an OID
            walk 300.1.1.1                    | "300.1.1.1" is no address
            walk 127.1                        | "127.1" is no address
            walk 127.0.0.1 --port 0           | port is a number from 1 to 65535
            walk 127.0.0.1 -v 4               | SNMP version is 1, 2c or 3
            walk 127.0.0.1 -v 3               | SNMP version 3 needs a user
            walk 127.0.0.1 -v3 --user u --auth SHA --auth-key short | needs at least 8 characters
            walk 127.0.0.1 --timeout soon     | write it like 1s, 0.5s or 300ms
            walk 127.0.0.1 --retries 9        | --retries is 0 to 5
            walk 127.0.0.1 -c @/nonexistent   | the file /nonexistent can not be read
            walk 127.0.0.1 -c env:NOT_SET_AT_ALL | the environment has no variable NOT_SET_AT_ALL
            walk 127.0.0.1 --langsong.polling.interval=3s | is a setting of the server
            probe                             | Give one of ADDRESS, --targets FILE and --recording FILE
            probe --targets /nonexistent.csv  | /nonexistent.csv: can not be read
            poll                              | Missing required option: '--targets=FILE'
            serve --port abc                  | is not a whole number
            serve --port 70000                | --port is a number from 0 to 65535
            --prot 7                          | Did you mean "--port"?
            serve --demp                      | Did you mean "--demo"?
            """)
    void wrongUsageIsStatus2WithWhatIsWrong(String args, String message) {
        assertThat(run(args.strip().split("\\s+"))).isEqualTo(Commands.WRONG_USAGE);
        assertThat(err.toString()).contains(message.strip());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void secretsAreNotRepeated() {
        run("walk", "127.0.0.1", "-v3", "--user", "u", "--auth", "SHA", "--auth-key", "s3cret");
        run("walk", "127.0.0.1", "-v3", "--user", "u", "--auth", "SHA", "--auht-key", "s3cret-password");
        run("walk", "127.0.0.1", "-v3", "--user", "u", "--auth", "SHA", "--auht-key=s3cret-password");

        assertThat(err.toString()).doesNotContain("s3cret");
    }

    @Test
    void aTargetsFileIsRefusedLineByLine() throws Exception {
        Path targets = Files.writeString(folder.resolve("t.csv"), """
                address,port,version,community
                127.0.0.1,161,2c,public
                127.0.0.1,99999,2c,public
                127.0.0.1,161,5,public
                ,161,2c,public
                127.0.0.1,161,2c
                """);

        assertThat(run("probe", "--targets", targets.toString())).isEqualTo(Commands.WRONG_USAGE);
        assertThat(err.toString())
                .contains(
                        "t.csv:3: port is a number",
                        "t.csv:4: SNMP version is",
                        "t.csv:5: \"\" is no address",
                        "t.csv:6: 3 values under 4 columns")
                .doesNotContain("t.csv:2:");
    }

    @Test
    void aWalkPrintsWhatNetSnmpPrints() throws Exception {
        try (Snmpd snmpd = snmpd("""
                extend quoted /bin/echo 'back\\\\slash "quoted"'
                extend lines /bin/printf 'one\\\\ntwo\\\\n'
                extend binary /bin/printf '\\\\001\\\\002'
                extend empty /bin/true
                """)) {
            for (String oid : List.of(
                    "1.3.6.1.2.1.1",
                    "1.3.6.1.2.1.2.2.1",
                    "1.3.6.1.2.1.4.20",
                    "1.3.6.1.2.1.31.1.1.1",
                    "1.3.6.1.4.1.8072.1.3.2",
                    "1.3.6.1.4.1.2021.10.1.6",
                    "1.3.6.1.6.3.10.2.1",
                    "1.3.6.1.2.1.1.5.0",
                    "1.3.6.1.2.1.99.1")) {
                out.getBuffer().setLength(0);

                run("walk", "127.0.0.1", oid, "--port", "" + snmpd.port(), "-c", "public");

                // Counters go on between the two; their types and names do not.
                assertThat(withoutNumbers(out.toString()))
                        .as(oid)
                        .isEqualTo(withoutNumbers(snmpd.ask("snmpbulkwalk", oid)));
            }
        }
    }

    private Snmpd snmpd(String... more) throws IOException {
        List<String> lines = new ArrayList<>(
                List.of("createUser probe SHA-256 \"authpass12\" AES \"privpass12\"", "rouser probe priv"));
        lines.addAll(List.of(more));
        return new Snmpd(folder, lines).start();
    }

    private static String withoutNumbers(String walk) {
        return Pattern.compile("(Counter32|Counter64|Timeticks|Gauge32|Float|INTEGER): .*")
                .matcher(walk)
                .replaceAll("$1")
                .strip();
    }

    @Test
    void aWalkIsRecordedAndTheUserOfVersion3Reads() throws Exception {
        Path recording = folder.resolve("ap.snmprec");
        Path key = Files.writeString(folder.resolve("key"), "privpass12\nnot this line\n");
        try (Snmpd snmpd = snmpd()) {
            int status = run(
                    ("walk 127.0.0.1 1.3.6.1.2.1.1 -v 3 --user probe --auth SHA-256 --auth-key authpass12 --priv AES"
                                    + " --priv-key @" + key + " --port " + snmpd.port() + " --record " + recording)
                            .split(" "));

            assertThat(status).as(err.toString()).isZero();
            assertThat(Files.readAllLines(recording))
                    .contains("1.3.6.1.2.1.1.5.0|4|thon-man-ap1", "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10")
                    .anyMatch(line -> line.matches("1\\.3\\.6\\.1\\.2\\.1\\.1\\.3\\.0\\|67\\|\\d+"));
        }
    }

    @Test
    void aProbeSaysWhatADeviceIsAndWhichIsSilent() throws Exception {
        try (Snmpd snmpd = snmpd("""
                extend distro /bin/echo OpenWrt 23.05.3
                extend clients-wlan0 /bin/echo 12
                """)) {
            Path targets = Files.writeString(folder.resolve("t.csv"), """
                    address,port,version,community
                    127.0.0.1,%d,2c,public
                    127.0.0.1,%d,2c,wrong
                    """.formatted(snmpd.port(), snmpd.port()));

            int status =
                    run("probe", "--json", "--timeout", "1500ms", "--retries", "1", "--targets", targets.toString());

            List<JsonNode> lines = jsonLines();
            assertThat(status).isEqualTo(Commands.FAILED);
            assertThat(lines).hasSize(2);
            JsonNode ap = lines.get(0);
            assertThat(ap.path("profile").asString()).isEqualTo("openwrt");
            assertThat(ap.path("firmware").asString()).isEqualTo("23.05.3");
            assertThat(ap.path("sysObjectID").asString()).isEqualTo("1.3.6.1.4.1.8072.3.2.10");
            assertThat(ap.path("sysName").asString()).isEqualTo("thon-man-ap1");
            assertThat(ap.path("interfaces").get(0).path("operStatus").asString())
                    .isEqualTo("up");
            assertThat(ap.path("interfaces").get(0).path("inOctets").isIntegralNumber())
                    .isTrue();
            assertThat(ap.path("metrics").valueStream())
                    .anyMatch(metric -> metric.path("name").asString().equals("wifi.clients")
                            && metric.path("index").asString().equals("wlan0")
                            && metric.path("value").asInt() == 12);
            assertThat(lines.get(1).path("error").path("kind").asString()).isEqualTo("timeout");
        }
    }

    @Test
    void aPollCountsWhatItAsked() throws Exception {
        try (Snmpd snmpd = snmpd()) {
            Path targets = Files.writeString(
                    folder.resolve("t.csv"),
                    "address,port,version,community\n127.0.0.1," + snmpd.port() + ",2c,public\n");
            Path oids = Files.writeString(
                    folder.resolve("oids"),
                    "1.3.6.1.2.1.1.3.0 # sysUpTime\n1.3.6.1.2.1.1.5.0\n\ntable 1.3.6.1.2.1.1.9\n");

            int status = run(("poll --targets " + targets + " --oids " + oids
                            + " --warmup 1 --cycles 2 --interval 0 --stats --json")
                    .split(" "));

            List<JsonNode> lines = jsonLines();
            JsonNode stats = lines.get(2);
            assertThat(status).isZero();
            assertThat(lines.get(0).path("values").path("1.3.6.1.2.1.1.5.0").asString())
                    .isEqualTo("thon-man-ap1");
            assertThat(stats.path("devices").asInt()).isEqualTo(1);
            assertThat(stats.path("cycles").asInt()).isEqualTo(2);
            assertThat(stats.path("requests").asInt())
                    .isEqualTo(stats.path("responses").asInt())
                    .isGreaterThanOrEqualTo(4);
            assertThat(stats.path("timeouts").asInt()).isZero();
            assertThat(stats.path("varbinds").asInt()).isGreaterThan(4);
            assertThat(stats.path("cycleSeconds").path("max").asDouble())
                    .isGreaterThanOrEqualTo(
                            stats.path("cycleSeconds").path("p50").asDouble());
            assertThat(stats.path("answeredPolls").asInt()).isEqualTo(2);
            assertThat(stats.path("answeredSeconds").path("max").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(stats.path("cycleSeconds").path("max").asDouble());
            assertThat(stats.path("allocatedBytes").asLong()).isPositive();
            assertThat(stats.path("maxRssBytes").asLong()).isPositive();
        }
    }

    private List<JsonNode> jsonLines() {
        return Stream.of(out.toString().split("\n"))
                .map(line -> JsonMapper.shared().readTree(line))
                .collect(Collectors.toList());
    }
}
