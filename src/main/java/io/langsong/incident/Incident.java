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
 * @param object what failed first; of an alert its device; of an umbrella that of the worst incident when its storm began
 * @param villages those it touches: of what failed, and of what hides behind it by the plan of the network
 * @param beganAt best estimate of when the trouble began
 * @param openedAt when it was found
 * @param guess what the machine thinks it was
 * @param mergedInto the incident that goes on in its place
 * @param unstableSince when the first of the outages began for which it is unstable; null: it is not
 * @param storm the umbrella under which it hangs, or hung at last; of an umbrella its own number
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
        @Nullable Instant unstableSince,
        @Nullable IncidentNumber storm,
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

    /** Whether it is that of a storm, under which others hang. */
    public boolean isUmbrella() {
        return number.equals(storm);
    }

    public boolean isUnstable() {
        return unstableSince != null;
    }

    Incident with(Standing next) {
        return with(severity, villages, next, guess);
    }

    Incident with(Severity other) {
        return with(other, villages, standing, guess);
    }

    Incident touching(Set<VillageId> all) {
        return with(severity, all, standing, guess);
    }

    Incident with(Cause other) {
        return with(severity, villages, standing, other);
    }

    private Incident with(Severity how, Set<VillageId> where, Standing next, Cause why) {
        return new Incident(
                id,
                number,
                object,
                how,
                where,
                beganAt,
                openedAt,
                next,
                why,
                mergedInto,
                unstableSince,
                storm,
                version);
    }
}
