package io.langsong.collector;

import io.langsong.inventory.Device;
import io.langsong.polling.PolledElsewhere;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Devices of sites that have a collector are not asked by the server. */
@Component
class ElsewhereByCollectors implements PolledElsewhere {
    private final Collectors collectors;
    private final ApplicationEventPublisher events;

    ElsewhereByCollectors(Collectors collectors, ApplicationEventPublisher events) {
        this.collectors = collectors;
        this.events = events;
    }

    @Override
    public boolean includes(Device device) {
        return collectors.serving(device).isPresent();
    }

    /** After {@link Collectors} has read them. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(CollectorsChanged changed) {
        events.publishEvent(new Changed());
    }
}
