package io.langsong.event;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets what devices said not be kept for ever, for a calendar to call. */
@Component
public class EventUpkeep {
    private static final Logger log = LoggerFactory.getLogger(EventUpkeep.class);

    private final MessageTable table;
    private final UnknownSenders unknown;
    private final EngineFaultTable faults;
    private final EventProperties settings;
    private final Clock clock;

    EventUpkeep(
            MessageTable table,
            UnknownSenders unknown,
            EngineFaultTable faults,
            EventProperties settings,
            Clock clock) {
        this.table = table;
        this.unknown = unknown;
        this.faults = faults;
        this.settings = settings;
        this.clock = clock;
    }

    /** Once a night. */
    public void expireOld() {
        Instant before = clock.instant().minus(settings.retention());
        int expired = table.expire(before);
        int trimmed = table.trim(settings.mostRows());
        int forgotten = unknown.forgetBefore(before);
        int over = faults.expire(before);
        log.info(
                "messages expired old={} tooMany={} unknownSenders={} engineFaults={}",
                expired,
                trimmed,
                forgotten,
                over);
    }
}
