package io.langsong.dashboard;

import io.langsong.agent.AgentBoxes;
import io.langsong.collector.CollectorId;
import io.langsong.collector.Collectors;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.SampleIntervals;
import io.langsong.polling.PollingProperties;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How often a device is asked, by the server or by its collector, or reports by itself. Any thread. */
@Component
class Intervals implements SampleIntervals {
    private final PollingProperties polling;
    private final Collectors collectors;
    private final AgentBoxes agents;

    Intervals(PollingProperties polling, Collectors collectors, AgentBoxes agents) {
        this.polling = polling;
        this.collectors = collectors;
        this.agents = agents;
    }

    Duration of(Device device) {
        return of(List.of(device)).getOrDefault(device.id(), polling.interval());
    }

    @Override
    public Map<DeviceId, Duration> of(Collection<Device> devices) {
        // Each collector is read once, however many devices it asks.
        Map<CollectorId, Duration> paces = new HashMap<>();
        Map<DeviceId, Duration> intervals = new HashMap<>();
        devices.forEach(device -> intervals.put(device.id(), of(device, paces)));
        return intervals;
    }

    private Duration of(Device device, Map<CollectorId, Duration> paces) {
        if (device.reachability() == Device.Reachability.AGENT) {
            return agents.intervalOf(device);
        }
        Duration own = device.interval();
        return own != null
                ? own
                : collectors
                        .serving(device)
                        .map(collector -> paces.computeIfAbsent(collector, this::paceOf))
                        .orElse(polling.interval());
    }

    private Duration paceOf(CollectorId collector) {
        return collectors.find(collector).map(one -> one.pace().interval()).orElse(polling.interval());
    }
}
