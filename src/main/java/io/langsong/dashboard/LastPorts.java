package io.langsong.dashboard;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import io.langsong.web.NaturalOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ports of each device as its last full poll showed them, since the start. Any thread. */
@Component
class LastPorts implements PollObserver {
    private final Map<DeviceId, Seen> seen = new ConcurrentHashMap<>();

    @Override
    public void observe(PollResult result) {
        if (!result.ports().isEmpty() && !isSeen(result)) {
            seen.put(result.device(), new Seen(result.at(), result.clock(), result.ports()));
        }
    }

    /** As often as not no port says anything new, and what was seen before dates its changes as well. */
    private boolean isSeen(PollResult result) {
        Seen before = seen.get(result.device());
        if (before == null || before.states() != result.ports()) {
            return false;
        }
        DeviceClock clock = result.clock();
        return clock == null
                ? before.clock() == null
                : before.clock() != null
                        && clock.agentUptime().compareTo(before.clock().agentUptime()) >= 0;
    }

    Seen of(DeviceId device) {
        return seen.getOrDefault(device, Seen.NOTHING);
    }

    /** @param at when the ports were read for the first time as they are */
    record Seen(Instant at, @Nullable DeviceClock clock, List<PortState> states) {
        static final Seen NOTHING = new Seen(Instant.EPOCH, null, List.of());

        /** The name of a port by its ifIndex in digits; it comes from the device, so hostile. */
        Optional<String> name(String ifIndex) {
            return states.stream()
                    .filter(state -> Integer.toString(state.ifIndex()).equals(ifIndex))
                    .map(PortState::name)
                    .filter(name -> !name.isBlank())
                    .findFirst();
        }

        public long up() {
            return states.stream().filter(PortState::operUp).count();
        }

        public List<Port> ports() {
            return states.stream()
                    .map(state -> new Port(
                            state.name().isBlank() ? Integer.toString(state.ifIndex()) : state.name(),
                            state.operUp() ? "up" : state.adminUp() ? "down" : "off",
                            changed(state)))
                    .sorted((one, other) -> NaturalOrder.INSTANCE.compare(one.name(), other.name()))
                    .toList();
        }

        /** Null where the device does not say, and where the port is as it was when the agent started. */
        private @Nullable Instant changed(PortState state) {
            Duration change = state.lastChange();
            boolean known =
                    clock != null && change != null && !change.isZero() && change.compareTo(clock.agentUptime()) <= 0;
            return known && clock != null && change != null
                    ? at.minus(clock.agentUptime()).plus(change)
                    : null;
        }
    }

    /**
     * @param state {@code up}, {@code down} without a signal, {@code off} by configuration
     * @param changed when it came into this state, null when that is not known
     */
    record Port(String name, String state, @Nullable Instant changed) {}
}
