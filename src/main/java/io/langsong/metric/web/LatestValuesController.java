package io.langsong.metric.web;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import io.langsong.metric.SampleIntervals;
import io.langsong.web.ApiCall;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/metrics}: the latest values of all devices, for Prometheus. What the server says of itself is elsewhere. */
@RestController
class LatestValuesController {
    /** What is older than so many polls is of a device that does not answer any more. */
    private static final int POLLS = 3;

    private static final String TYPE = "text/plain;version=0.0.4;charset=utf-8";

    private final MetricStore store;
    private final SeenInventory seen;
    private final SampleIntervals intervals;
    private final Clock clock;

    LatestValuesController(MetricStore store, SeenInventory seen, SampleIntervals intervals, Clock clock) {
        this.store = store;
        this.seen = seen;
        this.intervals = intervals;
        this.clock = clock;
    }

    @ApiCall(value = "The latest values of all devices, in the text format of Prometheus.", types = "text/plain")
    @GetMapping("/api/v1/metrics")
    ResponseEntity<String> metrics() {
        InventorySnapshot inventory = seen.snapshot();
        Instant now = clock.instant();
        Exposition text = new Exposition();
        List<Device> devices = new ArrayList<>(inventory.devices());
        devices.sort(Comparator.comparing(device -> device.id().value()));
        Map<DeviceId, Duration> interval = intervals.of(devices);
        for (Device device : devices) {
            String site = device.site().value();
            String village = inventory
                    .site(device.site())
                    .map(known -> known.village().value())
                    .orElse("");
            Duration longest = interval.getOrDefault(device.id(), Duration.ZERO).multipliedBy(POLLS);
            for (Sample sample : store.latest(device.id(), now.minus(longest))) {
                text.add(sample, village, site);
            }
        }
        return ResponseEntity.ok()
                .header("Content-Type", TYPE)
                .header("Cache-Control", "no-store")
                .body(text.written());
    }
}
