package io.langsong.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.langsong.inventory.Device;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.web.ApiCall;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The state of one device for programs. */
@RestController
class DeviceStatus {
    private static final Duration NOT_OLDER = Duration.ofMinutes(15);

    private final Sources sources;

    DeviceStatus(Sources sources) {
        this.sources = sources;
    }

    @ApiCall("How one device is, with the newest values of the last 15 minutes.")
    @GetMapping("/api/v1/devices/{id}/status")
    Status status(@PathVariable String id) {
        Look look = sources.look();
        Device device = Refs.device(id)
                .flatMap(look.inventory()::device)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No device has this id: " + id));
        State state = look.of(device);
        return new Status(
                state.condition(),
                state.since(),
                state.lastGood(),
                cause(look, state),
                metrics(sources.latest(device.id(), look.at().minus(NOT_OLDER))));
    }

    private static Outage.@Nullable Cause cause(Look look, State state) {
        if (state.condition() != Condition.DOWN && state.condition() != Condition.UNREACHABLE) {
            return null;
        }
        ObjectRef object = state.object();
        return look.open().stream()
                .filter(outage -> outage.object().equals(object))
                .map(Outage::cause)
                .findFirst()
                .orElse(null);
    }

    private Map<String, List<Value>> metrics(List<Sample> samples) {
        Map<String, List<Value>> metrics = new TreeMap<>();
        samples.stream()
                .sorted(Comparator.comparing(sample -> sample.series().index()))
                .forEach(sample -> metrics.computeIfAbsent(sample.metric().name(), name -> new ArrayList<>())
                        .add(new Value(
                                sample.series().index(),
                                number(sample),
                                sample.metric().unit(),
                                sample.at())));
        return metrics;
    }

    /** A counter keeps its 64 bits, unsigned. */
    private static Number number(Sample sample) {
        return sample.metric().kind() == Metric.Kind.GAUGE
                ? (Number) sample.asDouble()
                : new BigInteger(Long.toUnsignedString(sample.bits()));
    }

    /**
     * @param since null when it is not known
     * @param cause of the outage that lasts; absent when there is none
     * @param metrics newest values of the last 15 minutes by metric, one for each index
     */
    record Status(
            Condition condition,
            @Nullable Instant since,
            @Nullable Instant lastGood,
            @JsonInclude(JsonInclude.Include.NON_NULL) Outage.@Nullable Cause cause,
            Map<String, List<Value>> metrics) {}

    record Value(String index, Number value, String unit, Instant at) {}
}
