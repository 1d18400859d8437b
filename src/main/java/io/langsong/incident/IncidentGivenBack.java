package io.langsong.incident;

/** Whoever had taken an incident does not own it any more. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentGivenBack(Incident incident) implements IncidentEvent {}
