package io.langsong.oncall;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Who takes turns, now and before: a change of it begins a rotation and leaves those before as they were, so that it stays
 * known who was on duty.
 *
 * @param rotations ascending by their first days, at least one; each ends where the next one begins
 * @param uid names its events in calendars
 * @param version goes up with each change of name or rotations
 * @param changedAt when it, or an override or swap of it, was changed last
 */
public record Rota(RotaId id, String name, List<Rotation> rotations, UUID uid, int version, Instant changedAt) {
    public Rota {
        rotations =
                rotations.stream().sorted(Comparator.comparing(Rotation::first)).toList();
        if (rotations.isEmpty()) {
            throw new IllegalArgumentException("A rota has a rotation: " + id);
        }
    }

    /** The one that goes on for good. */
    public Rotation last() {
        return rotations.get(rotations.size() - 1);
    }
}
