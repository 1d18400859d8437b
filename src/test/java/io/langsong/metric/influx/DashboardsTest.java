package io.langsong.metric.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each query of the dashboards, on what the store wrote into a real InfluxDB. */
class DashboardsTest {
    private static final Path FOLDER = Path.of("provisioning", "grafana", "dashboards");
    private static final Instant NOW = Clock.systemUTC().instant();
    /** Reports each five minutes, is asked by nobody, and its newest report is still under way. */
    private static final String OF_AGENT = "thon-mai-ap1";

    private static Influxd influxd;
    private static V2Shim shim;

    @BeforeAll
    static void fill(@TempDir Path folder) throws IOException, InterruptedException {
        influxd = new Influxd(folder);
        shim = new V2Shim(influxd.address());
        influxd.query("CREATE DATABASE langsong");
        InfluxMetricStore store = new InfluxMetricStore(
                new InfluxSettings(shim.url(), "langsong", "", "", "", "", ""), MetricDatabase.empty(), 100_000, null);
        store.start();
        List<Sample> samples = new ArrayList<>();
        for (int turn = 0; turn < 60; turn++) {
            Instant at = NOW.minus(Duration.ofSeconds(30L * (60 - turn)));
            for (String device : List.of("thon-man-ap1", "thon-man-ap2")) {
                gauge(samples, device, "reach.rtt", "", at, 2 + turn % 3);
                gauge(samples, device, "reach.loss", "", at, turn % 5);
                gauge(samples, device, "wifi.clients", "", at, 4);
                gauge(samples, device, "wifi.clients", "ssid, \"x\"", at, 3);
                gauge(samples, device, "wifi.clients", "radio0", at, 4);
                gauge(samples, device, "cpu.utilization", "1", at, turn % 50);
                gauge(samples, device, "memory.used", "", at, 1e6);
                gauge(samples, device, "sys.uptime", "", at, 1000 + 30 * turn);
                counter(samples, device, "if.in_octets", at, 9_000L * turn);
                counter(samples, device, "if.out_octets", at, 900L * turn);
            }
        }
        for (int minutes = 6; minutes < 30; minutes += 5) {
            Instant at = NOW.minus(Duration.ofMinutes(minutes));
            gauge(samples, OF_AGENT, "sys.uptime", "", at, 9_000 - 60 * minutes);
            gauge(samples, OF_AGENT, "wifi.clients", "", at, 5);
            gauge(samples, OF_AGENT, "wifi.clients", "ssid x", at, 5);
        }
        gauge(samples, "thon-cu-ap1", "sys.uptime", "", NOW.minus(Duration.ofMinutes(20)), 9_000);
        gauge(samples, "thon-cu-ap1", "reach.rtt", "", NOW.minus(Duration.ofMinutes(20)), 2);
        store.append(samples);
        store.flush();
        store.stop();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (shim != null) {
            shim.close();
            influxd.close();
        }
    }

    private static void gauge(List<Sample> to, String device, String metric, String index, Instant at, double value) {
        SeriesKey key = new SeriesKey(new DeviceId(device), metric, index);
        to.add(Sample.gauge(key, new Metric(metric, Kind.GAUGE, ""), at, value));
    }

