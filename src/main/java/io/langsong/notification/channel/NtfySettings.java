package io.langsong.notification.channel;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.ntfy}: a topic on an ntfy server, which telephones listen to.
 *
 * @param topic who knows it can read it, unless the server asks for a log-in; null: nothing is sent by ntfy
 * @param url the server, without the topic
 * @param token access token of a user who may write to the topic; null: no log-in
 * @param allowPrivate also a server on this machine, and {@code http} to one in a private network
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 */
public record NtfySettings(
        @Nullable String topic,
        @DefaultValue("https://ntfy.sh") String url,
        @Nullable String token,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout) {
    static final String NAME = "langsong.notification.ntfy";
    static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    public NtfySettings {
        topic = Checks.given(topic);
        token = Checks.given(token);
        if (topic == null) {
            Checks.alone(NAME + ".token", token, NAME + ".topic");
        } else if (!TOPIC.matcher(topic).matches()) {
            throw new IllegalArgumentException(NAME
                    + ".topic: not 1 to 64 letters, digits, dashes and underscores; choose one that nobody guesses");
        }
        URI server = Checks.url(NAME, url, allowPrivate);
        if (server.getRawQuery() != null || !server.getRawPath().matches("/?")) {
            throw new IllegalArgumentException(
                    NAME + ".url: names more than a server; write https://HOST, and the topic into " + NAME + ".topic");
        }
        Checks.secret(NAME + ".token", token);
        Checks.timeout(NAME + ".timeout", timeout, "10s");
    }

    @Override
    public String toString() {
        return "NtfySettings[%s, %s, %s]"
                .formatted(url, topic == null ? "no topic" : "topic ***", token == null ? "no log-in" : "token ***");
    }
}
