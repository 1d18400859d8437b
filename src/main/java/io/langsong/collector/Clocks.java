package io.langsong.collector;

import io.langsong.collector.InboxTable.Lived;
import io.langsong.collector.wire.Dating;
import io.langsong.collector.wire.Sync;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When something was by the server's clock that a life dates by its own. Pure. */
final class Clocks {
    private static final Duration DAY = Duration.ofDays(1);

    private Clocks() {}

    /**
     * By readings of the server's clock in the same life. Between two the clock of the life is taken to have run evenly: a quartz loses or gains
     * some seconds a day.
     *
     * @param millis of the life
     * @param before made before, or not long after
     * @param newest of the life; null: none but that
     */
    static Dating between(long millis, Sync before, @Nullable Sync newest) {
        Dating early = Dating.by(before);
        if (newest == null || newest.millis() <= before.millis() || millis <= before.millis()) {
            return early;
        }
        long span = newest.millis() - before.millis();
        long passed = Math.min(millis - before.millis(), span);
        Duration drift = Dating.by(newest).offset().minus(early.offset());
        if (drift.abs().compareTo(DAY) > 0) {
            // The server's own clock was set in between.
            return early;
        }
        return new Dating(early.offset().plusMillis((long) ((double) drift.toMillis() * passed / span)));
    }

    /**
     * Of a life in which the server's clock was never read: by its own wall clock, as far off as that of the life which came next and in which it was.
     *
     * @param all lives of the collector
     * @param earliest it can not have begun before
     * @param lasted how long it was at least, milliseconds
     * @return empty when that makes no sense, since its wall clock was another one: it would have begun too early, or gone on when the next had begun
     */
    static Optional<Dating> byWallClock(Lived lived, Collection<Lived> all, Instant earliest, long lasted) {
        Instant started = lived.life().startedAt();
        return all.stream()
                .filter(other ->
                        other.sync() != null && other.life().startedAt().isAfter(started))
                .min(Comparator.comparing(other -> other.life().startedAt()))
                .flatMap(next -> {
                    Sync sync = next.sync();
                    if (sync == null) {
                        return Optional.empty();
                    }
                    Instant wall = next.life().startedAt().plusMillis(sync.millis());
                    Instant began = started.plus(Duration.between(wall, sync.server()));
                    boolean overlaps = began.plusMillis(lasted).isAfter(sync.date(0));
                    return began.isBefore(earliest) || overlaps
                            ? Optional.empty()
                            : Optional.of(new Dating(Duration.between(Instant.EPOCH, began)));
                });
    }
}
