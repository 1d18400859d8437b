package io.langsong.snmp;

/**
 * Tells whether an agent leaves questions unanswered because they, or their answers, are too large for it: some drop what does
 * not fit without a word. Only silences count during which it answered something smaller. Size is in variables asked for.
 */
final class Silences {
    /** Of a size that was never answered: two polls, as one may be lost on the way. */
    private static final int OF_UNKNOWN = 2;
    /** Of a size that was answered before: a line that loses 30 % of what is sent loses so many polls in a row about once a year. */
    private static final int OF_PROVEN = 10;

    private int largestAnswered;
    private int inARow;

    void answered(int size) {
        if (size > largestAnswered) {
            largestAnswered = size;
        }
        inARow = 0;
    }

    /** As {@link #answered}, while another of that size stayed silent. */
    void answeredBeside(int size) {
        largestAnswered = Math.max(largestAnswered, size);
    }

    /** A question of that size stayed silent although the agent is there. Answers whether to ask for less from now on. */
    boolean tooMany(int size) {
        inARow++;
        if (size <= 1 || inARow < (size <= largestAnswered ? OF_PROVEN : OF_UNKNOWN)) {
            return false;
        }
        inARow = 0;
        largestAnswered = Math.min(largestAnswered, size / 2);
        return true;
    }
}
