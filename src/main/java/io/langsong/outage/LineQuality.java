package io.langsong.outage;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a living device stays silent to one try: over the last day, and just now. Tries of an outage are
 * not counted, else every outage would make the next one harder to see.
 */
final class LineQuality {
    static final int MOST_TRIES = 30;

    private static final double CERTAINTY = Math.log(1e-9);
    private static final double LEAST_SILENCE = 0.005;
    private static final int SLOTS = 144;
    private static final Duration SLOT = Duration.ofMinutes(10);
    private static final int RECENT_SLOTS = 6;
    private static final int ENOUGH_TRIES = 12;
    private static final double LOSSY = 0.15;
    private static final double NO_LONGER_LOSSY = 0.08;
    private static final int LAST_TRIES = 20;
    private static final int MORE_THAN_CHANCE = 2;

    private static final int SURE_OF_A_GOOD_LINE = needed(LEAST_SILENCE);

    /** A slot of ten minutes has room for a hundred tries a second. */
    private final char[] tries = new char[SLOTS];

    private final char[] silent = new char[SLOTS];
    private int triesOfDay;
    private int silentOfDay;
    private long newest = Long.MIN_VALUE;
    /** The last tries, one bit each, 1 for silent: a line turned bad is known within a few polls. */
    private long lastTries;

    private boolean lossy;

    /** Counts the tries of a poll, or of a suspicion, that ended with an answer. */
    void count(Instant at, int triesMade, int silentTries) {
        // A clock that was set back does not take the line back with it.
        long slot = Math.max(newest, at.getEpochSecond() / SLOT.toSeconds());
        if (newest == Long.MIN_VALUE) {
            newest = slot;
        }
        for (long empty = Math.max(newest + 1, slot - SLOTS + 1); empty <= slot; empty++) {
            int place = Math.floorMod(empty, SLOTS);
            triesOfDay -= tries[place];
            silentOfDay -= silent[place];
            tries[place] = 0;
            silent[place] = 0;
        }
        newest = slot;
        int place = Math.floorMod(slot, SLOTS);
        if (tries[place] + triesMade <= Character.MAX_VALUE) {
            tries[place] += (char) triesMade;
            silent[place] += (char) silentTries;
            triesOfDay += triesMade;
            silentOfDay += silentTries;
        }
        for (int i = 0; i < triesMade; i++) {
            lastTries = (lastTries << 1 | (i < silentTries ? 1 : 0)) & ((1L << LAST_TRIES) - 1);
        }
        lossy = recentTries() >= ENOUGH_TRIES && recentSilence() >= (lossy ? NO_LONGER_LOSSY : LOSSY);
    }

    /** Silent tries in a row after which it is certain to one in 10^9 that the device, were it alive, had answered: 4 to 30. */
    int triesNeeded() {
        double silence = Math.max(justNow(), share(silentOfDay, triesOfDay));
        return silence <= LEAST_SILENCE ? SURE_OF_A_GOOD_LINE : needed(silence);
    }

    private static int needed(double silence) {
        return (int) Math.min(MOST_TRIES, Math.ceil(CERTAINTY / Math.log(Math.min(silence, 0.99))));
    }

    /** Whether the line lost so much in the last hour that the device is degraded by it. */
    boolean lossy() {
        return lossy;
    }

    /** Share of single tries not answered over the last hour, 0 to 1. */
    double recentSilence() {
        return share(sum(silent, RECENT_SLOTS), recentTries());
    }

    private double justNow() {
        int lost = Long.bitCount(lastTries);
        return lost < MORE_THAN_CHANCE ? 0 : (double) lost / LAST_TRIES;
    }

    private int recentTries() {
        return sum(tries, RECENT_SLOTS);
    }

    private static double share(int lost, int made) {
        // A handful of tries says little; without this one lost datagram of the first three would be a loss of a third.
        return (double) lost / Math.max(made, ENOUGH_TRIES);
    }

    private int sum(char[] counts, int slots) {
        int total = 0;
        for (int back = 0; back < slots && newest != Long.MIN_VALUE; back++) {
            total += counts[Math.floorMod(newest - back, SLOTS)];
        }
        return total;
    }
}
