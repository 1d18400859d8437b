package io.langsong.notification;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What repeats is logged at most once a minute. Of one thread. */
final class Complaints {
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String channel;
    private long last = System.nanoTime() - PAUSE.toNanos();
    private long count;

    Complaints(String channel) {
        this.channel = channel;
    }

    void add(String what, String reason) {
        count++;
        if (System.nanoTime() - last >= PAUSE.toNanos()) {
            log.warn("{} channel={} times={} reason={}", what, channel, count, Message.oneLine(reason, 300));
            last = System.nanoTime();
            count = 0;
        }
    }
}
