package io.langsong.health;

import java.util.Optional;

/** Looks at one thing, on the one thread that looks; what it thinks of the figures is a pure function beside it. */
public interface HealthCheck {
    /** Short and stable; part of messages, figures and the answer of the actuator. */
    String name();

    /** Whether it can tell nothing while the database is away, and would only wait for it. */
    default boolean asksDatabase() {
        return false;
    }

    /** Empty when there is nothing to look at here. May throw: then nobody knows. */
    Optional<Finding> look();
}
