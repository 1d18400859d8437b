package io.langsong.alert;

/** An alert is over, for whatever reason. Published inside the transaction that wrote it; listeners act in the same transaction. */
public record AlertCleared(Alert alert) {}
