package io.langsong.outage;

/** Published inside the transaction that closed the row; listeners act in the same transaction. */
public record OutageEnded(Outage outage) {}
