package io.langsong.incident;

/** An incident opened. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentOpened(Incident incident) implements IncidentEvent {}
