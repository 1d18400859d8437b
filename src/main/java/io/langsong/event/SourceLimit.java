package io.langsong.event;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each address may send: a bucket that fills at the allowed rate and holds ten seconds of it. Asked before anything
 * is looked at, so that a flood costs next to nothing. Any thread.
 */
public final class SourceLimit {
    private static final int MOST_SOURCES = 10_000;
    private static final double SECONDS_SAVED = 10;

    private final double perSecond;
    private final Map<InetAddress, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Bucket> eldest) {
            return size() > MOST_SOURCES;
        }
    };

    private static final class Bucket {
        double tokens;
        long atNanos;
    }

    public SourceLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /** @return whether one more message of this source is to be taken */
    public synchronized boolean take(InetAddress source, long nowNanos) {
        double full = perSecond * SECONDS_SAVED;
        Bucket bucket = buckets.get(source);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.tokens = full;
            bucket.atNanos = nowNanos;
            buckets.put(source, bucket);
        }
        bucket.tokens = Math.min(full, bucket.tokens + (nowNanos - bucket.atNanos) / 1e9 * perSecond);
        bucket.atNanos = nowNanos;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }
}
