package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest {
    private static final Instant NOW = Instant.parse("2026-06-05T07:05:30Z");
    private static final UUID DELIVERY = UUID.fromString("5e7c3d1e-0000-4000-8000-000000000001");
    private static final String HOSTILE = "</script>\"\\ \u0001 Thôn Mận";

    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile @Nullable String retryAfter;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            if (retryAfter != null) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            byte[] body = "secret of the intranet".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
            if (status != 204) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aReceiverWithAFormOfItsOwnGetsIt() throws Exception {
        String template = "{\"text\": \"*{subject}*\\n{text}\", \"id\": \"{key}\", \"of\": \"{event}\", \"x\": {}}";
        WebhookSettings settings = new WebhookSettings(
                url("127.0.0.1"), "0123456789abcdef", true, Duration.ofSeconds(5), template, "application/json");

        new WebhookChannel(settings, json, Clock.fixed(NOW, ZoneOffset.UTC)).send(letter());

        JsonNode body = json.readTree(received.get(0).body());
        assertThat(body.propertyNames()).containsExactly("text", "id", "of", "x");
        assertThat(body.get("text").asString()).as("it breaks out of nothing").isEqualTo("*" + HOSTILE + "*\ntext");
        assertThat(body.get("id").asString()).isEqualTo("k");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(received.get(0).headers().getFirst("X-LangSong-Signature"))
                .isEqualTo("sha256="
                        + HexFormat.of()
                                .formatHex(mac.doFinal(received.get(0).body().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void postsTheMessageSignedAsJson() throws Exception {
        String secret = "0123456789abcdef";

        SendResult result = channel(url("127.0.0.1"), secret, true).send(letter());

        assertThat(result).isEqualTo(new SendResult.Delivered("HTTP 200"));
        Received request = received.get(0);
        JsonNode body = json.readTree(request.body());
        assertThat(body.propertyNames()).containsExactly("key", "subject", "text", "facts", "createdAt");
        assertThat(body.get("subject").asString()).isEqualTo(HOSTILE);
        assertThat(body.get("facts").get("people").asInt()).isEqualTo(1234);
        assertThat(body.get("createdAt").asString()).isEqualTo("2026-06-05T07:05:30Z");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(request.headers().getFirst("X-LangSong-Signature"))
                .isEqualTo("sha256="
                        + HexFormat.of().formatHex(mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8))));
        assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo(DELIVERY.toString());
    }

    @ParameterizedTest(name = "HTTP {0} -> {1}")
    @CsvSource({
        "204, Delivered",
        "302, Postponed",
        "400, Refused",
        "404, Refused",
        "408, Postponed",
        "429, Postponed",
        "500, Postponed",
        "503, Postponed"
    })
    void judgesByTheStatusAlone(int answered, String expected) {
        status = answered;

        SendResult result = channel(url("127.0.0.1"), null, true).send(letter());

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).doesNotContain("intranet");
        assertThat(received).extracting(Received::path).containsExactly("/hook/T0");
    }

    @ParameterizedTest(name = "Retry-After {0} -> {1} s")
    @CsvSource(delimiter = '|', textBlock = """
        120                           | 120
        Fri, 05 Jun 2026 07:06:30 GMT | 60
        Fri, 05 Jun 2026 07:00:00 GMT | 0
        999999                        | 3600
        soon                          | 0
        """)
    void waitsAsLongAsItIsAsked(String header, long seconds) {
        status = 503;
        retryAfter = header;

        assertThat(channel(url("127.0.0.1"), null, true).send(letter()))
                .isEqualTo(new SendResult.Postponed("HTTP 503", Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.1.2.3", "[::1]", "0.0.0.0", "169.254.169.254", "[fe80::1]"})
    void doesNotTalkToItsOwnMachineUnlessAllowed(String host) {
        SendResult result = channel(url(host), null, false).send(letter());

        assertThat(result).isInstanceOf(SendResult.Postponed.class);
        assertThat(result.toString()).contains("allow-private");
        assertThat(received).isEmpty();
    }

    @Test
    void showsItsHostButNotItsPath() {
        assertThat(channel("https://hook.example/T0/secret", null, false).recipients())
                .containsExactly("hook.example");
    }

    private String url(String host) {
        return "http://" + host + ":" + server.getAddress().getPort() + "/hook/T0";
    }

    private WebhookChannel channel(String url, @Nullable String secret, boolean allowPrivate) {
        return new WebhookChannel(
                new WebhookSettings(url, secret, allowPrivate, Duration.ofSeconds(5), null, "application/json"),
                json,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Letter letter() {
        return new Letter(DELIVERY, "127.0.0.1", null, "k", HOSTILE, "text", "{\"people\":1234}", NOW);
    }

    private record Received(String path, Headers headers, String body) {}
}
