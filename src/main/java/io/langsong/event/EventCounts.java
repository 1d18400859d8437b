package io.langsong.event;

/**
 * What became of everything that came in since the start. The sum that holds while nothing is on its way is
 * {@code received = limited + malformed + refused + discoveries + unknown + overflowed + stored + repeated + lost + waiting}.
 *
 * @param received datagrams, and messages of connections
 * @param limited dropped because their source had sent too much
 * @param malformed traps that break the rules of SNMP, or are none
 * @param refused traps with a wrong community, user, key, level or time
 * @param discoveries who would send informs asked who we are
 * @param unknown from nobody in the inventory; counted by sender, not kept
 * @param overflowed dropped because the queue was full
 * @param stored became a row
 * @param repeated counted at a row that was there, or an inform that was sent again
 * @param lost could not be written
 * @param waiting in the queue
 */
public record EventCounts(
        long received,
        long limited,
        long malformed,
        long refused,
        long discoveries,
        long unknown,
        long overflowed,
        long stored,
        long repeated,
        long lost,
        long waiting) {}
