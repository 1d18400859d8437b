package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.Optional;

/** Tells the watch outside once. One thread at a time. */
public final class HeartbeatCall {
    private final HeartbeatSettings settings;
    private final URI target;
    private final HttpCaller http;

    /** @param settings with an URL */
    public HeartbeatCall(HeartbeatSettings settings) {
        this.settings = settings;
        this.target = URI.create(Objects.requireNonNull(settings.url()));
        this.http = new HttpCaller(
                HeartbeatSettings.NAME, settings.timeout(), settings.allowPrivate(), HttpCaller.Plain.PRIVATE, 0);
    }

    /** @return why it was not heard; empty when it was */
    public Optional<String> beat() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().method(settings.method(), HttpRequest.BodyPublishers.noBody());
        HttpCaller.Outcome outcome = http.call(target, request);
        if (outcome instanceof HttpCaller.Outcome.Answered answer) {
            return answer.status() >= 200 && answer.status() <= 299
                    ? Optional.empty()
                    : Optional.of("HTTP " + answer.status());
        }
        return Optional.of(((HttpCaller.Outcome.Silent) outcome).reason());
    }
}
