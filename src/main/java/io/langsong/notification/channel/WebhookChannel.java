package io.langsong.notification.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON by HTTP POST. Headers: {@code Idempotency-Key}, the same in every attempt of one delivery, and with a secret
 * {@code X-LangSong-Signature: sha256=HEX}, the HMAC-SHA256 (RFC 2104) of the body's octets. A 2xx is taken as delivered;
 * what else the receiver says is neither read nor kept.
 */
public final class WebhookChannel implements Channel {
    /** No receiver may put us off for longer by Retry-After. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final WebhookSettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final URI target;
    private @Nullable HttpClient client;

    /** @param settings with an URL */
    public WebhookChannel(WebhookSettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.target = URI.create(Objects.requireNonNull(settings.url()));
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
        try {
            String refused = settings.allowPrivate() ? null : ourSide();
            return refused == null ? post(letter) : SendResult.Postponed.because(refused);
        } catch (UnknownHostException e) {
            return SendResult.Postponed.because("no address for " + target.getHost());
        } catch (HttpTimeoutException e) {
            return SendResult.Postponed.because("no answer within " + settings.timeout());
        } catch (IOException e) {
            // Its message may hold what the other side sent.
            return SendResult.Postponed.because(
                    "connection failed: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.Postponed.because("stopped");
        }
    }

    /**
     * Looks the host up. The client does not take an address in place of a name, but asks the same resolver a moment
     * later, which answers from its cache (30 s; {@code networkaddress.cache.ttl}).
     */
    private @Nullable String ourSide() throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
            if (AddressGuard.isOurSide(address)) {
                return "%s is %s, an address of this machine or link; set langsong.notification.webhook.allow-private=true if that is meant"
                        .formatted(target.getHost(), address.getHostAddress());
            }
        }
        return null;
    }

    private SendResult post(Letter letter) throws IOException, InterruptedException {
        byte[] body = body(letter);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "LangSong")
                .header("Idempotency-Key", letter.delivery().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        String secret = settings.secret();
        if (secret != null && !secret.isEmpty()) {
            request.header("X-LangSong-Signature", "sha256=" + signature(secret, body));
        }
        HttpResponse<InputStream> answer = client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        // Closing it unread drops the connection, so that an endless answer holds nobody.
        answer.body().close();
        return judge(answer);
    }

    /** Made at the first letter, because it begins a thread. */
    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.timeout())
                    .build();
            client = made;
        }
        return made;
    }

    private byte[] body(Letter letter) {
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
    private SendResult judge(HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status <= 299) {
            return new SendResult.Delivered("HTTP " + status);
        }
        if (status >= 400 && status <= 499 && status != 408 && status != 429) {
            return new SendResult.Refused("HTTP " + status);
        }
        Duration wait =
                answer.headers().firstValue("Retry-After").map(this::wait).orElse(Duration.ZERO);
        return new SendResult.Postponed("HTTP " + status, wait);
    }

    /** RFC 9110 section 10.2.3: seconds or a date. */
    private Duration wait(String retryAfter) {
        Duration wait = Duration.ZERO;
        if (retryAfter.matches("[0-9]{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(retryAfter));
        } else {
            try {
                Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                wait = Duration.between(clock.instant(), until);
            } catch (DateTimeParseException neither) {
                return Duration.ZERO;
            }
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
