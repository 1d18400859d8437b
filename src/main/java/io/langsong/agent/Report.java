package io.langsong.agent;

import io.langsong.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one report says, as far as it could be read.
 *
 * @param uptime of the box when it took the sample; null when it did not say
 * @param values measurements
 * @param macs of its own ports, upper case with colons
 * @param clients MAC addresses of who is on its Wi-Fi, the same form; to be counted, never to be kept
 * @param leftOut fields that were of a wrong type, or beyond what is taken
 */
record Report(@Nullable Duration uptime, List<Value> values, Set<String> macs, Set<String> clients, int leftOut) {
    Report {
        values = List.copyOf(values);
        macs = Set.copyOf(macs);
        clients = Set.copyOf(clients);
    }

    /** @param bits as in {@link io.langsong.metric.Sample} */
    record Value(Metric metric, String index, long bits) {}

    /** Whoever writes it into a log writes no address. */
    @Override
    public String toString() {
        return "Report[uptime=%s, values=%d, clients=%d, leftOut=%d]"
                .formatted(uptime, values.size(), clients.size(), leftOut);
    }
}
