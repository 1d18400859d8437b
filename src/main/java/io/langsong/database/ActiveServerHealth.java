package io.langsong.database;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Shows a standby as {@code STANDBY}: healthy, but not the one that works. */
final class ActiveServerHealth implements HealthIndicator {
    static final Status STANDBY = new Status("STANDBY");

    private final ActiveServer server;

    ActiveServerHealth(ActiveServer server) {
        this.server = server;
    }

    @Override
    public Health health() {
        return (server.isActive() ? Health.up() : Health.status(STANDBY))
                .withDetail("epoch", server.epoch())
                .build();
    }
}
