package io.langsong.outage;

import java.time.Instant;

/** We see again. Published inside the transaction that writes it; listeners act in the same. */
public record MonitoringPathFound(Instant since, Instant at) {}
