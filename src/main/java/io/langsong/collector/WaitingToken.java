package io.langsong.collector;

import java.time.Instant;

/** A token that was issued and not used yet. */
public record WaitingToken(String issuedBy, Instant issuedAt, Instant expiresAt) {}
