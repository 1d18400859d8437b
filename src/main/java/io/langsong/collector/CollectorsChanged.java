package io.langsong.collector;

/**
 * Published inside the transaction that changed what collectors there are, or which sites they ask. Listen after the commit, and read
 * {@link Collectors}.
 */
public record CollectorsChanged() {}
