package io.langsong.outage;

/**
 * Whether it is us who see nothing, or a part of the commune that is gone. A pure rule over what others did while one device was
 * silent, asked only while no reference target answers:
 *
 * <ul>
 *   <li>fewer than three devices were answering: nobody can tell, so each is judged by itself;
 *   <li>more than a tenth of them are proof that the line was there: what is silent is so by itself;
 *   <li>at least nine tenths of them, and at least three, were silent with it: it is our own line;
 *   <li>else whoever was not asked yet decides, which takes one turn of the polls at most.
 * </ul>
 *
 * <p>Devices that were out already do not count.
 */
final class Blindness {
    private static final int FEWEST = 3;
    private static final int SHARE = 10;

    private Blindness() {}

    enum Verdict {
        /** The line is there; what is silent is so by itself. */
        SEEING,
        /** Nobody knows yet. */
        OPEN,
        /** Our own line is gone. */
        BLIND
    }

    /**
     * Of the devices that were answering.
     *
     * @param gone those silent in the same time, this one included
     * @param there those that answered after it fell silent
     * @param proof those of them that answered before the tries that make sure of it, where another has answered after them
     * @param unasked those that were not asked meanwhile
     */
    record Count(int gone, int there, int proof, int unasked) {
        /** The same as if those that were not asked did not exist. */
        Count asked() {
            return new Count(gone, there, proof, 0);
        }

        private int all() {
            return gone + there + unasked;
        }
    }

    static Verdict judge(Count count) {
        int all = count.all();
        if (all < FEWEST || isMoreThanATenth(count.proof(), all)) {
            return Verdict.SEEING;
        }
        boolean nearlyAll = count.gone() >= FEWEST && count.gone() * SHARE >= all * (SHARE - 1);
        return nearlyAll && !isMoreThanATenth(count.there(), all) ? Verdict.BLIND : Verdict.OPEN;
    }

    static boolean isMoreThanATenth(int some, int all) {
        return some * SHARE > all;
    }
}
