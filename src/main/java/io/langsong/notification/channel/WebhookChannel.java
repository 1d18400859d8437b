package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON by HTTP POST. Headers: {@code Idempotency-Key}, the same in every attempt of one delivery, and with a secret
 * {@code X-LangSong-Signature: sha256=HEX}, the HMAC-SHA256 (RFC 2104) of the body's octets. A 2xx is taken as delivered;
 * what else the receiver says is neither read nor kept.
 */
public final class WebhookChannel implements Channel {
    private final WebhookSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final URI target;
    private final HttpCaller http;

    /** @param settings with an URL */
    public WebhookChannel(WebhookSettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.target = URI.create(Objects.requireNonNull(settings.url()));
        this.http = new HttpCaller(
                "langsong.notification.webhook",
                settings.timeout(),
                settings.allowPrivate(),
                HttpCaller.Plain.ANYWHERE,
                0);
    }

    @Override
    public String name() {
        return "webhook";
    }

    /** The host alone: the path may be a secret. */
    @Override
    public List<String> recipients() {
        return List.of(target.getPort() < 0 ? target.getHost() : target.getHost() + ":" + target.getPort());
    }

    @Override
    public SendResult send(Letter letter) {
        byte[] body = body(letter);
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header(
                        "Content-Type",
                        settings.body() == null ? "application/json; charset=utf-8" : settings.contentType())
                .header("Idempotency-Key", letter.delivery().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        String secret = settings.secret();
        if (secret != null && !secret.isEmpty()) {
            request.header("X-LangSong-Signature", "sha256=" + signature(secret, body));
        }
        return http.call(target, request).judgedBy(this::judge);
    }

    private byte[] body(Letter letter) {
        String template = settings.body();
        return template == null
                ? whole(letter)
                : Template.filled(template, values(letter), Template.escaping(settings.contentType(), json))
                        .getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> values(Letter letter) {
        return Map.of(
                "subject", letter.subject(),
                "text", letter.text().strip(),
                "key", letter.key(),
                "event", json.readTree(letter.facts()).path("event").asString(""),
                "created-at", letter.createdAt().toString(),
                "delivery", letter.delivery().toString());
    }

    private byte[] whole(Letter letter) {
        ObjectNode body = json.createObjectNode();
        body.put("key", letter.key());
        body.put("subject", letter.subject());
        body.put("text", letter.text());
        body.set("facts", json.readTree(letter.facts()));
        body.put("createdAt", letter.createdAt().toString());
        return json.writeValueAsBytes(body);
    }

    private static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /** A redirect is put off, not final: a provider's sign-in page answers so while the line is blocked. */
    private SendResult judge(HttpCaller.Outcome.Answered answer) {
        int status = answer.status();
        if (status >= 200 && status <= 299) {
            return new SendResult.Delivered("HTTP " + status);
        }
        if (status >= 400 && status <= 499 && status != 408 && status != 429) {
            return new SendResult.Refused("HTTP " + status);
        }
        return new SendResult.Postponed("HTTP " + status, HttpCaller.retryAfter(answer.headers(), clock));
    }
}
