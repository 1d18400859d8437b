package io.langsong.alert;

/** Published inside the transaction that wrote the row; listeners act in the same transaction. */
public record AlertFired(Alert alert) {}
