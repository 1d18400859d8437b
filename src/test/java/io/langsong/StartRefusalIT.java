package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.FreePort;
import io.langsong.testkit.Jar;
import io.langsong.testkit.RunningServer;
import io.langsong.testkit.Snmpd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong input to the packaged program: it says what, which one and the remedy, without a stack trace, and leaves nothing. */
@Execution(ExecutionMode.CONCURRENT)
class StartRefusalIT {
    private static final String UNUSED_PORT = Integer.toString(FreePort.tcp());

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("a-file"), "");
        Files.writeString(folder.resolve("unknown-key.yaml"), "faults:\n  - fault: reboot\n    devise: ap\n");
        Files.writeString(folder.resolve("not-yaml.yaml"), "name: own\n\tfaults: []\n");
        Files.writeString(
                folder.resolve("profile.yaml"),
                "name: own\ntitle: Own\nsource: ours\nscalars:\n  - metric: cpu.utilization\n    unti: '%'\n    oid: 1.3.6.1.2\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # arguments                                          | status | on standard error, in parts
            serve --langsong.polling.intervall=2s                | 1 | langsong.polling.intervall is not a setting; did you mean langsong.polling.interval?
            serve --langsong.polling.timeout=9s --langsong.polling.interval=5s | 1 | do not fit into the interval of 5000 ms; raise interval or lower timeout
            serve --data-dir {folder}/a-file/data                | 1 | {folder}/a-file/data; set langsong.data-dir (LANGSONG_DATA_DIR) to another
            serve --langsong.metrics.store=influx --langsong.metrics.influx.url=ht!tp://x | 1 | langsong.metrics.influx.url is no URL: "ht!tp://x"; give one like http://
            serve --demo --langsong.demo.scenario={folder}/unknown-key.yaml | 1 | unknown-key.yaml, line 3, column 5: unknown key "devise"; known here: [at, count, device
            simulate --scenario {folder}/unknown-key.yaml        | 2 | unknown-key.yaml, line 3, column 5: unknown key "devise"; known here: [at, count, device
            simulate --scenario {folder}/not-yaml.yaml           | 2 | not-yaml.yaml, line 2, column 1: this is no YAML; TAB
            simulate --scenario {folder}/nowhere.yaml            | 2 | {folder}/nowhere.yaml; give a readable YAML file or one of [demo, truth, none]
            probe 127.0.0.1 --profiles {folder}/profile.yaml     | 2 | profile.yaml:6:5: unknown key "unti"
            probe 127.0.0.1 --profiles {folder}/not-yaml.yaml    | 2 | not-yaml.yaml:2:1: not YAML; check indentation
            serve --port abc                                     | 2 | option '--port': 'abc' is not a whole number; Try "langsong serve --help"
            serve --port 70000                                   | 2 | --port is a number from 0 to 65535, not 70000
            serv                                                 | 2 | no command or argument serv; Did you mean "serve"?; Try "langsong --help"
            probe 127.0.0.1 --comunity public                    | 2 | no option --comunity; Did you mean "--community"?; Try "langsong probe --help"
            import {folder} --server http://127.0.0.1:{port}     | 2 | holds no file that ends in .csv; name a folder with villages.csv
            import provisioning/inventory --server http://127.0.0.1:{port} | 1 | No server answers at http://127.0.0.1:{port}; start it with "langsong serve"
            """)
    void isRefusedAndLeavesNothing(String arguments, int status, String parts) {
        Jar.Ended ended = runHere(arguments);

        assertRefused(ended, status, parts);
        assertThat(Jar.processesOf(folder)).isEmpty();
        assertThat(listens(UNUSED_PORT)).isFalse();
    }

    @Test
    void aBusyPortLeavesNoDatabaseRunning() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    runHere("serve --port " + busy.getLocalPort()),
                    1,
                    "port %d is in use by another program; choose another with --port".formatted(busy.getLocalPort()));
        }
        assertThat(folder.resolve("data/postgres")).isDirectory();
        assertThat(Jar.processesOf(folder)).isEmpty();
    }

    @Test
    void aWrongKeyIsToldFromASilentDevice() throws IOException {
        List<String> user =
                List.of("createUser giamsat SHA-256 \"authpass12\" AES \"privpass12\"", "rouser giamsat priv");
        try (Snmpd agent = new Snmpd(folder, user).start()) {
            String probe = "probe 127.0.0.1 --timeout 500ms --port " + agent.port() + " -v 3 --user ";
            String keys = " --auth SHA-256 --auth-key %s --priv AES --priv-key %s";

            assertFault(
                    probe + "nobody" + keys.formatted("authpass12", "privpass12"), "auth", "does not know this user");
            assertFault(
                    probe + "giamsat" + keys.formatted("authpass13", "privpass12"),
                    "auth",
                    "rejects the authentication");
            assertFault(
                    probe + "giamsat" + keys.formatted("authpass12", "privpass13"), "auth", "check the privacy key");
        }
        assertFault(
                "probe 127.0.0.1 --timeout 100ms --retries 0 --port " + UNUSED_PORT, "timeout", "no answer to 1 try");
    }

    private void assertFault(String probe, String kind, String message) {
        Jar.Ended ended = runHere(probe + " --json");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).contains("\"kind\":\"" + kind + "\"", message).doesNotContain("pass1");
    }

    /** A wrong address of InfluxDB looks like one that is down, and a peer that is down is waited for. */
    @Test
    void aServerWithoutItsInfluxRunsAndRefusesAnImpossibleAddress() throws IOException {
        Path csv = Files.createDirectories(folder.resolve("csv"));
        Files.writeString(csv.resolve("villages.csv"), "id,name,position\nman,Thôn Mận,1\n");
        Files.writeString(csv.resolve("sites.csv"), "id,village,name,kind\nnvh,man,Nhà văn hóa,culture-house\n");
        String[] settings = {
            "--langsong.polling.interval=2s",
            "--langsong.polling.timeout=300ms",
            "--langsong.metrics.store=influx",
            "--langsong.metrics.influx.url=http://127.0.0.1:" + UNUSED_PORT
        };
        try (Snmpd agent = new Snmpd(folder, List.of()).start();
                RunningServer server = new RunningServer(folder, settings).start()) {
            String imported = "import " + csv + " --server http://127.0.0.1:" + server.port();
            writeDevices(csv, "10.20.0.256", agent.port());
            assertRefused(runHere(imported), 1, "devices.csv row 2, address \"10.20.0.256\": ; Nothing was imported");
            assertThat(server.get("/api/v1/villages")).isEmpty();

            writeDevices(csv, "127.0.0.1", agent.port());
            assertThat(runHere(imported).status()).isZero();
            server.await(
                    Duration.ofSeconds(60),
                    "the log says that InfluxDB is away, and samples wait on disk",
                    () -> server.logged("metric store is away store=influx spooled=\\d+ .*langsong.metrics.influx.url")
                            && !filesOf(folder.resolve("data/metric-spool")).isEmpty());
            assertThat(server.answers()).isTrue();

            assertRefused(runHere("serve"), 1, "{folder}/data is in use by another LangSong server; stop that process");
            assertThat(server.answers()).isTrue();
        }
        assertThat(Jar.processesOf(folder)).isEmpty();
    }

    private static void writeDevices(Path csv, String address, int port) throws IOException {
        Files.writeString(csv.resolve("devices.csv"), """
                id,name,site,kind,address,port,snmp.version,snmp.community
                ap,Điểm phát,nvh,access-point,%s,%d,2c,public
                """.formatted(address, port));
    }

    /** A server gets a data directory below the folder and a free port, where the arguments name no others. */
    private Jar.Ended runHere(String arguments) {
        String usual = !arguments.startsWith("serve ") && !arguments.equals("serve")
                ? ""
                : (arguments.contains("--data-dir") ? "" : " --data-dir {folder}/data")
                        + (arguments.contains("--port") ? "" : " --port {port} --server.address=127.0.0.1");
        return Jar.run(folder, filled(arguments + usual).split(" "));
    }

    private void assertRefused(Jar.Ended ended, int status, String parts) {
        assertThat(ended.err()).contains(filled(parts).split("; ")).doesNotContain("\tat ");
        assertThat(ended.out()).doesNotContain("\tat ");
        assertThat(ended.status()).isEqualTo(status);
    }

    private String filled(String text) {
        return text.replace("{folder}", folder.toString()).replace("{port}", UNUSED_PORT);
    }

    private static boolean listens(String port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static List<Path> filesOf(Path below) {
        try (Stream<Path> files = Files.list(below)) {
            return files.toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }
}
