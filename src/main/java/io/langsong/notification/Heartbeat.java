package io.langsong.notification;

import io.langsong.notification.channel.HeartbeatCall;
import io.langsong.notification.channel.HeartbeatSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The dead man's switch: a watch outside that raises the alarm when beats stay out. Whoever knows that this server is well calls
 * {@link #beat}; nobody else may. Any thread may read; one beats.
 */
public class Heartbeat {
    private final HeartbeatSettings settings;
    private final @Nullable HeartbeatCall call;
    private final Clock clock;
    private volatile Heard heard = new Heard(null, null);

    Heartbeat(HeartbeatSettings settings, Clock clock) {
        this.settings = settings;
        this.call = settings.url() == null ? null : new HeartbeatCall(settings);
        this.clock = clock;
    }

    /**
     * @param at when the watch last heard us; null: never since this process began
     * @param trouble how the last beat failed; null when it did not
     */
    public record Heard(@Nullable Instant at, @Nullable String trouble) {}

    public boolean isSet() {
        return call != null;
    }

    public Duration interval() {
        return settings.interval();
    }

    public Heard heard() {
        return heard;
    }

    /** Tells the watch that this server is well; takes as long as the watch takes to answer, within a bound. */
    public void beat() {
        if (call != null) {
            String trouble = call.beat().orElse(null);
            heard = trouble == null
                    ? new Heard(clock.instant(), null)
                    : new Heard(heard.at(), Message.oneLine(trouble, 200));
        }
    }
}
