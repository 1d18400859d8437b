package io.langsong.incident;

/** An incident became more severe. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentWorsened(Incident incident) implements IncidentEvent {}
