package io.langsong.outage;

/**
 * When an outage began or ended is known otherwise now, as by late results of a collector. Published inside the transaction that wrote it; listeners act
 * in the same. That one ended which lasted is {@link OutageEnded}.
 */
public record OutageCorrected(Outage outage) {}
