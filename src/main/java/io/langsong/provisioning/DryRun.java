package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import java.util.List;
import java.util.Map;

/**
 * What a rollout would do.
 *
 * @param unchanged ids of places that have already what they would get
 * @param impossible places that can not be configured, or are in another rollout, with the reason
 * @param inRollouts number of that other rollout, of those places that are in one
 */
public record DryRun(
        List<Planned> steps,
        List<DeviceId> unchanged,
        Map<DeviceId, String> impossible,
        Map<DeviceId, Long> inRollouts) {
    public DryRun {
        steps = List.copyOf(steps);
        unchanged = List.copyOf(unchanged);
        impossible = Map.copyOf(impossible);
        inRollouts = Map.copyOf(inRollouts);
    }

    /**
     * One step that would be.
     *
     * @param diff as of {@code diff -u}, with stars for secrets; empty when only secrets differ
     * @param behind how many devices could be cut off with it
     * @param villages ids of those that could be cut off with it
     */
    public record Planned(DeviceId place, int wave, String checksum, String diff, int behind, List<String> villages) {
        public Planned {
            villages = List.copyOf(villages);
        }
    }
}
