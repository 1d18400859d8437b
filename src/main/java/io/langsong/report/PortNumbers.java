package io.langsong.report;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Link;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.PortState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** By which number the measurements know a port, which the inventory names as people do. Any thread. */
@Component
class PortNumbers implements PollObserver {
    private final Map<DeviceId, List<PortState>> ports = new ConcurrentHashMap<>();

    @Override
    public void observe(PollResult result) {
        if (!result.ports().isEmpty()) {
            ports.put(result.device(), result.ports());
        }
    }

    /** Its ifIndex in digits; empty while the device has not said which port that is. */
    Optional<String> of(Link.End end) {
        if (end.port().matches("[0-9]{1,9}")) {
            return Optional.of(end.port());
        }
        return ports.getOrDefault(end.device(), List.of()).stream()
                .filter(port -> port.name().equals(end.port()))
                .map(port -> Integer.toString(port.ifIndex()))
                .findFirst();
    }
}
