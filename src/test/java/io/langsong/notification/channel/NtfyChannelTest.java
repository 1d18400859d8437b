package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NtfyChannelTest {
    private static final String ACCEPTED = """
            {"id":"xE73Iyuabi","time":1780643130,"expires":1780686330,"event":"message","topic":"lang-song-x7Kq2","priority":4,
            "title":"t","message":"m"}
            """;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StandIn ntfy = new StandIn();

    @AfterEach
    void stop() {
        ntfy.close();
    }

    @Test
    void publishesToItsTopic() {
        ntfy.answer(200, ACCEPTED);

        SendResult result = channel("tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2").send(Letters.to("127.0.0.1"));

        assertThat(result).isEqualTo(new SendResult.Delivered("xE73Iyuabi"));
        StandIn.Request request = ntfy.only();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("topic", "title", "message", "priority");
        assertThat(body.get("topic").asString()).isEqualTo("lang-song-x7Kq2");
        assertThat(body.get("title").asString()).isEqualTo(Letters.SUBJECT);
        assertThat(body.get("message").asString()).isEqualTo(Letters.TEXT.strip());
        assertThat(body.get("priority").asInt()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        {"event":"outage-started"}                           | 4
        {"event":"outage-ended"}                             | 3
        {"event":"digest","started":[{"outage":1}],"ended":[]} | 4
        {"event":"digest","started":[],"ended":[{"outage":1}]} | 3
        {}                                                   | 3
        """)
    void whatWentDownRingsLouder(String facts, int priority) {
        ntfy.answer(200, ACCEPTED);

        channel(null).send(Letters.of("127.0.0.1", "s", "t", facts));

        assertThat(JSON.readTree(ntfy.only().body()).get("priority").asInt()).isEqualTo(priority);
        assertThat(ntfy.only().headers()).doesNotContainKey("Authorization");
    }

    @Test
    void aPersonHasATopicOfItsOwn() {
        ntfy.answer(200, ACCEPTED);

        channel(null).send(Letters.personal("an-9f2", "s"));

        assertThat(JSON.readTree(ntfy.only().body()).get("topic").asString()).isEqualTo("an-9f2");
    }

    @Test
    void aLongTextIsCutAtACharacter() {
        ntfy.answer(200, ACCEPTED);

        channel(null).send(Letters.of("127.0.0.1", "s", "ộ".repeat(2000), "{}"));

        String message = JSON.readTree(ntfy.only().body()).get("message").asString();
        assertThat(message).matches("ộ+…");
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(3998, 4000);
    }

    @ParameterizedTest(name = "HTTP {0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        200 | <html>sign in here</html>                                                | Postponed | not from an ntfy server
        302 | {}                                                                       | Postponed | HTTP 302
        400 | {"code":40009,"http":400,"error":"invalid request: topic invalid"}       | Refused   | HTTP 400 invalid request: topic invalid
        401 | {"code":40101,"http":401,"error":"unauthorized"}                         | Postponed | ntfy.token
        403 | {"code":40301,"http":403,"error":"forbidden"}                            | Postponed | who may write
        413 | {"code":41301,"http":413,"error":"attachment too large"}                 | Refused   | HTTP 413
        429 | {"code":42901,"http":429,"error":"limit reached: too many requests"}     | Postponed | limit reached
        500 | {"code":50001,"http":500,"error":"internal server error"}                | Postponed | HTTP 500
        """)
    void judgesByStatusAndWord(int status, String body, String expected, String named) {
        ntfy.answer(status, body);

        SendResult result = channel("tk_secret").send(Letters.to("127.0.0.1"));

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains(named).doesNotContain("tk_secret", "lang-song-x7Kq2");
    }

    @Test
    void waitsAsLongAsItIsAsked() {
        ntfy.answer(request -> new StandIn.Answer(429, Map.of("Retry-After", "120"), "{}"));

        assertThat(channel(null).send(Letters.to("127.0.0.1")))
                .isEqualTo(new SendResult.Postponed("HTTP 429", Duration.ofMinutes(2)));
    }

    @Test
    void aServerThatIsSilentOrAwayIsTriedAgain() {
        ntfy.fallSilent();
        NtfyChannel impatient = channel(null, Duration.ofMillis(200));
        assertThat(impatient.send(Letters.to("127.0.0.1")))
                .isEqualTo(SendResult.Postponed.unanswered("no answer within PT0.2S"));

        ntfy.close();
        assertThat(channel(null).send(Letters.to("127.0.0.1")))
                .isEqualTo(SendResult.Postponed.unanswered("connection failed: ConnectException"));
    }

    @Test
    void showsItsServerButNotItsTopic() {
        NtfySettings settings = new NtfySettings(
                "lang-song-x7Kq2", "https://ntfy.example:8443/", "tk_secret", false, Duration.ofSeconds(5));

        assertThat(new NtfyChannel(settings, JSON, Clock.systemUTC()).recipients())
                .containsExactly("ntfy.example:8443");
        assertThat(settings.toString()).doesNotContain("x7Kq2", "tk_secret");
    }

    private NtfyChannel channel(@Nullable String token) {
        return channel(token, Duration.ofSeconds(20));
    }

    private NtfyChannel channel(@Nullable String token, Duration timeout) {
        return new NtfyChannel(
                new NtfySettings("lang-song-x7Kq2", ntfy.url(), token, true, timeout),
                JSON,
                Clock.fixed(Letters.NOW, ZoneOffset.UTC));
    }
}
