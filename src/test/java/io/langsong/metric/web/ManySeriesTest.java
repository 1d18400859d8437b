package io.langsong.metric.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.TestInventory;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.SeriesRanking;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import io.langsong.web.SeenInventory;
import io.langsong.web.TestSight;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Questions over many series, in the sample commune, by those who see all of it and those who see its second village. */
class ManySeriesTest {
    private static final Metric RTT = new Metric("reach.rtt", Kind.GAUGE, "ms");
    private static final Metric OCTETS = new Metric("if.in_octets", Kind.COUNTER64, "bytes");
    private static final Instant START = Instant.parse("2026-09-30T17:00:00Z");
    private static final String VILLAGE = "thon-thu-02";
    private static final String OFFICE = "tru-so-rt";
    private static final String AP = "thu-02-ap1";

    private final DataSource database = MetricDatabase.empty();
    private final TestClock clock = new TestClock(START.plusSeconds(120));
    private final EmbeddedMetricStore store =
            new EmbeddedMetricStore(database, MetricDatabase.transactions(database), clock, 10_000, null);
    private Inventory inventory;
    private MockMvc http;
    private Duration ofAp = Duration.ofSeconds(30);

    @BeforeEach
    void fill(@TempDir Path data) {
        inventory = TestInventory.started(TestDatabase.fresh(), data);
        new InventoryImport(inventory).run(TestInventory.commune(), false);
        SeenInventory seen = TestSight.over(inventory);
        SeriesQuery query = new SeriesQuery(store);
        http = MockMvcBuilders.standaloneSetup(
                        new SeriesTopController(new SeriesRanking(store, query), seen, clock),
                        new SeriesTablesController(store, query, seen, clock),
                        new SeriesExportController(store, seen, clock),
                        new LatestValuesController(store, seen, this::intervals, clock))
                .setControllerAdvice(new SeriesProblems())
                .build();
        TestSight.signIn();
        store.start();
        gauge(OFFICE, "", 0, 1.5);
        gauge(OFFICE, "", 30, -0.0000025);
        gauge(AP, "=1+1,\"x\"", 30, 1e15);
        store.append(List.of(
                Sample.counter(key(AP, OCTETS, "2"), OCTETS, START, -1),
                Sample.counter(key(AP, OCTETS, "2"), OCTETS, START.plusSeconds(30), 7)));
        store.flush();
    }

    @AfterEach
    void stop() {
        store.stop();
        inventory.stop();
        TestSight.signOut();
    }

    private Map<DeviceId, Duration> intervals(Collection<Device> devices) {
        return devices.stream()
                .collect(Collectors.toMap(
                        Device::id, device -> device.id().value().equals(AP) ? ofAp : Duration.ofSeconds(30)));
    }

    private void gauge(String device, String index, long second, double value) {
        store.append(List.of(Sample.gauge(key(device, RTT, index), RTT, START.plusSeconds(second), value)));
    }

    @Test
    void exportsARowASample() throws Exception {
        assertThat(body("/api/v1/series/export?device=" + OFFICE + "," + AP)).isEqualTo("""
                \uFEFFtime,device,metric,index,value
                2026-10-01T00:00+07:00,thu-02-ap1,if.in_octets,2,18446744073709551615
                2026-10-01T00:00:30+07:00,thu-02-ap1,if.in_octets,2,7
                2026-10-01T00:00:30+07:00,thu-02-ap1,reach.rtt,"'=1+1,""x""\",1000000000000000
                2026-10-01T00:00+07:00,tru-so-rt,reach.rtt,,1.5
                2026-10-01T00:00:30+07:00,tru-so-rt,reach.rtt,,-0.0000025
                """.replace("\n", "\r\n"));
    }

    @Test
    void exportsForProgramsWithoutMarkAndWithTextsAsTheyAre() throws Exception {
        assertThat(body("/api/v1/series/export?form=epoch&metric=reach.rtt&device=" + AP))
                .isEqualTo("""
                time,device,metric,index,value
                1790787630000,thu-02-ap1,reach.rtt,"=1+1,""x""\",1000000000000000
                """.replace("\n", "\r\n"));
    }

    @Test
    void exportsWhatIsSeen() throws Exception {
        TestSight.signIn(VILLAGE);

        assertThat(body("/api/v1/series/export")).contains(AP).doesNotContain(OFFICE);
        ask("/api/v1/series/export?device=" + OFFICE)
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.detail").value("There is no series of device " + OFFICE));
        ask("/api/v1/series/export?device=" + OFFICE + "x").andExpect(status().isNotFound());
    }

    @Test
    void exportsLongRangesInPortions() throws Exception {
        for (int day = 1; day <= 40; day++) {
            gauge(OFFICE, "", day * 86_400L, day);
        }
        store.flush();

        String body = body("/api/v1/series/export?device=" + OFFICE
                + "&from=2026-10-01T00:00:00%2B07:00&to=2026-11-20T00:00:00%2B07:00");

        assertThat(body.lines()).hasSize(1 + 2 + 40).doesNotHaveDuplicates();
    }

    @Test
    void anExportThatCanNotBeReadIsNoFile() throws Exception {
        store.compact();
        clock.advance(Duration.ofDays(1));
        store.compact();
        JdbcClient.create(database)
                .sql("UPDATE metric_bundle SET samples = 'x'::bytea")
                .update();

        ask("/api/v1/series/export?device=" + OFFICE + "&from=2026-09-30T00:00:00Z&to=2026-10-02T00:00:00Z")
                .andExpect(status().isServiceUnavailable())
                .andExpect(header().doesNotExist("Content-Disposition"))
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"));
    }

