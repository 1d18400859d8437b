package io.langsong.database;

/**
 * This server is now the one that polls, judges and sends. Published after the start of everything, by the thread
 * {@code active-server-events}, never together with {@link NoLongerActive}.
 *
 * @param epoch number of this take-over in the life of the database, larger than any before
 */
public record BecameActive(long epoch) {}
