package io.langsong.dashboard;

import io.langsong.notification.Posted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one object and what was done about it, in one order, newest first. Each kind of entry has its own source;
 * a further kind is one more method here and one more case in {@code fragments/log.html}.
 */
final class DeviceLog {
    private static final int SHOWN = 60;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param at when it happened; of an outage, when it began
     * @param outage of an entry of kind {@code outage}
     * @param told of an entry of kind {@code told}
     */
    record Entry(
            Instant at,
            String kind,
            OutageList.@Nullable Entry outage,
            @Nullable Told told) {}

    /**
     * A message that spoke of it.
     *
     * @param subject may hold what devices call themselves, so hostile
     * @param state as {@link Posted.State#code}
     */
    record Told(String subject, String state, long delivered, int recipients) {}

    void outages(List<OutageList.Entry> outages) {
        outages.forEach(outage -> entries.add(new Entry(outage.from(), "outage", outage, null)));
    }

    void messages(List<Posted> messages) {
        for (Posted message : messages) {
            long delivered = message.deliveries().stream()
                    .filter(delivery -> delivery.state() == Posted.State.DELIVERED)
                    .count();
            entries.add(new Entry(
                    message.createdAt(),
                    "told",
                    null,
                    new Told(
                            message.subject(),
                            message.state().code(),
                            delivered,
                            message.deliveries().size())));
        }
    }

    /** Since when it counts. */
    void added(Instant at) {
        entries.add(new Entry(at, "added", null, null));
    }

    /** What lasts first, then the newest. */
    List<Entry> newest() {
        return entries.stream()
                .sorted(Comparator.comparing((Entry entry) ->
                                entry.outage() == null || entry.outage().to() != null)
                        .thenComparing(Entry::at, Comparator.reverseOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** How many more there are than are shown. */
    int more() {
        return Math.max(0, entries.size() - SHOWN);
    }
}
