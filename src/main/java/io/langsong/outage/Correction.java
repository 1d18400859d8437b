package io.langsong.outage;

import java.time.Instant;

/**
 * What a person said the cause of an outage was.
 *
 * @param reason how that person knows, 1 to {@link Corrections#LONGEST_REASON} characters
 * @param by person, or program by its token
 */
public record Correction(Outage.Cause cause, String reason, String by, Instant at) {}
