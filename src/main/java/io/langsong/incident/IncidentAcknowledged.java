package io.langsong.incident;

/** Somebody took an incident, perhaps from somebody else. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentAcknowledged(Incident incident) implements IncidentEvent {}
