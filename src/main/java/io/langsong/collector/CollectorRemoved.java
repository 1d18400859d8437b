package io.langsong.collector;

/** Published inside the transaction that took a collector away. */
public record CollectorRemoved(CollectorId collector) {}
