package io.langsong.metric;

import io.langsong.metric.embedded.EmbeddedMetricStore;
import io.langsong.metric.influx.InfluxMetricStore;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
            Clock clock) {
        return switch (properties.store()) {
            case EMBEDDED -> new EmbeddedMetricStore(dataSource, writing, clock, properties.buffer());
            case INFLUX -> new InfluxMetricStore(properties.influx(), dataSource, properties.buffer());
        };
    }

    @Bean
    MetricUpkeep metricUpkeep(MetricStore store, MetricProperties properties, Clock clock) {
        return new MetricUpkeep(store, properties.retention(), clock);
    }

    @Bean
    SeriesQuery seriesQuery(MetricStore store) {
        return new SeriesQuery(store);
    }
}
