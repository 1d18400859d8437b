package io.langsong.snmp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of things that are equal gives back one, so that what thousands of devices of one kind have in common lies in memory once, and
 * close to the processor. Remembers those that were wanted last. Not thread-safe: of the engine's loop.
 */
public final class Interner {
    private static final int MOST = 1_000;

    private final Map<Object, Object> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > MOST;
        }
    };

    /** @param thing immutable */
    @SuppressWarnings("unchecked") // what is equal to it is of its class
    public <T> T one(T thing) {
        return (T) known.computeIfAbsent(thing, same -> same);
    }
}
