package io.langsong.incident;

/** An incident is over, or another goes on in its place. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentResolved(Incident incident) implements IncidentEvent {}
