package io.langsong.wifi;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.Sample;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** On which channels access points were heard to be, as far as polls ask for it. Any thread. */
@Component
class MeasuredChannels {
    private static final String CHANNEL = "wifi.channel";
    private static final String FREQUENCY = "wifi.frequency";
    private static final Duration RECENT = Duration.ofHours(1);
    private static final int FIRST_OF_5_MHZ = 5150;
    private static final int FIRST_OF_6_MHZ = 5925;

    private final MetricStore metrics;
    private final Clock clock;

    MeasuredChannels(MetricStore metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A channel on which some radio is. */
    record Heard(Band band, int channel) {}

    /** Of the last hour, ascending, each once; by frequency where the device tells it, which alone tells the band. */
    List<Heard> of(DeviceId device) {
        List<Sample> latest = metrics.latest(device, clock.instant().minus(RECENT));
        List<Heard> byFrequency = heard(latest, FREQUENCY)
                .flatMap(mhz -> byFrequency(mhz).stream())
                .toList();
        List<Heard> all = byFrequency.isEmpty()
                ? heard(latest, CHANNEL)
                        .flatMap(channel -> byChannel(channel).stream())
                        .toList()
                : byFrequency;
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Heard::band).thenComparing(Heard::channel))
                .toList();
    }

    private static Stream<Integer> heard(List<Sample> latest, String metric) {
        return latest.stream()
                .filter(sample -> sample.metric().name().equals(metric))
                .map(sample -> (int) Math.round(sample.asDouble()));
    }

    /** Bridges between buildings, on other frequencies, are none of these. */
    private static Optional<Heard> byFrequency(int mhz) {
        if (mhz >= FIRST_OF_5_MHZ && mhz < FIRST_OF_6_MHZ && mhz % 5 == 0) {
            return known(Band.GHZ_5, (mhz - 5000) / 5);
        }
        return known(Band.GHZ_2_4, (mhz - 2407) / 5);
    }

    private static Optional<Heard> byChannel(int channel) {
        return known(Band.GHZ_2_4, channel).or(() -> known(Band.GHZ_5, channel));
    }

    private static Optional<Heard> known(Band band, int channel) {
        return Spectrum.channels(band).contains(channel) ? Optional.of(new Heard(band, channel)) : Optional.empty();
    }
}
