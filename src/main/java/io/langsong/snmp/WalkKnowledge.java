package io.langsong.snmp;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What earlier walks of the same roots taught.
 *
 * @param rows of each root, -1 where not known
 * @param shortestFirst the roots, by number: what is of the same length is walked side by side
 * @param mostRepetitions what the agent could bear
 * @param mostColumns the same
 * @param mostVariables of one answer, the same
 * @param refused roots, by number, that it will not let be read
 */
record WalkKnowledge(
        int[] rows, int[] shortestFirst, int mostRepetitions, int mostColumns, int mostVariables, BitSet refused) {
    /** Variables of the least size that fit a frame. */
    private static final int LARGEST_ANSWER = WalkTask.FRAME_OCTETS / 12;

    WalkKnowledge(int[] rows, int mostRepetitions, int mostColumns, int mostVariables, BitSet refused) {
        this(rows, shortestFirst(rows), mostRepetitions, mostColumns, mostVariables, refused);
    }

    private static int[] shortestFirst(int[] rows) {
        return IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparingInt(root -> rows[root]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static WalkKnowledge nothing(List<Oid> roots) {
        return of(roots, AgentLimits.NONE);
    }

    static WalkKnowledge of(List<Oid> roots, AgentLimits agent) {
        int[] rows = new int[roots.size()];
        BitSet refused = new BitSet();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = agent.rows().getOrDefault(roots.get(i), -1);
            refused.set(i, agent.refused().contains(roots.get(i)));
        }
        return new WalkKnowledge(rows, agent.walkRepetitions(), agent.walkColumns(), agent.walkVariables(), refused);
    }

    /** The same of an agent that gives no more than so many variables at once. */
    WalkKnowledge atMost(int variables) {
        return new WalkKnowledge(rows, shortestFirst, mostRepetitions, mostColumns, variables, refused);
    }

    /** The same of an agent that may bear twice as much. */
    WalkKnowledge doubled(SnmpTarget target) {
        return new WalkKnowledge(
                rows,
                shortestFirst,
                doubled(mostRepetitions, target.maxRepetitions()),
                doubled(mostColumns, target.maxVarBinds()),
                doubled(mostVariables, LARGEST_ANSWER),
                refused);
    }

    /** What leaves room for all that is ever asked for is no limit. */
    private static int doubled(int limit, int all) {
        return limit >= (all + 1) / 2 ? AgentLimits.NO_LIMIT : 2 * limit;
    }
}
