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
                gauge(samples, device, "wifi.clients", "ssid, \"x\"", at, turn % 7);
                gauge(samples, device, "cpu.utilization", "1", at, turn % 50);
                gauge(samples, device, "memory.used", "", at, 1e6);
                gauge(samples, device, "sys.uptime", "", at, 1000 + 30 * turn);
                counter(samples, device, "if.in_octets", at, 9_000L * turn);
                counter(samples, device, "if.out_octets", at, 900L * turn);
            }
        }
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
        JsonNode dashboard = dashboard(name);
        List<String> queries = new ArrayList<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.path("query").asString(""))));
        dashboard
                .path("templating")
                .path("list")
                .forEach(variable -> queries.add(variable.path("query").asString("")));

        assertThat(queries).hasSizeGreaterThan(7);
        for (String query : queries) {
            String answer = influxd.query(asGrafanaWrites(query));
            JsonNode series =
                    JsonMapper.shared().readTree(answer).path("results").path(0).path("series");
            assertThat(series.isEmpty()).as(query + ": " + answer).isFalse();
            assertThat(series.valueStream()
                            .flatMap(one -> one.path("values").valueStream())
                            .filter(row -> !row.path(1).isNull())
                            .count())
                    .as(query + ": " + answer)
                    .isPositive();
        }
    }

    /** As its documents have it: a filter of time in milliseconds, and a step. */
    private static String asGrafanaWrites(String query) {
        return query.replace(
                        "$timeFilter",
                        "time >= %dms and time <= %dms"
                                .formatted(NOW.minus(Duration.ofHours(1)).toEpochMilli(), NOW.toEpochMilli()))
                .replace("$__interval", "1m")
                .replace("$device", "thon-man-ap1")
                .replace("SHOW TAG VALUES", "SHOW TAG VALUES ON langsong")
                .replaceAll("(?<!langsong )FROM \"", "FROM langsong..\"");
    }

    @Test
    void theRateIsInBitsPerSecond() throws IOException, InterruptedException {
        String query = dashboard("device")
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("query").asString(""))
                .filter(text -> text.contains("if.in_octets"))
                .findFirst()
                .orElseThrow();

        // 9000 octets in 30 seconds.
        assertThat(influxd.query(asGrafanaWrites(query))).contains(",2400]");
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
