package io.langsong.metric.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricDatabase;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.web.TestSight;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class SeriesControllerTest {
    private static final Instant START = Instant.parse("2026-09-30T17:00:00Z");
    private static final String SERIES = "/api/v1/series?device=thon-man-ap1&metric=";
    private static final String HOUR = "&from=2026-10-01T00:00:00%2B07:00&to=2026-10-01T00:03:00%2B07:00&step=60";

    private final DataSource database = MetricDatabase.empty();
    private final EmbeddedMetricStore store =
            new EmbeddedMetricStore(database, MetricDatabase.transactions(database), Clock.systemUTC(), 10_000, null);
    private final MockMvc http = MockMvcBuilders.standaloneSetup(new SeriesController(
                    new SeriesQuery(store), TestSight.over(null), Clock.fixed(START.plusSeconds(180), ZoneOffset.UTC)))
            .setControllerAdvice(new SeriesProblems())
            .build();

    @BeforeEach
    void fill() {
        TestSight.signIn();
        store.start();
        Metric clients = new Metric("wifi.clients", Metric.Kind.GAUGE, "");
        Metric octets = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
        DeviceId ap = new DeviceId("thon-man-ap1");
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            samples.add(Sample.gauge(new SeriesKey(ap, clients.name(), ""), clients, START.plusSeconds(30L * i), i));
            samples.add(Sample.counter(
                    new SeriesKey(ap, octets.name(), "2"), octets, START.plusSeconds(30L * i), 300L * i));
        }
        store.append(samples);
        store.flush();
    }

    @AfterEach
    void stop() {
        store.stop();
        TestSight.signOut();
    }

    @Test
    void givesPairsOfTimeAndValueAndNullForAGap() throws Exception {
        http.perform(get(URI.create(SERIES + "wifi.clients&fn=mean" + HOUR)))
                .andExpect(status().isOk())
                .andExpect(content().contentTypeCompatibleWith("application/json"))
                .andExpect(content().json("""
                                        {"unit": "", "points": [
                                            ["2026-10-01T00:00:00+07:00", 0.5],
                                            ["2026-10-01T00:01:00+07:00", 2.5],
                                            ["2026-10-01T00:02:00+07:00", null]]}
                                        """));
    }

    @ParameterizedTest
    @CsvSource({"&fn=rate", "''"})
    void aCounterIsShownAsItsRate(String fn) throws Exception {
        http.perform(get(URI.create(SERIES + "if.in_octets&index=2" + fn + HOUR)))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.unit").value("bytes/s"))
                .andExpect(jsonPath("$.points[0][1]").value(10.0))
                .andExpect(jsonPath("$.points[1][1]").value(10.0))
                .andExpect(jsonPath("$.points[2][1]").value(Matchers.nullValue()));
    }

    @Test
    void leftOutTimesMeanTheLastDay() throws Exception {
        http.perform(get(URI.create(SERIES + "wifi.clients")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.points.length()")
                        .value(Matchers.allOf(Matchers.greaterThan(200), Matchers.lessThan(310))));
    }

    @ParameterizedTest
    @CsvSource({
        "step=5m",
        "step=PT5M",
        "step=300",
        "step=300s",
        "from=2026-10-01T00:00:00Z&to=2026-10-01T00:00:00.5Z&step=300"
    })
    void stepsHaveSeveralForms(String parameters) throws Exception {
        http.perform(get(URI.create(SERIES + "wifi.clients&" + parameters))).andExpect(status().isOk());
    }

    @Test
    void aPlusThatBecameASpaceIsUnderstood() throws Exception {
        http.perform(get(URI.create(
                        SERIES + "wifi.clients&from=2026-10-01T00:00:00+07:00&to=2026-10-01T00:01:00+07:00&step=60")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.points.length()").value(1));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            metric=wifi.clients                                        | Parameter device is missing
            device=thon-man-ap1                                        | Parameter metric is missing
            device=Th%C3%B4n&metric=wifi.clients                       | is not the id of a device
            device=thon-man-ap1&metric=wifi.clients&from=yesterday     | Parameter from is no time
            device=thon-man-ap1&metric=wifi.clients&to=2026-10-01      | Parameter to is no time
            device=thon-man-ap1&metric=wifi.clients&step=0             | A step must be
            device=thon-man-ap1&metric=wifi.clients&step=-60           | A step must be
            device=thon-man-ap1&metric=wifi.clients&step=soon          | Parameter step is no length
            device=thon-man-ap1&metric=wifi.clients&step=99999999999999999999 | Parameter step is no length
            device=thon-man-ap1&metric=wifi.clients&step=1             | are more than 10000
            device=thon-man-ap1&metric=wifi.clients&fn=median          | must be one of mean, min, max, last, rate, p50, p90, p95, p99
            device=thon-man-ap1&metric=wifi.clients&fn=rate            | has no rate
            device=thon-man-ap1&metric=wifi.clients&fn=P95             | must be one of
            device=thon-man-ap1&metric=if.in_octets&index=2&fn=p95     | whose readings have no percentiles; ask for its rate
            device=thon-man-ap1&metric=wifi.clients&from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z | must end after it begins
            """)
    void aWrongQuestionIsAnsweredByAProblem(String parameters, String detail) throws Exception {
        http.perform(get(URI.create("/api/v1/series?" + parameters)))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.status").value(400))
                .andExpect(jsonPath("$.detail").value(Matchers.containsString(detail)));
    }

    @ParameterizedTest
    @CsvSource({"wifi.nothing", "wifi.clients&index=9", "'%3Cscript%3E'"})
    void anUnknownSeriesIsNotFound(String metric) throws Exception {
        http.perform(get(URI.create(SERIES + metric)))
                .andExpect(status().isNotFound())
                .andExpect(content().contentTypeCompatibleWith("application/problem+json"))
                .andExpect(jsonPath("$.status").value(404));
    }
}
