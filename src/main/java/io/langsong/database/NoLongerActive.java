package io.langsong.database;

/**
 * Another server may poll, judge and send from now on; this one stops. Published by the thread
 * {@code active-server-events}; {@link ActiveServer#isActive()} has been false since before.
 *
 * @param epoch the one that has ended
 */
public record NoLongerActive(long epoch) {}
