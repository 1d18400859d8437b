package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.agent.AgentReports.Call;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStoreException;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.CollectingIntake;
import io.langsong.provisioning.TestProvisioning;
import io.langsong.provisioning.TestProvisioning.CameIn;
import io.langsong.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

/** What becomes of a report while the store, the database or both are away: never 200 for what is not kept. */
class AgentReportsAwayTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-12-01T02:00:00Z"));
    private final Store store = new Store();
    private boolean databaseAway;
    private CameIn box = new CameIn("", "", "");
    private AgentReports reports;
    private Memories memories;

    @TempDir
    private Path data;

    @BeforeEach
    void comeIn() {
        TestProvisioning there = new TestProvisioning(data, "none");
        there.villages(1);
        box = there.comesIn("ap1");
        DelegatingDataSource database = new DelegatingDataSource(there.transactions.getDataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (databaseAway) {
                    throw new SQLException("connection refused");
                }
                return super.getConnection();
            }
        };
        JdbcClient jdbc = JdbcClient.create(database);
        AgentProperties settings = new AgentProperties(
                Duration.ofMinutes(5), DataSize.ofMegabytes(1), Duration.ofMinutes(1), 20, 100, Duration.ofDays(31));
        memories = new Memories(jdbc);
        DailyClients clients = new DailyClients(
                jdbc,
                new JdbcTransactionManager(database),
                new MockEnvironment().withProperty("langsong.data-dir", data.toString()),
                clock);
        reports = new AgentReports(
                TestProvisioning.keys(jdbc),
                memories,
                new ReportSamples(store, there.inventory, clients),
                new AgentWatch(there.inventory, new CollectingIntake(), settings, clock),
                settings,
                clock);
    }

    private int report() {
        clock.advance(Duration.ofSeconds(30));
        return reportNow();
    }

    private int reportNow() {
        byte[] body = SampleReport.of(box.mac()).json().getBytes(StandardCharsets.UTF_8);
        ReportBody sent = new ReportBody() {
            @Override
            public long announced() {
                return body.length;
            }

            @Override
            public @Nullable String encoding() {
                return null;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(body);
            }
        };
        return reports.take(new Call(box.id(), box.key(), null, true), sent).status();
    }

    @Test
    void whatTheStoreDoesNotTakeIsToBeSentAgain() {
        assertThat(report()).isEqualTo(200);
        int kept = store.durable.size();
        store.broken = true;
        assertThat(report()).isEqualTo(503);
        assertThat(store.durable).hasSize(kept);
        store.broken = false;
        assertThat(report()).isEqualTo(200);
        assertThat(reports.counts()).isEqualTo(new AgentReports.Counts(3, 2, 0, 1, 0));
    }

    /** Samples wait on disk then, and 200 is true; what the box said last is written when it is back. */
    @Test
    void whileTheDatabaseIsAwayAKnownBoxIsTaken() {
        assertThat(report()).isEqualTo(200);
        databaseAway = true;
        assertThat(report()).isEqualTo(200);
        databaseAway = false;
        assertThat(memories.table().find(new DeviceId("ap1")).orElseThrow().reports())
                .isEqualTo(1);
        memories.writeAll();
        assertThat(memories.table().find(new DeviceId("ap1")).orElseThrow().reports())
                .isEqualTo(2);
    }

    @Test
    void whileTheDatabaseIsAwayNobodyIsAStranger() {
        databaseAway = true;
        assertThat(report()).isEqualTo(503);
        databaseAway = false;
        assertThat(report()).isEqualTo(200);
    }

    @Test
    void whenSamplesHaveToGoForWantOfRoomTheBoxKeepsIts() {
        assertThat(report()).isEqualTo(200);
        store.waiting = 1_000_000;
        assertThat(report()).isEqualTo(200);
        store.dropped = 8_000;
        assertThat(report()).isEqualTo(507);
        assertThat(report()).isEqualTo(507);
        store.waiting = 0;
        assertThat(report()).isEqualTo(200);
    }

    /** Twenty a minute for long, ten at once, a hundred a day. */
    @Test
    void aBoxThatSendsTooMuchIsToldToWait() {
        int taken = 0;
        for (int i = 0; i < 30; i++) {
            taken += reportNow() == 200 ? 1 : 0;
        }
        assertThat(taken).isEqualTo(10);
        assertThat(reportNow()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(3));
        assertThat(reportNow()).isEqualTo(200);
        for (int i = 0; i < 89; i++) {
            assertThat(report()).isEqualTo(200);
        }
        assertThat(report()).isEqualTo(429);
        clock.advance(Duration.ofDays(1));
        assertThat(report()).isEqualTo(200);
    }

    /** A store as far as reports need one. */
    private static final class Store implements MetricStore {
        private final List<Sample> appended = new ArrayList<>();
        private final List<Sample> durable = new ArrayList<>();
        private boolean broken;
        private long waiting;
        private long dropped;

        @Override
        public void start() {
            // Nothing to begin.
        }

        @Override
        public void stop() {
            // Nothing to end.
        }

        @Override
        public void append(List<Sample> samples) {
            appended.addAll(samples);
        }

        @Override
        public void flush() {
            if (broken) {
                throw new MetricStoreException("the store is away, and the disk is full");
            }
            durable.addAll(appended);
            appended.clear();
        }

        @Override
        public List<Point> read(SeriesKey series, Instant from, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Series> seriesOf(DeviceId device) {
            return List.of();
        }

        @Override
        public List<Sample> latest(DeviceId device, Instant since) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Summary> summaries(String metric, Predicate<DeviceId> devices, Instant from, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void expire(Instant before) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Counts counts() {
            return new Counts(appended.size() + durable.size(), durable.size(), waiting, dropped, 0, Optional.empty());
        }
    }
}
