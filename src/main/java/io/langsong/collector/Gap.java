package io.langsong.collector;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nothing came of a collector.
 *
 * @param ended from when on it came fresh again; null: it lasts
 * @param judgedAt when its own records of that time had been judged; null: not yet
 * @param batches of those records
 * @param undated of them, of which nobody can tell when they were
 * @param outages found that nobody knew of
 * @param changed outages that were known, and began or ended at another time
 */
public record Gap(
        long id,
        CollectorId collector,
        Instant began,
        @Nullable Instant ended,
        @Nullable Instant judgedAt,
        long batches,
        long undated,
        long outages,
        long changed) {}