    private static void counter(List<Sample> to, String device, String metric, Instant at, long value) {
        SeriesKey key = new SeriesKey(new DeviceId(device), metric, "2");
        to.add(Sample.counter(key, new Metric(metric, Kind.COUNTER64, "bytes"), at, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commune", "device"})
    void eachQueryGivesPoints(String name) throws IOException, InterruptedException {
        List<JsonNode> asked =
                new ArrayList<>(dashboard(name).path("panels").valueStream().toList());
        asked.addAll(
                dashboard(name).path("templating").path("list").valueStream().toList());

        assertThat(asked).hasSizeGreaterThan(7);
        for (JsonNode one : asked) {
            for (String query : queries(one)) {
                assertThat(rows(answer(query, one)).filter(row -> !row.path(1).isNull()))
                        .as(query)
                        .isNotEmpty();
            }
        }
    }

    /** Of a panel, or the one of a variable. */
    private static List<String> queries(JsonNode of) {
        return of.has("targets")
                ? of.path("targets")
                        .valueStream()
                        .map(target -> target.path("query").asString(""))
                        .toList()
                : List.of(of.path("query").asString(""));
    }

    private static JsonNode answer(String query, JsonNode panel) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(influxd.query(asGrafanaWrites(query, panel)));
    }

    private static Stream<JsonNode> rows(JsonNode answer) {
        return answer.path("results")
                .path(0)
                .path("series")
                .valueStream()
                .flatMap(one -> one.path("values").valueStream());
    }

    /** As its documents have it: a filter of time in milliseconds, and a step, which is not below the least of the panel. */
    private static String asGrafanaWrites(String query, JsonNode panel) {
        return query.replace(
                        "$timeFilter",
                        "time >= %dms and time <= %dms"
                                .formatted(NOW.minus(Duration.ofHours(1)).toEpochMilli(), NOW.toEpochMilli()))
                .replace("$__interval", panel.path("interval").asString("1m"))
                .replace("$device", "thon-man-ap1")
                .replace("SHOW TAG VALUES", "SHOW TAG VALUES ON langsong")
                .replaceAll("(?<!langsong )FROM \"", "FROM langsong..\"");
    }

    /** The one whose title begins so. */
    private static JsonNode panel(String dashboard, String title) throws IOException {
        return dashboard(dashboard)
                .path("panels")
                .valueStream()
                .filter(panel -> panel.path("title").asString("").startsWith(title))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> rows(JsonNode panel, String query) throws IOException, InterruptedException {
        return rows(answer(query, panel)).toList();
    }

    private static List<JsonNode> rowsOf(String dashboard, String title) throws IOException, InterruptedException {
        JsonNode panel = panel(dashboard, title);
        return rows(panel, queries(panel).get(0));
    }

    @Test
    void theRateIsInBitsPerSecond() throws IOException, InterruptedException {
        // 9000 octets in 30 seconds.
        assertThat(rowsOf("device", "Received by port"))
                .extracting(row -> row.path(1).asInt())
                .contains(2400);
    }

    @Test
    void devicesThatAgentsWatchCountAmongThoseThatAreThere() throws IOException, InterruptedException {
        assertThat(rowsOf("commune", "Devices whose uptime"))
                .singleElement()
                .satisfies(row -> assertThat(row.path(1).asInt()).isEqualTo(3));
    }

    @Test
    void theVariableHasDevicesThatAgentsWatch() throws IOException, InterruptedException {
        JsonNode variable = dashboard("device").path("templating").path("list").path(0);

        assertThat(rows(variable, queries(variable).get(0)))
                .extracting(row -> row.path(1).asString())
                .contains("thon-man-ap1", OF_AGENT);
    }

    /** Not by network and radio as well. */
    @Test
    void eachClientOfNowIsCountedOnce() throws IOException, InterruptedException {
        assertThat(rowsOf("commune", "Wi-Fi clients now"))
                .singleElement()
                .satisfies(row -> assertThat(row.path(1).asInt()).isEqualTo(4 + 4 + 5));
    }

    @Test
    void whoReportsEachFiveMinutesIsInEachStepOfTheClients() throws IOException, InterruptedException {
        long step = Duration.ofMinutes(5).toMillis();
        long first = NOW.minus(Duration.ofMinutes(26)).toEpochMilli() / step * step;
        long last = NOW.minus(Duration.ofMinutes(6)).toEpochMilli() / step * step;

        assertThat(rowsOf("commune", "Wi-Fi clients in all villages").stream()
                        .filter(row -> {
                            long at = Instant.parse(row.path(0).asString()).toEpochMilli();
                            return at >= first && at <= last;
                        })
                        .map(row -> row.path(1).asInt()))
                .containsExactly(13, 13, 13, 13, 13);
    }

    @Test
    void theMostClientsAreThoseOfWholeDevices() throws IOException, InterruptedException {
        assertThat(rowsOf("commune", "Most clients"))
                .extracting(row -> row.path(2).asString() + " " + row.path(1).asInt())
                .containsExactlyInAnyOrder(OF_AGENT + " 5", "thon-man-ap1 4", "thon-man-ap2 4");
    }

    @Test
    void everyPanelFindsTheDatasourceThatIsProvisioned() throws IOException {
        assertThat(Files.readString(FOLDER.resolveSibling("datasources").resolve("langsong.yaml")))
                .contains("uid: langsong\n");
        for (String name : List.of("commune", "device")) {
            assertThat(dashboard(name).findValues("datasource"))
                    .isNotEmpty()
                    .allSatisfy(source ->
                            assertThat(source.path("uid").asString("")).isEqualTo("langsong"));
            assertThat(dashboard(name)
                            .path("panels")
                            .valueStream()
                            .map(panel -> panel.path("id").asInt()))
                    .doesNotHaveDuplicates();
        }
    }

    private static JsonNode dashboard(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(FOLDER.resolve(name + ".json")));
    }
}
