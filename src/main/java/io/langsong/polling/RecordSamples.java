package io.langsong.polling;

import io.langsong.metric.MetricStore;
import org.springframework.stereotype.Component;

/** Hands the samples of every poll to the store, which buffers them. */
@Component
class RecordSamples implements PollObserver {
    private final MetricStore store;

    RecordSamples(MetricStore store) {
        this.store = store;
    }

    @Override
    public void observe(PollResult result) {
        if (!result.samples().isEmpty()) {
            store.append(result.samples());
        }
    }
}
