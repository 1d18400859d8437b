package io.langsong.collector;

/** Published inside the transaction that revoked the certificate of a collector. */
record CollectorRevoked(CollectorId collector) {}
