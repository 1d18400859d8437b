package io.langsong.health;

import io.langsong.database.ActiveServer;
import io.langsong.notification.Outbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What was found, for supervisors and for Prometheus. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    /** DOWN is only what is broken: a supervisor has no word for "look soon". */
    @Bean
    CompositeHealthContributor langsongHealthContributor(HealthChecks checks) {
        Map<String, HealthContributor> indicators = new LinkedHashMap<>();
        checks.names().forEach(name -> indicators.put(name, (HealthIndicator) () -> health(checks.looked(), name)));
        return CompositeHealthContributor.fromMap(indicators);
    }

    static Health health(HealthChecks.Looked looked, String name) {
        Finding finding = looked.of(name).orElse(null);
        if (finding == null) {
            return Health.unknown().build();
        }
        Health.Builder health = switch (finding.level()) {
            case FINE, WATCH -> Health.up();
            case BROKEN -> Health.down();
            case UNKNOWN -> Health.unknown();
        };
        return health.withDetail("level", finding.level().name())
                .withDetail("kind", finding.kind())
                .withDetail(
                        "figures",
                        finding.figures().stream().map(String::valueOf).toList())
                .build();
    }

    @Bean
    HealthNews healthNews(
            JdbcClient jdbc,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            ActiveServer server,
            Outbox outbox,
            FindingSpeech speech) {
        return new HealthNews(jdbc, fenced, server::isActive, outbox, speech);
    }

    @Bean
    MeterBinder healthMeters(HealthChecks checks) {
        return registry -> checks.names()
                .forEach(name -> Gauge.builder("langsong.health", checks, all -> number(all.looked(), name))
                        .tag("check", name)
                        .register(registry));
    }

    /** 0 fine, 1 look soon, 2 broken; NaN when nobody knows. */
    static double number(HealthChecks.Looked looked, String name) {
        Finding finding = looked.of(name).orElse(null);
        if (finding == null) {
            return Double.NaN;
        }
        return switch (finding.level()) {
            case FINE -> 0;
            case WATCH -> 1;
            case BROKEN -> 2;
            case UNKNOWN -> Double.NaN;
        };
    }
}
