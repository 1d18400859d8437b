package io.langsong.metric;

import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * How much room samples may take: so many bytes, or a share of a disk.
 *
 * @param bytes 0 where it is a share
 * @param percent of the disk, 1 to 90; 0 where it is bytes
 */
record MaxSize(long bytes, int percent) {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})\\s*%");
    private static final DataSize LEAST = DataSize.ofMegabytes(1);

    /** @throws IllegalArgumentException naming the setting, the value and the remedy */
    static MaxSize of(String text) {
        Matcher share = SHARE.matcher(text);
        if (share.matches()) {
            int percent = Integer.parseInt(share.group(1));
            if (percent < 1 || percent > 90) {
                throw refused(text);
            }
            return new MaxSize(0, percent);
        }
        try {
            DataSize size = DataSize.parse(text);
            if (size.compareTo(LEAST) < 0) {
                throw refused(text);
            }
            return new MaxSize(size.toBytes(), 0);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "langsong.metrics.max-size is neither a size of at least 1MB nor 1% to 90%: \"" + text
                        + "\"; give one like 20GB, or a share of the disk like 30%");
    }

    boolean isShare() {
        return percent > 0;
    }

    /** @param disk size of the disk in bytes, asked where this is a share */
    long in(LongSupplier disk) {
        return isShare() ? disk.getAsLong() / 100 * percent : bytes;
    }
}
