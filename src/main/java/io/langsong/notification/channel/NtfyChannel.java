package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A topic of an ntfy server, published as JSON (docs.ntfy.sh, "Publish as JSON"), in which titles need no encoding. What
 * went down rings with high priority, what came back with the usual one. A log-in that is refused is a setting that somebody
 * will correct, so it is tried again.
 */
public final class NtfyChannel implements Channel {
    /** Longer texts become attachments, which telephones do not show: the server takes 4096 octets. */
    private static final int MOST_OCTETS = 4000;

    private static final int HIGH = 4;
    private static final int USUAL = 3;

    private final NtfySettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final URI server;
    private final HttpCaller http;

    /** @param settings with a topic */
    public NtfyChannel(NtfySettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.server = URI.create(settings.url()).resolve("/");
        this.http = new HttpCaller(
                NtfySettings.NAME, settings.timeout(), settings.allowPrivate(), HttpCaller.Plain.PRIVATE, 16_384);
    }

    @Override
    public String name() {
        return "ntfy";
    }

    /** The server alone: who knows the topic can read it. */
    @Override
    public List<String> recipients() {
        return List.of(server.getAuthority());
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.NTFY);
    }

    @Override
    public SendResult send(Letter letter) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(letter)));
        if (settings.token() != null) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        return http.call(server, request).judgedBy(this::judge);
    }

    private byte[] body(Letter letter) {
        ObjectNode body = json.createObjectNode();
        body.put("topic", letter.person() == null ? settings.topic() : letter.recipient());
        body.put("title", letter.subject());
        body.put("message", Texts.octets(letter.text().strip(), MOST_OCTETS));
        body.put("priority", priority(json.readTree(letter.facts())));
        return json.writeValueAsBytes(body);
    }

    private static int priority(JsonNode facts) {
        boolean started = facts.path("event").asString("").equals("outage-started");
        return started || !facts.path("started").isEmpty() ? HIGH : USUAL;
    }

    private SendResult judge(HttpCaller.Outcome.Answered answer) {
        int status = answer.status();
        if (status == 200) {
            String id = answer.json().path("id").asString("");
            return id.isEmpty()
                    ? SendResult.Postponed.because(
                            "HTTP 200, but not from an ntfy server; check " + NtfySettings.NAME + ".url")
                    : new SendResult.Delivered(id);
        }
        String reason =
                "HTTP %d %s".formatted(status, answer.json().path("error").asString(""));
        if (status == 401 || status == 403) {
            return SendResult.Postponed.because("log-in refused, check %s.token and who may write to the topic: %s"
                    .formatted(NtfySettings.NAME, reason));
        }
        if (status >= 400 && status <= 499 && status != 408 && status != 429) {
            return new SendResult.Refused(reason);
        }
        return new SendResult.Postponed(reason, HttpCaller.retryAfter(answer.headers(), clock));
    }
}
