package io.langsong.incident.web;

import io.langsong.outage.Evidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A piece of evidence with names instead of ids, as {@code fragments/outages.html} words it.
 *
 * @param detail a port or an object; may come from a device, so hostile
 * @param of whose port it is, else empty
 */
record Fact(String kind, Instant at, String detail, String of) {
    /** In the order in which it happened. @param nameOfId the name of the device or line with an id */
    static List<Fact> of(List<Evidence> evidence, UnaryOperator<String> nameOfId) {
        return evidence.stream()
                .sorted(Comparator.comparing(Evidence::at))
                .map(one -> of(one, nameOfId))
                .toList();
    }

    private static Fact of(Evidence one, UnaryOperator<String> nameOfId) {
        int blank = one.detail().indexOf(' ');
        if (one.kind().startsWith("port-") && blank > 0) {
            String device = nameOfId.apply(one.detail().substring(0, blank));
            return new Fact(one.kind(), one.at(), one.detail().substring(blank + 1), device);
        }
        boolean named = one.kind().equals(Evidence.UPLINK_DOWN) || one.kind().equals(Evidence.ON_BATTERY);
        return new Fact(one.kind(), one.at(), named ? nameOfId.apply(one.detail()) : one.detail(), "");
    }
}
