package io.langsong.dashboard;

import io.langsong.outage.ConditionChanged;
import io.langsong.web.EventStream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells open pages that an object's condition changed. */
@Component
class LiveChanges {
    private final EventStream stream;

    LiveChanges(EventStream stream) {
        this.stream = stream;
    }

    @EventListener
    void on(ConditionChanged changed) {
        stream.broadcast("condition", changed.object().toString());
    }
}
