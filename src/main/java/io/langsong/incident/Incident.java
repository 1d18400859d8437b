package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people do about one root cause.
 *
 * @param object what failed first; of an alert its device
 * @param villages those it touches: of what failed, and of what hides behind it by the plan of the network
 * @param beganAt best estimate of when the trouble began
 * @param openedAt when it was found
 * @param guess what the machine thinks it was
 * @param mergedInto the incident that goes on in its place
 * @param version grows with each change of what is here; children and notes change nothing
 */
public record Incident(
        long id,
        IncidentNumber number,
        ObjectRef object,
        Severity severity,
        Set<VillageId> villages,
        Instant beganAt,
        Instant openedAt,
        Standing standing,
        Cause guess,
        @Nullable IncidentNumber mergedInto,
        int version) {
    public Incident {
        villages = Set.copyOf(villages);
        if (mergedInto != null && standing.state() != State.CLOSED) {
            throw new IllegalArgumentException("An incident that was merged is closed, not " + standing.state());
        }
    }

    public State state() {
        return standing.state();
    }

    /** Since when somebody owns it; null: nobody does. */
    public @Nullable Instant acknowledgedAt() {
        return standing.acknowledged() == null ? null : standing.acknowledged().at();
    }

    /** What a person said it was, else what the machine thinks. */
    public Cause cause() {
        return standing.cause() == null ? guess : standing.cause();
    }

    Incident with(Standing next) {
        return new Incident(
                id, number, object, severity, villages, beganAt, openedAt, next, guess, mergedInto, version);
    }

    Incident with(Severity other) {
        return new Incident(
                id, number, object, other, villages, beganAt, openedAt, standing, guess, mergedInto, version);
    }

    Incident touching(Set<VillageId> all) {
        return new Incident(id, number, object, severity, all, beganAt, openedAt, standing, guess, mergedInto, version);
    }

    Incident with(Cause other) {
        return new Incident(
                id, number, object, severity, villages, beganAt, openedAt, standing, other, mergedInto, version);
    }
}
