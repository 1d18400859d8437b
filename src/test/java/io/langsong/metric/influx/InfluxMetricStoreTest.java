package io.langsong.metric.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.MetricStoreContract;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxMetricStoreTest extends MetricStoreContract {
    private static Influxd influxd;
    private static V2Shim shim;
    private static int databases;

    private final DataSource postgres = MetricDatabase.empty();
    private String database;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws IOException, InterruptedException {
        influxd = new Influxd(folder);
        shim = new V2Shim(influxd.address());
    }

    @AfterAll
    static void stopServer() throws InterruptedException {
        if (shim != null) {
            shim.close();
            influxd.close();
        }
    }

    @Override
    protected MetricStore open() {
        if (database == null) {
            database = "langsong" + ++databases;
            influx("CREATE DATABASE " + database);
        }
        return open(settings(shim.url(), database, ""));
    }

    private MetricStore open(InfluxSettings settings) {
        InfluxMetricStore opened = new InfluxMetricStore(settings, postgres, 100_000, null);
        opened.start();
        return opened;
    }

    private static InfluxSettings settings(String url, String database, String bucket) {
        return new InfluxSettings(url, database, "", bucket, "", "", "");
    }

    private static String influx(String command) {
        try {
            return influxd.query(command);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void close(MetricStore opened) {
        ((InfluxMetricStore) opened).stop();
    }

    @Test
    void eachMetricHasOneSetOfTagsAndOneField() {
        append(gauge(AP1, RTT, "", 0, 1.5), gauge(AP1, CLIENTS, "Thôn Mận", 0, 3), counter(AP1, "2", 0, -1));

        assertThat(influx("SELECT * FROM " + database + "..\"wifi.clients\""))
                .contains("[\"time\",\"device\",\"index\",\"value\"]", "\"thon-man-ap1\",\"Thôn Mận\",3]");
        assertThat(influx("SELECT * FROM " + database + "..\"reach.rtt\""))
                .contains("[\"time\",\"device\",\"value\"]", "\"thon-man-ap1\",1.5]");
        assertThat(influx("SELECT * FROM " + database + "..\"if.in_octets\""))
                .contains("[\"time\",\"count\",\"device\",\"index\"]", ",-1,\"thon-man-ap1\",\"2\"]");
    }

    @Test
    void losesNothingWhileTheServerIsKilledAndStartedAgain() throws IOException, InterruptedException {
        int samples = 0;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 500; i++) {
                store.append(List.of(gauge(AP1, RTT, "", samples, samples), counter(AP1, "1", samples, samples)));
                samples++;
            }
            influxd.kill();
            for (int i = 0; i < 500; i++) {
                store.append(List.of(gauge(AP1, RTT, "", samples, samples), counter(AP1, "1", samples, samples)));
                samples++;
            }
            assertThatThrownBy(store::flush)
                    .isInstanceOf(MetricStoreException.class)
                    .hasMessageContaining(shim.url());
            influxd.start();
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> store.counts().waiting() == 0);
        assertThat(values(key(AP1, RTT, ""))).hasSize(samples).isSorted();
        assertThat(store.read(key(AP1, OCTETS, "1"), at(0), at(samples))).hasSize(samples);
        addUp(store.counts());
        assertThat(store.counts().dropped() + store.counts().rejected()).isZero();
    }

    @Test
    void anAnswerThatWasLostDoublesNothing() {
        shim.troubles.add(new V2Shim.Trouble(503, Map.of(), true));
        store.append(List.of(gauge(AP1, RTT, "", 0, 1), counter(AP1, "1", 0, 7)));
        assertThatThrownBy(store::flush)
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("503");

        store.flush();

        assertThat(values(key(AP1, RTT, ""))).containsExactly(1.0);
        assertThat(store.counts()).extracting(Counts::appended, Counts::stored).containsExactly(2L, 2L);
    }

    @ParameterizedTest
    @CsvSource({"401, langsong.metrics.influx.token", "403, langsong.metrics.influx.token", "500, log"})
    void anErrorOfTheServerIsSaidWithTheRemedy(int status, String remedy) {
        shim.troubles.add(new V2Shim.Trouble(status, Map.of(), false));
        store.append(List.of(gauge(AP1, RTT, "", 0, 1)));

        assertThatThrownBy(store::flush)
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining(String.valueOf(status))
                .hasMessageContaining(remedy);
        store.flush();
        assertThat(store.counts().stored()).isEqualTo(1);
    }

    @Test
    void leavesTheServerAloneAsLongAsItAsks() {
        shim.troubles.add(new V2Shim.Trouble(429, Map.of("Retry-After", "3"), false));
        int before = shim.writesAtNanos.size();
        store.append(List.of(gauge(AP1, RTT, "", 0, 1)));

        await().atMost(Duration.ofSeconds(30)).until(() -> store.counts().stored() == 1);
        long waited = shim.writesAtNanos.get(before + 1) - shim.writesAtNanos.get(before);
        assertThat(waited).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    @Test
    void onePoisonedPointIsCountedAndTheOthersAreStored() {
        // The server has this field as text already, written by somebody else.
        influxWrite("wifi.clients,device=x value=\"many\" " + at(0).toEpochMilli());
        List<Sample> batch = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            batch.add(gauge(AP1, RTT, "", i, i));
        }
        batch.add(317, gauge(AP1, CLIENTS, "", 0, 5));
        int writes = shim.writesAtNanos.size();

        store.append(batch);
        store.flush();

        assertThat(values(key(AP1, RTT, ""))).hasSize(1000);
        Counts counts = store.counts();
        assertThat(counts.rejected()).isEqualTo(1);
        assertThat(counts.lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("400", "conflict"));
        addUp(counts);
        assertThat(shim.writesAtNanos.size() - writes)
                .as("writes: the halves down to one")
                .isLessThanOrEqualTo(23);
    }

    private void influxWrite(String line) {
        try (InfluxServer server = new InfluxServer(settings(shim.url(), database, ""))) {
            server.write(line);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyPoisonedPointsDoNotHoldUpTheOthers() {
        influxWrite("wifi.clients,device=x value=\"many\" " + at(0).toEpochMilli());
        List<Sample> batch = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            batch.add(gauge(AP1, i % 2 == 0 ? CLIENTS : RTT, "", i, i));
        }
        int writes = shim.writesAtNanos.size();

        store.append(batch);
        store.flush();

        assertThat(values(key(AP1, RTT, ""))).hasSize(1000);
        assertThat(shim.writesAtNanos.size() - writes).isLessThan(1000);
        assertThat(store.counts()).extracting(Counts::stored, Counts::rejected).containsExactly(1000L, 1000L);
        addUp(store.counts());
    }

    @Test
    void readsMoreThanOnePortion() {
        for (int i = 0; i < 60_000; i += 1000) {
            List<Sample> batch = new ArrayList<>();
            for (int j = 0; j < 1000; j++) {
                batch.add(gauge(AP1, RTT, "", i + j, i + j));
            }
            store.append(batch);
        }
        store.flush();

        assertThat(values(key(AP1, RTT, ""))).hasSize(60_000).isSorted();
    }

    @Test
    void anUnknownDatabaseIsSaidWithTheRemedy() {
        append(gauge(AP1, RTT, "", 0, 1));
        MetricStore wrong = open(settings(shim.url(), "nowhere", ""));
        wrong.append(List.of(gauge(AP1, RTT, "", 30, 1)));

        assertThatThrownBy(wrong::flush)
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("langsong.metrics.influx.database");
        assertThat(wrong.counts().lastError()).isPresent();
        assertThat(wrong.counts().waiting()).isEqualTo(1);
        assertThatThrownBy(() -> wrong.read(key(AP1, RTT, ""), at(0), at(60)))
                .as("a question about a database that is not there has no empty answer")
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("database not found");
        close(wrong);
    }

    @Test
    void writesAndReadsANamedRetentionPolicy() {
        influx("CREATE RETENTION POLICY year ON " + database + " DURATION 10000d REPLICATION 1");
        MetricStore policy = open(settings(shim.url(), database, database + "/year"));
        policy.append(List.of(gauge(AP1, RTT, "", 0, 1)));
        policy.flush();

        assertThat(policy.read(key(AP1, RTT, ""), at(0), at(60))).hasSize(1);
        assertThat(influx("SELECT count(value) FROM " + database + ".year.\"reach.rtt\""))
                .contains(",1]");
        close(policy);
    }

    @Test
    void startsWithoutTheServerAndWaitsForIt() throws IOException {
        MetricStore early = open(settings("http://127.0.0.1:" + FreePort.tcp(), database, ""));
        early.append(
                List.of(Sample.gauge(key(AP1, RTT, ""), new Metric("reach.rtt", Metric.Kind.GAUGE, "ms"), at(0), 1)));

        assertThatThrownBy(early::flush)
                .isInstanceOf(MetricStoreException.class)
                .hasMessageContaining("langsong.metrics.influx.url");
        assertThat(early.counts().waiting()).isEqualTo(1);
        assertThat(early.seriesOf(AP1)).hasSize(1);
        close(early);
    }
}
