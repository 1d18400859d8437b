package io.langsong.outage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Whether a device was silent because what it is reached through was away. Pure. */
final class Absence {
    private Absence() {}

    /**
     * Between two instants at which something came through, the uplink may have been away. If it was, what the device left
     * unanswered outside of that time was lost by chance; if it was not, what the uplink left unanswered was. The rarer chance is
     * not believed; of two that are alike, the device's own silence is.
     *
     * @param device when the tries left that the device did not answer, in their order, at least one
     * @param uplink the same of what it is reached through; what it left unanswered before or after that tells nothing
     * @param passed when questions left whose answers came through it, in any order
     */
    static boolean explains(List<Instant> device, List<Instant> uplink, Collection<Instant> passed) {
        Instant first = device.get(0);
        Instant last = device.get(device.size() - 1);
        List<Instant> meanwhile = uplink.stream()
                .filter(sent -> !sent.isBefore(first) && !sent.isAfter(last))
                .toList();
        TreeSet<Instant> edges = new TreeSet<>(passed);
        edges.add(Instant.MIN);
        edges.add(Instant.MAX);
        Instant from = Instant.MIN;
        for (Instant until : edges.tailSet(Instant.MIN, false)) {
            long outside = device.size() - within(device, from, until);
            if (within(meanwhile, from, until) > outside) {
                return true;
            }
            from = until;
        }
        return false;
    }

    private static long within(List<Instant> tries, Instant from, Instant until) {
        return tries.stream()
                .filter(sent -> !sent.isBefore(from) && !sent.isAfter(until))
                .count();
    }
}
