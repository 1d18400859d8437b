package io.langsong.collector.wire;

import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a collector found out in a stretch of its life, at which it was awake throughout. Times within {@link #results} and {@link #notices}
 * are milliseconds of the life counted from the epoch; {@link Dating} makes them ours.
 *
 * @param number from 1 on, in the order of time; without gaps but for batches that were dropped
 * @param from milliseconds of the life
 * @param until from <= until
 * @param sync the sharpest reading of the server's clock so far in this life; null before the first
 * @param results in the order in which they came
 * @param leftOut what could not be kept or sent
 */
public record Batch(
        Life life,
        long number,
        long from,
        long until,
        @Nullable Sync sync,
        List<PollResult> results,
        List<DeviceNotice> notices,
        List<Datagram> datagrams,
        LeftOut leftOut) {
    public Batch {
        results = List.copyOf(results);
        notices = List.copyOf(notices);
        datagrams = List.copyOf(datagrams);
        if (number < 1 || from < 0 || until < from) {
            throw new IllegalArgumentException("Batch %d can not be from %d to %d".formatted(number, from, until));
        }
    }

    /**
     * What is missing of earlier batches, or of this one.
     *
     * @param batches that were dropped since the disk was full or held as much as it may
     * @param samples left out of batches since the line may not carry more, or dropped with them
     * @param datagrams that came faster than they may
     */
    public record LeftOut(long batches, long samples, long datagrams) {
        public static final LeftOut NOTHING = new LeftOut(0, 0, 0);

        public LeftOut plus(LeftOut other) {
            return new LeftOut(batches + other.batches, samples + other.samples, datagrams + other.datagrams);
        }
    }
}
