package io.langsong.metric.intake;

import io.langsong.metric.Metric;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples that a store will never take, with the reason, for a person to look at: one line of tab-separated text each in a file that begins anew, keeping the one
 * before, when it is full. Any thread.
 */
final class Rejects {
    private static final Logger log = LoggerFactory.getLogger(Rejects.class);
    private static final long LARGEST = 5L << 20;

    private final @Nullable Path file;

    /** @param file null when nothing is written */
    Rejects(@Nullable Path file) {
        this.file = file;
    }

    synchronized void add(Batch batch, String reason) {
        Path to = file;
        if (to == null) {
            return;
        }
        try {
            if (Files.exists(to) && Files.size(to) > LARGEST) {
                Files.move(to, to.resolveSibling(to.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
            }
            try (Writer out = Files.newBufferedWriter(
                    to, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (int i = 0; i < batch.size(); i++) {
                    out.write(line(batch, i, reason));
                }
            }
        } catch (IOException e) {
            log.warn("rejected samples can not be written down file={} reason={}", to, e.toString());
        }
    }

    private static String line(Batch batch, int i, String reason) {
        boolean gauge = batch.series(i).metric().kind() == Metric.Kind.GAUGE;
        String value =
                gauge ? Double.toString(Double.longBitsToDouble(batch.bits(i))) : Long.toUnsignedString(batch.bits(i));
        return String.join(
                        "\t",
                        Instant.ofEpochMilli(batch.millis(i)).toString(),
                        batch.series(i).key().device().value(),
                        batch.series(i).key().metric(),
                        PlainText.encode(batch.series(i).key().index()),
                        value,
                        reason)
                + "\n";
    }
}
