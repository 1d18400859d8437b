package io.langsong.outage;

/** Published inside the transaction that wrote the row; listeners act in the same transaction. */
public record OutageStarted(Outage outage) {}
