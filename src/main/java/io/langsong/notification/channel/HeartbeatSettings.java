package io.langsong.notification.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.heartbeat}: somebody outside who is told again and again that this server is well, and raises the
 * alarm when that stays out: nobody else tells of a server that is gone, or cut off.
 *
 * @param url of the watch, whose path may be its password; null: nobody watches
 * @param method {@code GET} or {@code POST}
 * @param interval between two beats, 10 seconds to an hour
 * @param allowPrivate also a watch on this machine, and {@code http} to one in a private network
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 */
public record HeartbeatSettings(
        @Nullable String url,
        @DefaultValue("GET") String method,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout) {
    static final String NAME = "langsong.notification.heartbeat";

    public HeartbeatSettings {
        url = Checks.given(url);
        method = method.strip().toUpperCase(java.util.Locale.ROOT);
        if (url != null) {
            Checks.url(NAME, url, allowPrivate);
        }
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new IllegalArgumentException(
                    NAME + ".method: \"" + Checks.visible(method) + "\" is not GET or POST; the default is GET");
        }
        if (interval.toSeconds() < 10 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    NAME + ".interval: " + interval + " is not 10 seconds to an hour; the default is 1m");
        }
        Checks.timeout(NAME + ".timeout", timeout, "10s");
    }

    @Override
    public String toString() {
        return "HeartbeatSettings[%s]".formatted(url == null ? "none" : "every " + interval);
    }
}
