package io.langsong.incident;

/**
 * A storm is over, and this incident, which hung under its umbrella, goes on by itself. Published inside the transaction that wrote
 * it; listeners act in the same transaction.
 */
public record IncidentLeftStorm(Incident incident) implements IncidentEvent {}
