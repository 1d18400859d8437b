package io.langsong.event;

import io.langsong.event.MessageTable.Again;
import io.langsong.event.MessageTable.Row;
import io.langsong.inventory.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts messages into those that become a row and those that were said a while ago already: the same device, kind, name and
 * text within the window after the last time. One thread.
 */
final class Repeats {
    private static final int MOST_KEPT = 20_000;

    private final Duration window;
    private final Map<Key, Last> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Last> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Key(DeviceId device, String kind, String name, String body) {}

    private static final class Last {
        final long id;
        Instant at;

        Last(long id, Instant at) {
            this.id = id;
            this.at = at;
        }
    }

    /** What is to be written of a batch. */
    record Plan(List<Row> rows, List<Again> again, long repeated) {}

    Repeats(Duration window) {
        this.window = window;
    }

    /** @param numbers one for each message; those that are not needed go unused */
    Plan plan(List<Heard> batch, List<Long> numbers) {
        Map<Long, Row> rows = new LinkedHashMap<>();
        Map<Long, Again> again = new LinkedHashMap<>();
        Iterator<Long> free = numbers.iterator();
        long repeated = 0;
        for (Heard heard : batch) {
            Key key = new Key(heard.device(), heard.kind(), heard.name(), heard.body());
            Last last = said.get(key);
            boolean within = last != null
                    && Duration.between(last.at, heard.receivedAt()).abs().compareTo(window) <= 0;
            if (last == null || !within) {
                long id = free.next();
                rows.put(id, new Row(id, heard));
                said.put(key, new Last(id, heard.receivedAt()));
            } else {
                repeated++;
                last.at = later(last.at, heard.receivedAt());
                Row row = rows.get(last.id);
                if (row != null) {
                    row.times++;
                    row.lastAt = later(row.lastAt, heard.receivedAt());
                } else {
                    Again one = again.computeIfAbsent(last.id, id -> new Again(id, heard.receivedAt()));
                    one.times++;
                    one.lastAt = later(one.lastAt, heard.receivedAt());
                }
            }
        }
        return new Plan(new ArrayList<>(rows.values()), new ArrayList<>(again.values()), repeated);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What was planned last may not stand in the table. */
    void forget() {
        said.clear();
    }
}
