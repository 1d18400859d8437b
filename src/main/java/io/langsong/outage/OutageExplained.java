package io.langsong.outage;

/** Why an outage was became known after its end. Published inside the transaction that wrote it; listeners act in the same. */
public record OutageExplained(Outage outage) {}
