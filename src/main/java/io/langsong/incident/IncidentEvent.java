package io.langsong.incident;

/** Something turned about an incident. Published inside the transaction that wrote it; listeners act in the same transaction. */
public sealed interface IncidentEvent
        permits IncidentAcknowledged,
                IncidentGivenBack,
                IncidentLeftStorm,
                IncidentOpened,
                IncidentReopened,
                IncidentResolved,
                IncidentWorsened {

    /** As it is now. */
    Incident incident();
}
