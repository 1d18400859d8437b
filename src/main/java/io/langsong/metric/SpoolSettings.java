package io.langsong.metric;

import io.langsong.metric.intake.Spool;
import io.langsong.metric.intake.SpoolFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What waits on disk while the store is away.
 *
 * @param maxSize the oldest goes, counted, when there is more, or when the disk is nearly full; 0: nothing waits on disk. A million samples take about 8 MB
 * @param order {@code oldest} or {@code newest}: what is written first when the store is back; what is measured then goes before either
 */
record SpoolSettings(
        @DefaultValue("2GB") DataSize maxSize,
        @DefaultValue("oldest") Spool.Order order) {
    SpoolSettings {
        if (maxSize.isNegative()) {
            throw new IllegalArgumentException("langsong.metrics.spool.max-size is negative: " + maxSize
                    + "; give a size like 2GB, or 0 for none");
        }
    }

    @Nullable
    SpoolFolder in(Path folder) {
        return maxSize.toBytes() == 0 ? null : new SpoolFolder(folder, maxSize.toBytes(), order);
    }
}
