package io.langsong.metric;

import io.langsong.metric.influx.InfluxSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where samples are kept and how long.
 *
 * @param store {@code embedded}: in PostgreSQL, which is there anyway; {@code influx}: in an InfluxDB of yours
 * @param retention at least a day; 400 days let a month be compared with the same of the year before
 * @param buffer samples that wait in memory while the store is away, 20 bytes each; the oldest go when it is full
 */
@Validated
@ConfigurationProperties("langsong.metrics")
record MetricProperties(
        @DefaultValue("embedded") Store store,
        @DefaultValue("400d") Duration retention,

        @DefaultValue("2000000") @Min(1_000) @Max(100_000_000)
        int buffer,

        @NestedConfigurationProperty @DefaultValue InfluxSettings influx) {

    enum Store {
        /** In PostgreSQL, which is there anyway. */
        EMBEDDED,
        /** In an InfluxDB of yours. */
        INFLUX
    }

    MetricProperties {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "langsong.metrics.retention must be at least a day: " + retention + "; give days like 400d");
        }
        if (store == Store.INFLUX && influx.url().isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.metrics.store is influx, but langsong.metrics.influx.url is not set; give one like http://influxdb.example:8086");
        }
    }
}
