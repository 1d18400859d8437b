package io.langsong.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.metric.influx.InfluxMetricStore;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.support.TransactionTemplate;

class MetricPropertiesTest {
    private final ApplicationContextRunner program = new ApplicationContextRunner()
            .withUserConfiguration(MetricConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(DataSource.class, MetricDatabase::empty)
            .withBean(
                    "fencedTransactions",
                    TransactionTemplate.class,
                    () -> MetricDatabase.transactions(MetricDatabase.empty()));

    @Test
    void needsNoSettingAtAll() {
        program.run(context -> {
            assertThat(context).getBean(MetricStore.class).isInstanceOf(EmbeddedMetricStore.class);
            assertThat(context).hasSingleBean(MetricUpkeep.class).hasSingleBean(SeriesQuery.class);
            context.getBean(MetricStore.class).start();
            MetricProperties properties = context.getBean(MetricProperties.class);
            assertThat(properties.retention()).isEqualTo(Duration.ofDays(400));
            context.getBean(MetricUpkeep.class).compact();
            context.getBean(MetricUpkeep.class).expireOld();
            context.getBean(MetricStore.class).stop();
        });
    }

    @Test
    void takesInfluxWhenToldTo() {
        program.withPropertyValues(
                        "langsong.metrics.store=influx",
                        "langsong.metrics.retention=30d",
                        "langsong.metrics.influx.url=https://influx.example:8086",
                        "langsong.metrics.influx.org=commune",
                        "langsong.metrics.influx.bucket=wifi",
                        "langsong.metrics.influx.token=s3cret-token")
                .run(context -> {
                    assertThat(context).getBean(MetricStore.class).isInstanceOf(InfluxMetricStore.class);
                    MetricProperties properties = context.getBean(MetricProperties.class);
                    assertThat(properties.retention()).isEqualTo(Duration.ofDays(30));
                    assertThat(properties.influx().bucket()).isEqualTo("wifi");
                    assertThat(properties.toString()).contains("wifi").doesNotContain("s3cret");
                });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            store=rrd                                         | langsong.metrics.store
            store=influx                                      | langsong.metrics.influx.url is not set
            influx.url=influx.example:8086                    | must begin with http:// or https://: "influx.example:8086"
            influx.url=ftp://influx.example                   | must begin with http:// or https://
            influx.url=http://                                | is no URL: "http://"
            influx.url=http:///path                           | names no possible host and port
            influx.url=http://a b                             | is no URL: "http://a b"
            influx.url=http://host:99999                      | names no possible host and port
            influx.url=http://host:8086?db=x                  | must have no query
            influx.url=http://user:s3cret@host:8086           | set langsong.metrics.influx.username
            influx.database=                                  | langsong.metrics.influx.database is empty
            influx.token=s3crét                               | outside of printable ASCII (not shown here)
            retention=5m                                      | at least a day: PT5M
            retention=long                                    | langsong.metrics.retention
            max-size=much                                     | give one like 20GB
            max-size=0%                                       | langsong.metrics.max-size is neither
            buffer=5                                          | buffer
            """)
    void refusesWithTheNameOfTheSettingAndTheRemedy(String setting, String message) {
        program.withPropertyValues("langsong.metrics." + setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).hasStackTraceContaining(message);
            assertThat(context.getStartupFailure().toString()).doesNotContain("s3cr");
        });
    }

    @Test
    void aLimitIsOfTheEmbeddedStoreAndAShareOfItsDisk() {
        program.withPropertyValues(
                        "langsong.metrics.max-size=20GB",
                        "langsong.metrics.store=influx",
                        "langsong.metrics.influx.url=http://influx.example:8086")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("give the database in InfluxDB a retention policy"));
        program.withPropertyValues(
                        "langsong.metrics.max-size=30%", "spring.datasource.url=jdbc:postgresql://db.example/langsong")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("whose disk is not known; give a size like 20GB"));
    }

    @Test
    void refusesTwoWaysToLogIn() {
        program.withPropertyValues("langsong.metrics.influx.token=a", "langsong.metrics.influx.username=b")
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("are both set"));
    }
}
