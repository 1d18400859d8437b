package io.langsong.discovery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The boxes of ours by what others see of them. What belongs to two is a mark of none. Everything else that a table holds, people's
 * telephones above all, is of no concern and is dropped where it is read. One thread.
 */
final class Known {
    /** RFC 5798: the addresses of virtual routers, which move from box to box. */
    private static final long VIRTUAL_ROUTER = 0x00005E0001L;

    private final Map<Object, String> keys = new HashMap<>();
    private final Set<Object> ofTwo = new HashSet<>();

    void add(String key, Object mark) {
        if (mark instanceof MacAddress mac && mac.bits() >> 8 == VIRTUAL_ROUTER) {
            return;
        }
        String other = keys.putIfAbsent(mark, key);
        if (other != null && !other.equals(key)) {
            ofTwo.add(mark);
        }
    }

    /** A name, apart from addresses that look alike. */
    record Name(String plain) {
        static Name of(String text) {
            return new Name(DeviceText.plain(text));
        }
    }

    /** @return key of whom it belongs to; null of nobody, or of two */
    @Nullable
    String by(@Nullable Object mark) {
        return mark == null || ofTwo.contains(mark) ? null : keys.get(mark);
    }
}
