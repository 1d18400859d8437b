package io.langsong.dashboard;

import io.langsong.outage.Evidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A piece of evidence with names instead of ids.
 *
 * @param detail a port or an object; may come from a device, so hostile
 * @param of whose port it is, else empty
 */
record Fact(String kind, Instant at, String detail, String of) {
    private static final Set<String> NAMING = Set.of(Evidence.UPLINK_DOWN, Evidence.ON_BATTERY, Evidence.RAN_ON);

    /** In the order in which it happened. */
    static List<Fact> of(Look look, List<Evidence> evidence) {
        return evidence.stream()
                .sorted(Comparator.comparing(Evidence::at))
                .map(one -> of(look, one))
                .toList();
    }

    private static Fact of(Look look, Evidence one) {
        int blank = one.detail().indexOf(' ');
        if (one.kind().startsWith("port-") && blank > 0) {
            String device = one.detail().substring(0, blank);
            return new Fact(one.kind(), one.at(), one.detail().substring(blank + 1), look.nameOfId(device));
        }
        return new Fact(
                one.kind(), one.at(), NAMING.contains(one.kind()) ? look.nameOfId(one.detail()) : one.detail(), "");
    }
}
