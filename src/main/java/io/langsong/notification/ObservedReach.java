package io.langsong.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Judges our line by how the last attempts of the channels ended that need it: it is lost while none of them got any answer.
 * After a while without an attempt nobody knows, so that the next letter tries the line again. Any thread.
 */
final class ObservedReach implements Reach {
    private static final Duration MEMORY = Duration.ofMinutes(2);

    private final Set<String> channels;
    private final Clock clock;
    private final Map<String, Boolean> answered = new HashMap<>();
    private Instant last = Instant.MIN;

    /** @param channels that need our line */
    ObservedReach(Set<String> channels, Clock clock) {
        this.channels = Set.copyOf(channels);
        this.clock = clock;
    }

    synchronized void seen(String channel, boolean anyAnswer) {
        answered.put(channel, anyAnswer);
        last = clock.instant();
    }

    @Override
    public synchronized boolean uplinkLost() {
        return !channels.isEmpty()
                && channels.stream().noneMatch(channel -> answered.getOrDefault(channel, true))
                && clock.instant().minus(MEMORY).isBefore(last);
    }
}
