package io.langsong.incident;

import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents somebody wants to see; null for all.
 *
 * @param states none: all
 * @param seen villages that may be seen
 * @param owner account that owns it, or is to work on it
 * @param object one that belongs to it
 * @param after the row of the list behind which to go on
 */
public record IncidentWish(
        Set<State> states,
        @Nullable Severity severity,
        @Nullable VillageId village,
        @Nullable Collection<String> seen,
        @Nullable String owner,
        @Nullable Search search,
        @Nullable ObjectRef object,
        @Nullable Place after) {
    public IncidentWish {
        states = Set.copyOf(states);
    }

    /**
     * Words that are looked for.
     *
     * @param text a number, or a part of a note
     * @param objects those whose names have it
     */
    public record Search(String text, Collection<ObjectRef> objects) {}

    /** A row's place in the order of the list. */
    public record Place(int rank, long id) {
        public static Place of(Incident incident) {
            return new Place(incident.state().ordinal(), incident.id());
        }
    }

    /** All that {@code seen} lets see. */
    public static IncidentWish of(Set<State> states, @Nullable Collection<String> seen) {
        return new IncidentWish(states, null, null, seen, null, null, null, null);
    }
}
