package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Devices of which some alert lasts, as judged so far. Written by the intake thread, read by any. */
@Component
public class LastingAlerts {
    private final Map<DeviceId, Integer> counts = new ConcurrentHashMap<>();

    public boolean any(DeviceId device) {
        return !counts.isEmpty() && counts.containsKey(device);
    }

    void clear() {
        counts.clear();
    }

    void add(DeviceId device) {
        counts.merge(device, 1, Integer::sum);
    }

    void follow(Turn turn) {
        DeviceId device = turn.series().device();
        if (turn instanceof Turn.Fired) {
            add(device);
        } else {
            counts.computeIfPresent(device, (id, count) -> count == 1 ? null : count - 1);
        }
    }
}
