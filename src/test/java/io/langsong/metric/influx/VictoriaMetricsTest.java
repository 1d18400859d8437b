package io.langsong.metric.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write path of version 2 as another vendor understands it, with no shim in between. */
class VictoriaMetricsTest {
    private static final DeviceId AP = new DeviceId("thon-man-ap1");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void takesWhatWeWrite(@TempDir Path folder) throws IOException, InterruptedException {
        Path program = Peers.require("victoria-metrics", "victoria-metrics");
        String url = "http://127.0.0.1:" + FreePort.tcp();
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-storageDataPath=" + folder.resolve("data"),
                        "-httpListenAddr=" + url.substring(7),
                        "-retentionPeriod=100y")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> get(url + "/health").equals("OK"));
            write(url);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                get(url + "/internal/force_flush");
                String exported = get(url + "/api/v1/export?match%5B%5D=%7Bdevice%3D%22thon-man-ap1%22%7D");
                assertThat(exported.lines()).hasSize(2);
                assertThat(exported)
                        .contains(
                                "\"__name__\":\"wifi.clients_value\"",
                                "\"index\":\"Thôn Mận, a=b\"",
                                "\"values\":[17.5]",
                                "\"timestamps\":[1790000000123]")
                        .contains("\"__name__\":\"if.in_octets_count\"", "\"values\":[123456789]");
            });
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private void write(String url) {
        Metric clients = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
        Metric octets = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
        Instant at = Instant.ofEpochMilli(1_790_000_000_123L);
        InfluxMetricStore store = new InfluxMetricStore(
                new InfluxSettings(url, "langsong", "commune", "langsong", "secret", "", ""),
                MetricDatabase.empty(),
                1000,
                null);
        store.start();
        store.append(List.of(
                Sample.gauge(new SeriesKey(AP, clients.name(), "Thôn Mận, a=b"), clients, at, 17.5),
                Sample.counter(new SeriesKey(AP, octets.name(), "1"), octets, at, 123_456_789)));
        store.flush();
        assertThat(store.counts().stored()).isEqualTo(2);
        // It takes what InfluxDB takes, but answers no question in InfluxQL.
        assertThatThrownBy(() -> store.read(new SeriesKey(AP, clients.name(), "Thôn Mận, a=b"), at, at.plusSeconds(1)))
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("does not answer InfluxQL");
        store.stop();
    }

    private String get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
