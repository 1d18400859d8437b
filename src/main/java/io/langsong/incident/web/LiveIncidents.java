package io.langsong.incident.web;

import io.langsong.incident.IncidentEvent;
import io.langsong.web.EventStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Tells open pages that something turned about an incident, by the object that failed first. */
@Component
class LiveIncidents {
    private final EventStream stream;

    LiveIncidents(EventStream stream) {
        this.stream = stream;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(IncidentEvent event) {
        stream.broadcast("incident", event.incident().object().toString());
    }
}
