package io.langsong.outage;

import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ports of one device as they were read last, and since when each is as it is. Used by the intake thread alone. */
final class Ports {
    /** Some devices give their ports other names at each start. */
    private static final Duration OLDEST = Duration.ofDays(1);

    private static final int MOST_OLD = 200;

    /** Those that were read last in their order, then those that are no longer told of, the latest first. */
    private List<PortReading> readings = List.of();

    private List<PortState> lastStates = List.of();
    private @Nullable Instant readAt;

    /** When they were read last; null when nobody has been looking since. */
    @Nullable
    Instant readAt() {
        return readAt;
    }

    /** Nobody has been looking. */
    void lookAway() {
        readAt = null;
        lastStates = List.of();
    }

    /**
     * @param states the same object as before where no port says anything new
     * @param said narrows when a port changed
     */
    void keep(List<PortState> states, Instant at, @Nullable DeviceClock clock, Said said) {
        if (states.isEmpty()) {
            return;
        }
        if (states != lastStates) {
            seeAgain();
            readings = read(states, at, clock, said);
            lastStates = states;
        }
        readAt = at;
    }

    /** What said nothing new was seen until now as it was. */
    private void seeAgain() {
        Instant seen = readAt;
        if (seen != null) {
            for (int i = 0; i < lastStates.size(); i++) {
                readings.set(i, readings.get(i).seenAgain(seen));
            }
        }
    }

    private List<PortReading> read(List<PortState> states, Instant at, @Nullable DeviceClock clock, Said said) {
        List<PortReading> now = new ArrayList<>(states.size());
        for (int i = 0; i < states.size(); i++) {
            PortReading reading = PortReading.of(states.get(i), at, clock, before(i, states.get(i)), said);
            // What started together changed together, and a commune has many ports.
            Bound last = now.isEmpty() ? null : now.get(i - 1).changed();
            now.add(last != null && last.equals(reading.changed()) ? reading.changedAt(last) : reading);
        }
        readings.stream()
                .filter(old -> states.stream().noneMatch(old::isOf))
                .filter(old -> old.at().isAfter(at.minus(OLDEST)))
                .limit(MOST_OLD)
                .forEach(now::add);
        return now;
    }

    /** A port most often stands where it stood. */
    private @Nullable PortReading before(int place, PortState state) {
        if (place < readings.size() && readings.get(place).isOf(state)) {
            return readings.get(place);
        }
        return readings.stream().filter(one -> one.isOf(state)).findFirst().orElse(null);
    }

    /** The last reading of a port by its name, else by its ifIndex in digits. */
    Optional<PortReading> find(String nameOrIndex) {
        return readings.stream()
                .filter(one -> one.state.name().equals(nameOrIndex))
                .findFirst()
                .or(() -> readings.stream()
                        .filter(one -> Integer.toString(one.state.ifIndex()).equals(nameOrIndex))
                        .findFirst());
    }

    /**
     * @param at when it was seen as it is last
     * @param changed when the port entered its state: by the device's own ifLastChange or its trap to about a second, else
     *     between two readings
     */
    record PortReading(PortState state, Instant at, Bound changed) {
        boolean operUp() {
            return state.operUp();
        }

        /** Down, and not because somebody switched it off. */
        boolean isDown() {
            return state.adminUp() && !state.operUp();
        }

        private boolean isOf(PortState other) {
            return state.name().isBlank()
                    ? other.name().isBlank() && state.ifIndex() == other.ifIndex()
                    : state.name().equals(other.name());
        }

        private PortReading seenAgain(Instant now) {
            return new PortReading(state, now, changed);
        }

        private PortReading changedAt(Bound same) {
            return new PortReading(state, at, same);
        }

        private static PortReading of(
                PortState state, Instant at, @Nullable DeviceClock clock, @Nullable PortReading before, Said said) {
            if (before != null && before.operUp() == state.operUp()) {
                return new PortReading(state, at, before.changed);
            }
            Instant lastSeenOther = before == null ? at : before.at;
            Instant told = clock == null || state.lastChange() == null
                    ? null
                    : at.minus(clock.agentUptime()).plus(state.lastChange());
            boolean usable = told != null
                    && !told.isAfter(at)
                    && (before == null || !told.isBefore(lastSeenOther.minusSeconds(1)));
            Bound changed = told != null && usable
                    ? new Bound(told.minusMillis(500), told, told.plusMillis(500))
                    : said.narrowed(Bound.between(lastSeenOther, at), state.ifIndex(), state.operUp());
            return new PortReading(state, at, changed);
        }
    }
}
