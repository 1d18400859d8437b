package io.langsong.snmp;

import java.time.Duration;

/**
 * Where a walk stops although the agent goes on: agents exist whose tables never end.
 *
 * @param rows most variables taken
 * @param requests most requests sent
 * @param time longest the walk may take
 */
public record WalkLimits(int rows, int requests, Duration time) {
    public static final WalkLimits DEFAULT = new WalkLimits(50_000, 5_000, Duration.ofSeconds(60));
}
