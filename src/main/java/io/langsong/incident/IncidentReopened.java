package io.langsong.incident;

/** An incident goes on that was over: it failed again, or somebody says so. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record IncidentReopened(Incident incident) implements IncidentEvent {}
