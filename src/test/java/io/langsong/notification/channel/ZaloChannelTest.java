package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.secret.LateSecretBox;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that stands in for Zalo as its documents describe it: each refresh token is good once. */
class ZaloChannelTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String USER = "2512523625412515";
    private static final String NUMBER = "+84912345678";
    private static final String OA_TOOK =
            "{\"data\":{\"message_id\":\"m-1\",\"user_id\":\"1\"},\"error\":0,\"message\":\"Success\"}";
    private static final String ZNS_TOOK = """
            {"error":0,"message":"Success","data":{"msg_id":"z-1","sent_time":"1","quota":{"dailyQuota":"500"}}}
            """;

    private final TestClock clock = new TestClock(Letters.NOW);
    private final StandIn server = new StandIn();
    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
    private final AtomicInteger renewed = new AtomicInteger();

    private volatile String goodRefresh = "refresh-0";
    private volatile String goodAccess = "access-none";
    private volatile String oa = OA_TOOK;
    private volatile String zns = ZNS_TOOK;
    private volatile String status = "{\"error\":0,\"data\":{\"status\":0}}";

    @TempDir
    private Path data;

    @BeforeEach
    void standIn() {
        server.answer(request -> {
            if (request.target().equals("/v4/oa/access_token")) {
                return new StandIn.Answer(200, renew(request));
            }
            if (!goodAccess.equals(request.headers().getFirst("access_token"))) {
                return new StandIn.Answer(200, "{\"error\":-216,\"message\":\"Access token is invalid\"}");
            }
            String path = request.target().replaceFirst("\\?.*", "");
            return new StandIn.Answer(
                    200,
                    switch (path) {
                        case "/v3.0/oa/message/cs" -> oa;
                        case "/message/template" -> zns;
                        case "/message/status" -> status;
                        default -> "{\"error\":404,\"message\":\"not found\"}";
                    });
        });
    }

    private String renew(StandIn.Request request) {
        boolean right = "khong-ai-biet".equals(request.headers().getFirst("secret_key"))
                && request.body().equals("refresh_token=" + goodRefresh + "&app_id=43210&grant_type=refresh_token");
        if (!right) {
            return "{\"error\":-14014,\"error_name\":\"Invalid refresh token\"}";
        }
        int number = renewed.incrementAndGet();
        goodRefresh = "refresh-" + number;
        goodAccess = "access-" + number;
        return "{\"access_token\":\"%s\",\"refresh_token\":\"%s\",\"expires_in\":\"90000\"}"
                .formatted(goodAccess, goodRefresh);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writesToAFollower() {
        SendResult result = oa("refresh-0").send(Letters.to(USER));

        assertThat(result).isEqualTo(new SendResult.Delivered("m-1"));
        JsonNode body = JSON.readTree(server.requests().get(1).body());
        assertThat(body.path("recipient").path("user_id").asString()).isEqualTo(USER);
        assertThat(body.path("message").path("text").asString())
                .isEqualTo(Letters.SUBJECT + "\n\n" + Letters.TEXT.strip());
    }

    @Test
    void oneTokenServesUntilItIsNearlyOver() {
        ZaloChannel channel = oa("refresh-0");
        channel.send(Letters.to(USER));
        channel.send(Letters.to(USER));
        clock.advance(Duration.ofHours(24));
        assertThat(channel.send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
        assertThat(renewed).hasValue(1);

        clock.advance(Duration.ofHours(1));
        assertThat(channel.send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
        assertThat(renewed).hasValue(2);
    }

    @Test
    void aTokenThatZaloTookBackIsRenewedOnce() {
        ZaloChannel channel = oa("refresh-0");
        channel.send(Letters.to(USER));
        goodAccess = "another";

        assertThat(channel.send(Letters.to(USER))).isEqualTo(new SendResult.Delivered("m-1"));
        assertThat(renewed).hasValue(2);

        oa = "{\"error\":-216,\"message\":\"Access token is invalid\"}";
        int before = server.requests().size();
        assertThat(channel.send(Letters.to(USER))).isInstanceOf(SendResult.Postponed.class);
        assertThat(server.requests()).as("asked, renewed, asked").hasSize(before + 3);
    }

    @Test
    void whileTheDatabaseIsAwayTheLastTokenServesAndNoneIsMade() {
        ZaloChannel channel = oa("refresh-0");
        channel.send(Letters.to(USER));
        jdbc.sql("ALTER TABLE notification_zalo RENAME TO away").update();

        assertThat(channel.send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
        goodAccess = "another";
        assertThat(channel.send(Letters.to(USER)).toString()).contains("the database is away");
        goodAccess = "access-1";
        clock.advance(Duration.ofHours(25));
        assertThat(channel.send(Letters.to(USER)).toString()).contains("the database is away");
        assertThat(oa("refresh-0").send(Letters.to(USER)).toString())
                .as("of a process that has just begun")
                .contains("the database is away");
        assertThat(renewed).as("the one that makes the next would be lost").hasValue(1);

        jdbc.sql("ALTER TABLE away RENAME TO notification_zalo").update();
        assertThat(channel.send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
    }

    @Test
    void theNextProcessGoesOnWithTheTokensThatAreKept() {
        oa("refresh-0").send(Letters.to(USER));
        clock.advance(Duration.ofDays(2));

        assertThat(oa("refresh-0").send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
        assertThat(oa(null).send(Letters.to(USER)))
                .as("the first one is not needed any more")
                .isInstanceOf(SendResult.Delivered.class);
        assertThat(renewed).hasValue(2);
    }

    @Test
    void aNewTokenInSettingsTakesThePlaceOfALostOne() {
        oa("refresh-0").send(Letters.to(USER));
        goodRefresh = "made-by-hand";
        goodAccess = "nobody-has-it";
        SendResult lost = oa("refresh-0").send(Letters.to(USER));
        assertThat(lost.toString())
                .contains("-14014", "zalo.refresh-token")
                .doesNotContain("refresh-1", "khong-ai-biet");

        assertThat(oa("made-by-hand").send(Letters.to(USER))).isInstanceOf(SendResult.Delivered.class);
    }

    @Test
    void aStolenDatabaseHasNoTokens() {
        oa("refresh-0").send(Letters.to(USER));

        Map<String, Object> row =
                jdbc.sql("SELECT * FROM notification_zalo").query().singleRow();
        for (String column : List.of("access_token", "refresh_token")) {
            assertThat(new String((byte[]) row.get(column), StandardCharsets.ISO_8859_1))
                    .doesNotContain("access-1", "refresh-1");
        }
        assertThat(row.get("origin").toString()).doesNotContain("refresh-0");
    }

    @Test
    void withoutATokenItSaysWhatIsMissing() {
        assertThat(oa(null).send(Letters.to(USER)).toString()).contains("set langsong.notification.zalo.refresh-token");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        -230  | Refused   | within 48 hours           |
        -213  | Refused   | does not follow           |
        -217  | Refused   | blocked                   |
        -201  | Refused   | a field is not valid      |
        -118  | Refused   | no Zalo account           |
        -32   | Postponed | too many in a minute      | PT1M
        -144  | Postponed | used up                   | PT30M
        -133  | Postponed | not sent by night         | PT30M
        -115  | Postponed | no money                  | PT10M
        -131  | Postponed | the template is not approved | PT10M
        -9999 | Postponed | Zalo's own words          | PT0S
        """)
    void errorsAreToldInWordsAndSorted(int error, String expected, String words, @Nullable Duration wait) {
        oa = "{\"error\":%d,\"message\":\"Zalo's own words\"}".formatted(error);

        SendResult result = oa("refresh-0").send(Letters.to(USER));

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains("Zalo " + error, words);
        if (result instanceof SendResult.Postponed late) {
            assertThat(late.notBefore()).isEqualTo(wait);
        }
    }

    @Test
    void whatIsNotZaloIsTriedAgain() {
        ZaloChannel channel = oa("refresh-0");
        channel.send(Letters.to(USER));
        server.answer(502, "<html>sign in here</html>");
        assertThat(channel.send(Letters.to(USER)))
                .isEqualTo(SendResult.Postponed.because("HTTP 502, but not from Zalo"));

        server.close();
        assertThat(channel.send(Letters.to(USER)))
                .isEqualTo(SendResult.Postponed.unanswered("connection failed: ConnectException"));
    }

    @Test
    void fillsATemplateAndLearnsWhetherItArrived() {
        ZnsChannel channel = zns();

        assertThat(channel.send(Letters.personal(NUMBER, Letters.SUBJECT))).isEqualTo(new SendResult.Taken("z-1"));

        JsonNode body = JSON.readTree(server.requests().get(1).body());
        assertThat(body.path("phone").asString()).isEqualTo("84912345678");
        assertThat(body.path("template_id").asString()).isEqualTo("7895417a7d3f");
        assertThat(body.path("tracking_id").asString()).isEqualTo(Letters.DELIVERY.toString());
        assertThat(body.path("template_data").path("gio").asString()).isEqualTo("14:05 05/06/2026");
        assertThat(body.path("template_data").path("noi_dung").asString())
                .hasSize(40)
                .startsWith("Mất kết nối")
                .endsWith("…");

        Sent sent = new Sent(UUID.randomUUID(), NUMBER, "z-1", clock.instant());
        assertThat(channel.receipts(List.of(sent))).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(channel.receipts(List.of(sent))).as("not yet").isEmpty();
        status = "{\"error\":0,\"message\":\"Success\",\"data\":{\"status\":1}}";
        assertThat(channel.receipts(List.of(sent))).as("it was asked just now").isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(channel.receipts(List.of(sent))).containsExactly(new Receipt.Arrived(sent.delivery()));
        assertThat(server.requests().get(3).target()).isEqualTo("/message/status?message_id=z-1&phone=84912345678");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
        app-id                 | LangSong                | app-id: "LangSong"
        app-secret             |                         | app-secret is missing
        users                  | an                      | users: "an"
        template-data.noi_dung | {name}                  | {name} is not known
        template-data.a[b]     | {subject}               | is no parameter of a template
        longest-value          | 5                       | longest-value: 5
        oa-url                 | http://openapi.zalo.me  | zalo.oa-url: http://
        zns-url                | https://zalo.example/x  | zns-url: names more than a server
        """)
    void wrongSettingsAreRefused(String setting, @Nullable String value, String named) {
        Map<String, Object> settings = settings("refresh-0");
        settings.put("allow-private", false);
        for (String url : List.of("oauth-url", "oa-url", "zns-url")) {
            settings.put(url, "https://zalo.example");
        }
        settings.put(setting.replace("a[b]", "[a b]"), value == null ? "" : value);

        assertThatThrownBy(() -> bound(settings))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(named)
                .hasMessageNotContaining("khong-ai-biet");
        assertThat(bound(settings("refresh-0")).toString()).doesNotContain("khong-ai-biet", "refresh-0");
    }

    private ZaloChannel oa(@Nullable String refresh) {
        ZaloSettings settings = bound(settings(refresh));
        return new ZaloChannel(settings, tokens(settings), JSON, clock);
    }

    private ZnsChannel zns() {
        ZaloSettings settings = bound(settings("refresh-0"));
        return new ZnsChannel(settings, tokens(settings), JSON, clock);
    }

    private ZaloTokens tokens(ZaloSettings settings) {
        MockEnvironment environment = new MockEnvironment().withProperty("langsong.data-dir", data.toString());
        return new ZaloTokens(settings, jdbc, new LateSecretBox(environment, () -> ZaloTokens.areStored(jdbc)), clock);
    }

    private Map<String, Object> settings(@Nullable String refresh) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("app-id", "43210");
        settings.put("app-secret", "khong-ai-biet");
        if (refresh != null) {
            settings.put("refresh-token", refresh);
        }
        settings.put("template", "7895417a7d3f");
        settings.put("template-data.noi_dung", "{subject}");
        settings.put("template-data.gio", "{time}");
        settings.put("longest-value", "40");
        settings.put("allow-private", true);
        settings.put("timeout", "2s");
        for (String url : List.of("oauth-url", "oa-url", "zns-url")) {
            settings.put(url, server.url());
        }
        return settings;
    }

    /** As Spring would read them, with their defaults. */
    private static ZaloSettings bound(Map<String, Object> settings) {
        Map<String, Object> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("zalo." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bind("zalo", ZaloSettings.class)
                .get();
    }
}
