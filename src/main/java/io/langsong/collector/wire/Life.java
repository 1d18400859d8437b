package io.langsong.collector.wire;

import java.time.Instant;
import java.util.UUID;

/**
 * One run of a collecting process, whose clock only goes forward: all its times are milliseconds since its start.
 *
 * @param startedAt by the collector's own clock, which may be wrong by years
 */
public record Life(UUID id, Instant startedAt) {}
