package io.langsong.event;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Lets one Report a second go to a source, so that nobody is flooded in another's name. One thread. */
final class Reports {
    private static final int MOST_SOURCES = 10_000;

    private final Map<InetAddress, Long> sentAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    boolean mayGo(InetAddress to, long nowNanos) {
        Long before = sentAt.get(to);
        if (before != null && nowNanos - before < TimeUnit.SECONDS.toNanos(1)) {
            return false;
        }
        sentAt.put(to, nowNanos);
        return true;
    }
}
