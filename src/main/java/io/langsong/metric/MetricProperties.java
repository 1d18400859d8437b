package io.langsong.metric;

import io.langsong.metric.influx.InfluxSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where samples are kept and how long.
 *
 * @param store {@code embedded}: in PostgreSQL, which is there anyway; {@code influx}: in an InfluxDB of yours
 * @param retention at least a day; 400 days let a month be compared with the same of the year before
 * @param maxSize room that samples may take, like {@code 20GB}, or {@code 30%} of the disk with the data directory; what is older goes,
 *     but nothing of the last 40 days; empty: any. Of the embedded store only
 * @param buffer samples that wait in memory while neither the store nor the disk takes them, 20 bytes each; the oldest go when it is full
 * @param spool samples that wait on disk while the store is away
 */
@Validated
@ConfigurationProperties("langsong.metrics")
record MetricProperties(
        @DefaultValue("embedded") Store store,
        @DefaultValue("400d") Duration retention,
        @DefaultValue("") String maxSize,

        @DefaultValue("2000000") @Min(1_000) @Max(100_000_000)
        int buffer,

        @NestedConfigurationProperty @DefaultValue SpoolSettings spool,
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
        if (!maxSize.isBlank()) {
            MaxSize.of(maxSize);
            if (store == Store.INFLUX) {
                throw new IllegalArgumentException(
                        "langsong.metrics.max-size is set to " + maxSize
                                + ", but only the embedded store keeps to it; leave it away, and give the database in InfluxDB a retention policy");
            }
        }
        if (store == Store.INFLUX && influx.url().isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.metrics.store is influx, but langsong.metrics.influx.url is not set; give one like http://influxdb.example:8086");
        }
    }

    Optional<MaxSize> allowed() {
        return maxSize.isBlank() ? Optional.empty() : Optional.of(MaxSize.of(maxSize));
    }
}
