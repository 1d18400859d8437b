package io.langsong.snmp;

import java.util.Map;
import java.util.Set;

/**
 * What asking taught of one agent: how much it bears in one message, and how long its tables are. Finding it out costs polls, so
 * it is worth keeping.
 *
 * @param getVariables most variables of a GET; {@link #NO_LIMIT} as long as none was found, here and below
 * @param walkVariables most variables of one answer in a walk
 * @param walkColumns most columns walked side by side
 * @param walkRepetitions most rows of one GETBULK
 * @param rows of each root walked; none of one that is not known
 * @param refused roots that it does not let be read together with others
 */
public record AgentLimits(
        int getVariables,
        int walkVariables,
        int walkColumns,
        int walkRepetitions,
        Map<Oid, Integer> rows,
        Set<Oid> refused) {
    public static final int NO_LIMIT = Integer.MAX_VALUE;
    public static final AgentLimits NONE = new AgentLimits(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT, Map.of(), Set.of());

    public AgentLimits {
        if (getVariables < 1 || walkVariables < 1 || walkColumns < 1 || walkRepetitions < 0) {
            throw new IllegalArgumentException("Limits of an agent are at least 1, of its repetitions 0: %d %d %d %d"
                    .formatted(getVariables, walkVariables, walkColumns, walkRepetitions));
        }
        rows = Map.copyOf(rows);
        refused = Set.copyOf(refused);
    }

    /** Whether it bears less than it was asked for. */
    public boolean isBounded() {
        return !hasBoundsOf(NONE);
    }

    /** Whether it is the same but for the lengths of its tables and what it refuses. */
    public boolean hasBoundsOf(AgentLimits other) {
        return getVariables == other.getVariables
                && walkVariables == other.walkVariables
                && walkColumns == other.walkColumns
                && walkRepetitions == other.walkRepetitions;
    }
}
