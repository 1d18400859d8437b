package io.langsong.access;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets the audit trail neither grow without end nor break unseen. */
@Component
public class AuditUpkeep {
    private static final Logger log = LoggerFactory.getLogger(AuditUpkeep.class);

    private final AuditTrail trail;
    private final AccessProperties settings;
    private final Clock clock;

    AuditUpkeep(AuditTrail trail, AccessProperties settings, Clock clock) {
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    /** Verifies the chain, writes its end to the log, which is kept elsewhere, and expires what is older than is kept. */
    public void lookAndExpire() {
        AuditCheck check = trail.verify();
        if (!check.whole()) {
            // What is broken stays as it was found.
            return;
        }
        int gone = trail.expire(clock.instant().minus(settings.auditRetention()));
        log.info("audit trail verified rows={} expired={} lastHash={}", check.rows(), gone, check.lastHash());
    }
}