    @Test
    void theHighestOfWhatIsSeen() throws Exception {
        String top = "/api/v1/series/top?metric=reach.rtt&fn=max";
        ask(top).andExpect(status().isOk())
                .andExpect(jsonPath("$.series.length()").value(2))
                .andExpect(jsonPath("$.series[0].device").value(AP))
                .andExpect(jsonPath("$.series[1].value").value(1.5))
                .andExpect(jsonPath("$.series[1].unit").value("ms"))
                .andExpect(jsonPath("$.series[1].samples").value(2))
                .andExpect(jsonPath("$.to").value("2026-10-01T00:02:00+07:00"));
        ask(top + "&limit=1").andExpect(jsonPath("$.series.length()").value(1));
        TestSight.signIn(VILLAGE);
        ask(top).andExpect(jsonPath("$.series.length()").value(1))
                .andExpect(content().string(not(containsString(OFFICE))));
    }

    @Test
    void searchesAndAsksForTables() throws Exception {
        ask("/api/v1/series/search")
                .andExpect(jsonPath("$.length()").value(3))
                .andExpect(jsonPath("$[0].metric").value("if.in_octets"))
                .andExpect(jsonPath("$[0].kind").value("counter"))
                .andExpect(jsonPath("$[2].unit").value("ms"));
        ask("/api/v1/series/query?metric=reach.rtt&index=&step=60"
                        + "&from=2026-10-01T00:00:00%2B07:00&to=2026-10-01T00:02:00%2B07:00&fn=max")
                .andExpect(content().json("""
                        [{"time": "2026-10-01T00:00:00+07:00", "device": "tru-so-rt", "metric": "reach.rtt",
                          "index": "", "unit": "ms", "value": 1.5},
                         {"time": "2026-10-01T00:01:00+07:00", "device": "tru-so-rt", "metric": "reach.rtt",
                          "index": "", "unit": "ms", "value": null}]
                        """));
        TestSight.signIn(VILLAGE);
        ask("/api/v1/series/search").andExpect(content().string(not(containsString(OFFICE))));
        ask("/api/v1/series/query?metric=reach.rtt").andExpect(content().string(not(containsString(OFFICE))));
        ask("/api/v1/series/query?metric=reach.rtt&device=" + OFFICE).andExpect(status().isNotFound());
    }

    @Test
    void givesTheLatestToPrometheus() throws Exception {
        clock.set(START.plusSeconds(40));
        ask("/api/v1/metrics")
                .andExpect(status().isOk())
                .andExpect(content().contentType("text/plain;version=0.0.4;charset=utf-8"))
                .andExpect(content()
                        .string(containsString(
                                "langsong_device_if_in_octets{device=\"thu-02-ap1\",index=\"2\",village=\"" + VILLAGE
                                        + "\",site=\"")))
                .andExpect(content().string(containsString("index=\"=1+1,\\\"x\\\"\"")))
                .andExpect(content().string(containsString(OFFICE)));
        TestSight.signIn(VILLAGE);
        ask("/api/v1/metrics").andExpect(content().string(not(containsString(OFFICE))));
    }

    /** As behind a collector with little line, or an agent that was set so. */
    @Test
    void whatComesSeldomStaysAsLong() throws Exception {
        ofAp = Duration.ofMinutes(10);
        clock.set(START.plusSeconds(1_700));

        assertThat(body("/api/v1/metrics")).contains("device=\"" + AP).doesNotContain(OFFICE);
    }

    @Test
    void whatIsOlderThanThreePollsIsLeftOut() throws Exception {
        clock.set(START.plusSeconds(121));

        assertThat(body("/api/v1/metrics")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            top?fn=max                                  | 400 | Parameter metric is missing
            top?metric=reach.rtt&fn=p95                 | 400 | must be one of mean, min, max, sum, last, rate
            top?metric=reach.rtt&fn=rate                | 400 | has no rate
            top?metric=if.in_octets&fn=sum              | 400 | ask for its rate
            top?metric=reach.rtt&limit=0                | 400 | from 1 to 1000
            top?metric=reach.rtt&from=2027-01-01T00:00:00Z | 400 | must end after it begins
            query?device=tru-so-rt                      | 400 | Parameter metric is missing
            query?metric=reach.rtt,wifi.nothing         | 404 | no series of metric wifi.nothing
            query?metric=reach.rtt&step=1               | 400 | are more than 10000
            export?form=xml                             | 400 | must be one of rfc3339, epoch
            export?from=2027-01-01T00:00:00Z            | 400 | must end after it begins
            export?from=-999999999-01-01T00:00:00Z      | 400 | must lie between 1970 and 2200
            export?to=%2b999999999-01-01T00:00:00Z&from=2026-10-01T00:00:00Z | 400 | must lie between 1970 and 2200
            export?device=nowhere                       | 404 | no series of device nowhere
            export?metric=wifi.nothing                  | 404 | no series of metric wifi.nothing
            search?device=%2e%2e                        | 400 | is not the id of a device
            """)
    void aWrongQuestionIsAnsweredByAProblem(String question, int status, String detail) throws Exception {
        ask("/api/v1/series/" + question)
                .andExpect(status().is(status))
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.detail").value(containsString(detail)));
    }

    private ResultActions ask(String address) throws Exception {
        return http.perform(get(URI.create(address)));
    }

    private String body(String address) throws Exception {
        MockHttpServletResponse response =
                ask(address).andExpect(status().isOk()).andReturn().getResponse();
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private static SeriesKey key(String device, Metric metric, String index) {
        return new SeriesKey(new DeviceId(device), metric.name(), index);
    }
}
