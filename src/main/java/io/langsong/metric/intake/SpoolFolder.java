package io.langsong.metric.intake;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where samples wait on disk for their store, and how many.
 *
 * @param folder of this alone; made where it is missing
 * @param most octets, and one file of 8 MB more
 * @param order what is written first when the store is back
 */
public record SpoolFolder(Path folder, long most, Spool.Order order) {
    /** Samples that the store will never take, with the reason. */
    Path rejects() {
        return folder.resolve("rejected.tsv");
    }

    Spool open() throws IOException {
        return Spool.open(folder, most, order);
    }
}
