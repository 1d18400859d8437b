package io.langsong.firmware;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How firmware is kept and brought to boxes.
 *
 * @param limit the largest file that is taken; 1 MB to 64 MB
 * @param bootWithin how long a box may take from the order to restart until it answers with its new firmware, and once more until it answers
 *     when it is polled; 2 minutes to 1 hour
 */
@ConfigurationProperties("langsong.firmware")
public record FirmwareProperties(
        @DefaultValue("64MB") DataSize limit,
        @DefaultValue("10m") Duration bootWithin) {
    private static final DataSize SMALLEST = DataSize.ofMegabytes(1);
    /** Forms with a longer file are not read at all. */
    private static final DataSize LARGEST = DataSize.ofMegabytes(64);

    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofHours(1);

    public FirmwareProperties {
        if (limit.compareTo(SMALLEST) < 0 || limit.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "langsong.firmware.limit is %d bytes; give 1MB to 64MB".formatted(limit.toBytes()));
        }
        if (bootWithin.compareTo(SHORTEST) < 0 || bootWithin.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "langsong.firmware.boot-within is %d s; give 2m to 1h".formatted(bootWithin.toSeconds()));
        }
    }
}
