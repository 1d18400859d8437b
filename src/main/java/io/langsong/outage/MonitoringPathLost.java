package io.langsong.outage;

import java.time.Instant;

/**
 * Nothing answers us any more, and no reference target either: the line that is gone is ours. Published inside the transaction that
 * writes it, once until {@link MonitoringPathFound}; listeners act in the same.
 *
 * @param since from when on nothing is known of what does not answer
 */
public record MonitoringPathLost(Instant since) {}
