package io.langsong.outage;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Where people correct causes, by a page or a program; each correction stands in the audit trail as well. Any thread. */
@Component
public class CauseDesk {
    private final Corrections corrections;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    CauseDesk(
            Corrections corrections,
            AuditTrail audit,
            @Qualifier("fencedTransactions") TransactionTemplate transaction) {
        this.corrections = corrections;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Says what the cause of an outage was.
     *
     * @param outage as who corrects it saw it
     * @param cause as typed
     * @param reason how that is known, as typed
     * @return the outage as it is now
     * @throws Refused of field {@code cause} or {@code reason}, or when there is no such outage any more
     */
    public Outage correct(Outage outage, @Nullable String cause, @Nullable String reason, String by) {
        Outage.Cause said = Typed.choice("cause", cause, Outage.Cause.class);
        String because = Typed.text("reason", reason, Corrections.LONGEST_REASON);
        Outage now = transaction.execute(status -> {
            audit.record(
                    "outage.cause",
                    outage.object().toString(),
                    List.of(
                            new Change("cause", outage.cause().name(), said.name()),
                            new Change("reason", null, because)));
            return corrections
                    .correct(outage.id(), said, because, by)
                    .orElseThrow(() -> Refused.missing("outage.refused.missing", "id", Long.toString(outage.id())));
        });
        return Objects.requireNonNull(now);
    }
}
