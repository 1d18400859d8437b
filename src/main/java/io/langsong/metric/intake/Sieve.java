package io.langsong.metric.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch and finds which of its samples the store refuses, so that one does not hold back the others: first metric by metric, since what is wrong is
 * mostly wrong with all of one, then by halving. For one batch, one thread.
 */
final class Sieve {
    /** Beyond this a refused batch is not searched further: a search must not hold up everything else. */
    private static final int REFUSALS_SEARCHED = 256;

    private final SampleSink sink;
    private final Rejects rejects;
    private int refusals;
    private int rejected;
    private @Nullable String reason;

    Sieve(SampleSink sink, Rejects rejects) {
        this.sink = sink;
        this.rejects = rejects;
    }

    /** @throws RuntimeException as {@link SampleSink#write}: all of it is to be written again */
    void write(Batch batch) {
        try {
            sink.write(batch);
        } catch (SamplesRefused e) {
            refusals++;
            reason = SampleIntake.oneLine(e);
            if (batch.size() == 1 || refusals > REFUSALS_SEARCHED) {
                rejected += batch.size();
                rejects.add(batch, reason);
                return;
            }
            List<Batch> metrics = refusals == 1 ? batch.byMetric() : List.of();
            if (metrics.size() > 1) {
                metrics.forEach(this::write);
            } else {
                int middle = batch.size() / 2;
                write(batch.part(0, middle));
                write(batch.part(middle, batch.size()));
            }
        }
    }

    /** How many samples will never be taken. */
    int rejected() {
        return rejected;
    }

    /** What the store said of them last; null while it refused none. */
    @Nullable
    String reason() {
        return reason;
    }
}
