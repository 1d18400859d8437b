package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TelegramChannelTest {
    private static final String TOKEN = "123456789:AAExampleExampleExampleExample-_0";
    private static final String ACCEPTED = """
            {"ok":true,"result":{"message_id":365,"from":{"id":123456789,"is_bot":true,"first_name":"LangSong"},
            "chat":{"id":-1001234567890,"type":"supergroup"},"date":1780643130,"text":"t"}}
            """;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StandIn api = new StandIn();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void writesPlainTextToAChat() {
        api.answer(200, ACCEPTED);

        SendResult result = channel(api.url() + "/").send(Letters.to("-1001234567890"));

        assertThat(result).isEqualTo(new SendResult.Delivered("365"));
        StandIn.Request request = api.only();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/bot" + TOKEN + "/sendMessage");
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("chat_id", "text", "link_preview_options");
        assertThat(body.get("chat_id").asString()).isEqualTo("-1001234567890");
        assertThat(body.get("text").asString()).isEqualTo(Letters.SUBJECT + "\n\n" + Letters.TEXT.strip());
        assertThat(body.get("link_preview_options").get("is_disabled").asBoolean())
                .isTrue();
    }

    @ParameterizedTest(name = "cut before {0} units are full")
    @CsvSource({"x, 4096", "😀, 4095"})
    void aLongTextIsCutAtACharacter(String letter, int units) {
        api.answer(200, ACCEPTED);

        channel(api.url()).send(Letters.of("1", "ab", letter.repeat(5000), "{}"));

        String text = JSON.readTree(api.only().body()).get("text").asString();
        assertThat(text).matches("ab\n\n(" + letter + ")+…").hasSize(units);
    }

    @ParameterizedTest(name = "HTTP {0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        200 | <html>sign in here</html>                                                                  | Postponed | not from a Bot API
        302 |                                                                                            | Postponed | blocked
        400 | {"ok":false,"error_code":400,"description":"Bad Request: chat not found"}                  | Refused   | chat not found
        400 | {"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1009}} | Refused | write -1009 into langsong.notification.telegram.chats
        401 | {"ok":false,"error_code":401,"description":"Unauthorized"}                                 | Postponed | telegram.token
        403 | {"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}       | Refused   | blocked by the user
        404 | {"ok":false,"error_code":404,"description":"Not Found"}                                    | Postponed | telegram.token
        404 | <html>no such page</html>                                                                  | Postponed | not from a Bot API
        502 | {"ok":false,"error_code":502,"description":"Bad Gateway"}                                  | Postponed | Bad Gateway
        """)
    void judgesByStatusAndWord(int status, String body, String expected, String named) {
        api.answer(status, body == null ? "" : body);

        SendResult result = channel(api.url()).send(Letters.to("-1001234567890"));

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains(named).doesNotContain("AAExample");
    }

    @ParameterizedTest(name = "retry_after {0} -> {1} s")
    @CsvSource({"35, 35", "0, 0", "-5, 0", "86400, 3600", "99999999999999999999, 0"})
    void waitsAsLongAsItIsAsked(String asked, long seconds) {
        api.answer(429, """
                {"ok":false,"error_code":429,"description":"Too Many Requests: retry later","parameters":{"retry_after":%s}}
                """.formatted(asked));

        assertThat(channel(api.url()).send(Letters.to("1")))
                .isEqualTo(new SendResult.Postponed(
                        "HTTP 429 Too Many Requests: retry later", Duration.ofSeconds(seconds)));
    }

    @Test
    void noFailureShowsTheToken() {
        TelegramChannel channel = channel(api.url());
        api.close();

        assertThat(channel.send(Letters.to("1")))
                .isEqualTo(SendResult.Postponed.unanswered("connection failed: ConnectException"));
        assertThat(channel("https://telegram.invalid").send(Letters.to("1")))
                .isEqualTo(SendResult.Postponed.unanswered("no address for telegram.invalid"));
        assertThat(channel.recipients()).containsExactly("-1001234567890");
        assertThat(settings(api.url()).toString()).doesNotContain("AAExample");
    }

    private static TelegramSettings settings(String url) {
        return new TelegramSettings(TOKEN, List.of("-1001234567890"), url, true, Duration.ofSeconds(20));
    }

    private static TelegramChannel channel(String url) {
        return new TelegramChannel(settings(url), JSON);
    }
}
