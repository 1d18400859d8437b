package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether polls of a device see the networks that it is to open. Profiles that read SSIDs count the clients of each as {@code ssid NAME}. Any thread. */
final class SsidCheck {
    private static final String CLIENTS = "wifi.clients";
    private static final String OF_NETWORK = "ssid ";
    /** A profile that read some in the last day reads them. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final MetricStore metrics;

    SsidCheck(MetricStore metrics) {
        this.metrics = metrics;
    }

    /** Whether the device's profile reads SSIDs. It need not see one now: a radio that is off has none. */
    boolean areRead(DeviceId device, Instant applied) {
        return networks(device, applied.minus(RECENT)).findAny().isPresent();
    }

    /** Those of {@code wanted} that no poll has seen since; ascending. */
    List<String> missing(DeviceId device, Set<String> wanted, Instant applied) {
        Set<String> seen = networks(device, applied)
                .filter(sample -> sample.at().isAfter(applied))
                .map(sample -> asRead(sample.series().index().substring(OF_NETWORK.length())))
                .collect(Collectors.toSet());
        return wanted.stream()
                .filter(ssid -> !seen.contains(asRead(ssid)))
                .sorted()
                .toList();
    }

    private Stream<Sample> networks(DeviceId device, Instant since) {
        return metrics.latest(device, since).stream()
                .filter(sample -> sample.metric().name().equals(CLIENTS)
                        && sample.series().index().startsWith(OF_NETWORK));
    }

    /** Agents pad names with blanks, and what is read has no control characters. */
    private static String asRead(String ssid) {
        return ssid.replaceAll("\\p{Cntrl}", "").strip();
    }
}
