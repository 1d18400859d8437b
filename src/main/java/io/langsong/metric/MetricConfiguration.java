package io.langsong.metric;

import io.langsong.database.DataDirectory;
import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.metric.influx.InfluxMetricStore;
import io.langsong.metric.intake.SpoolFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;

/** The one store of this process, as the settings choose. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricProperties.class)
class MetricConfiguration {
    @Bean
    MetricStore metricStore(
            MetricProperties properties,
            DataSource dataSource,
            @Qualifier("fencedTransactions") TransactionTemplate writing,
            Environment environment,
            Clock clock) {
        Path data = Path.of(environment.getProperty("langsong.data-dir", "./data"));
        SpoolFolder spool = properties.spool().in(data.resolve("metric-spool"));
        return switch (properties.store()) {
            case EMBEDDED -> new EmbeddedMetricStore(dataSource, writing, clock, properties.buffer(), spool);
            case INFLUX -> new InfluxMetricStore(properties.influx(), dataSource, properties.buffer(), spool);
        };
    }

    @Bean
    MetricUpkeep metricUpkeep(
            MetricStore store,
            MetricProperties properties,
            ObjectProvider<DataDirectory> directory,
            @Value("${spring.datasource.url:}") String external,
            Clock clock) {
        Optional<MaxSize> allowed = properties.allowed();
        if (allowed.isPresent() && allowed.get().isShare() && !external.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.metrics.max-size is " + properties.maxSize()
                            + " of a disk, but spring.datasource.url names a PostgreSQL whose disk is not known; give a size like 20GB");
        }
        return new MetricUpkeep(
                store,
                properties.retention(),
                () -> allowed.map(size -> OptionalLong.of(size.in(() -> diskOf(directory.getObject()))))
                        .orElseGet(OptionalLong::empty),
                clock);
    }

    private static long diskOf(DataDirectory directory) {
        try {
            return Files.getFileStore(directory.path()).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Bean
    SeriesQuery seriesQuery(MetricStore store) {
        return new SeriesQuery(store);
    }

    @Bean
    SeriesRanking seriesRanking(MetricStore store, SeriesQuery query) {
        return new SeriesRanking(store, query);
    }
}
