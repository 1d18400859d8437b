package io.langsong.metric;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** How often samples of a device come, as it is set now: by whoever knows who asks it, or whether it reports. Any thread. */
public interface SampleIntervals {
    /** @return one for each of the devices */
    Map<DeviceId, Duration> of(Collection<Device> devices);
}
