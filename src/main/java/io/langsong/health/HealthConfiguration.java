package io.langsong.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
