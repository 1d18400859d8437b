package io.langsong.incident;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of an incident's timeline. Words are made of it when it is read.
 *
 * @param actor account or token; null: the system
 * @param facts what the words need: {@code text}, {@code objects} (kind:id with blanks between), {@code count}, {@code number}…
 * @param version the incident's after it
 */
public record Entry(long id, Instant at, @Nullable String actor, Kind kind, Map<String, String> facts, int version) {
    /** Names in a line; the count tells all. */
    static final int MOST_OBJECTS = 20;

    public Entry {
        facts = Map.copyOf(facts);
    }

    public enum Kind {
        OPENED,
        JOINED,
        BACK,
        WORSE,
        RECOVERED,
        FAILED_AGAIN,
        ACKNOWLEDGED,
        GIVEN_BACK,
        ASSIGNED,
        NOTE,
        PHOTO,
        WAITING,
        WAITING_OVER,
        RESOLVED,
        CORRECTED,
        REOPENED,
        CLOSED,
        MERGED_INTO,
        TOOK_IN,
        SPLIT_OFF,
        SPLIT_FROM,
        /** The people of a level were told, or nobody was there to be told. */
        CALLED,
        /** It fails again and again. */
        UNSTABLE,
        CALMED,
        /** Of an umbrella. */
        STORM_BEGAN,
        STORM_OVER,
        /** It hangs under an umbrella from now on, or no longer. */
        UNDER_STORM,
        LEFT_STORM;

        /** As in the database and JSON: {@code given-back}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public @Nullable String fact(String name) {
        return facts.get(name);
    }

    /** {@code kind:id} of what it speaks of. */
    public List<String> objects() {
        String objects = facts.getOrDefault("objects", "");
        return objects.isEmpty() ? List.of() : Arrays.asList(objects.split(" "));
    }
}
