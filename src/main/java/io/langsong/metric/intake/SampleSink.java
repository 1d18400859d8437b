package io.langsong.metric.intake;

/**
 * Takes batches for good: a store, or a spool in front of one. Called by one thread at a time. Writing a batch again,
 * whole or in parts, must change nothing, since an answer can be lost after the work was done.
 */
public interface SampleSink {
    /**
     * Returns when every sample of the batch survives the end of this process.
     *
     * @throws SamplesRefused some of these samples will never be taken; the others may or may not have been stored
     * @throws RuntimeException nothing is wrong with the samples: to be tried again later, see {@link StoreAway}
     */
    void write(Batch batch) throws SamplesRefused;
}
