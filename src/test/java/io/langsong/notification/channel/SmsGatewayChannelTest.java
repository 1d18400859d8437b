package io.langsong.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SmsGatewayChannelTest {
    private static final String NUMBER = "+84912345678";
    private static final String SECRET = "khong-ai-biet";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestClock clock = new TestClock(Letters.NOW);
    private final StandIn gateway = new StandIn();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Map<String, Object> json() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("url", gateway.url() + "/v1/sms");
        settings.put("allow-private", true);
        settings.put("secret", SECRET);
        settings.put("headers.Authorization", "Bearer {secret}");
        settings.put("body", """
                {"from": "UBND", "to": "{to-digits}", "content": "{text}", "requestId": "{delivery}"}
                """);
        settings.put("success", "\"code\" *: *0\\b");
        settings.put("id", "\"sms_id\" *: *\"([^\"]+)\"");
        settings.put("timeout", "2s");
        return settings;
    }

    @Test
    void sendsJsonAsItIsToldTo() {
        gateway.answer(200, "{\"code\": 0, \"sms_id\": \"S-77\"}");

        SendResult result = channel(json()).send(Letters.personal(NUMBER, Letters.SUBJECT));

        assertThat(result).isEqualTo(new SendResult.Delivered("S-77"));
        StandIn.Request request = gateway.only();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        JsonNode body = JSON.readTree(request.body());
        assertThat(body.get("to").asString()).isEqualTo("84912345678");
        assertThat(body.get("content").asString())
                .as("what a device calls itself breaks nothing")
                .isEqualTo("Mat ket noi: Thon Man, Router \"*_</b>\\\" (+3 diem)");
        assertThat(body.get("requestId").asString()).isEqualTo(Letters.DELIVERY.toString());
    }

    @Test
    void fillsAnAddressAndAForm() {
        gateway.answer(200, "OK 77");
        Map<String, Object> settings = new HashMap<>();
        settings.put("url", gateway.url() + "/send?u=xa&p={secret}&to={to-national}&m={text}");
        settings.put("method", "get");
        settings.put("allow-private", true);
        settings.put("secret", "a&b=c");
        assertThat(channel(settings).send(Letters.personal(NUMBER, "Mất điện & #1")))
                .isInstanceOf(SendResult.Delivered.class);
        assertThat(gateway.requests().get(0).target())
                .isEqualTo("/send?u=xa&p=a%26b%3Dc&to=0912345678&m=Mat%20dien%20%26%20%231");

        settings.put("url", gateway.url() + "/send");
        settings.put("method", "POST");
        settings.put("content-type", "application/x-www-form-urlencoded");
        settings.put("body", "to={to}&m={text}");
        settings.put("unaccented", false);
        channel(settings).send(Letters.personal(NUMBER, "Mất & điện"));
        assertThat(gateway.requests().get(1).body())
                .isEqualTo("to=%2B84912345678&m=M%E1%BA%A5t%20%26%20%C4%91i%E1%BB%87n");

        settings.put("content-type", "text/xml");
        settings.put("body", "<sms to=\"{to}\">{text}</sms>");
        settings.put("unaccented", true);
        channel(settings).send(Letters.personal(NUMBER, "<b> & \""));
        assertThat(gateway.requests().get(2).body()).isEqualTo("<sms to=\"+84912345678\">&lt;b&gt; &amp; &quot;</sms>");
    }

    @Test
    void aLongTextCostsNoMorePartsThanItMay() {
        gateway.answer(200, "{\"code\": 0}");

        channel(json()).send(Letters.personal(NUMBER, "a".repeat(250)));

        assertThat(JSON.readTree(gateway.only().body()).get("content").asString())
                .hasSize(160)
                .endsWith("a...");
    }

    @ParameterizedTest(name = "HTTP {0} {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        200 | {"code": 0}                         | Delivered | HTTP 200
        200 | {"code": 7, "message": "no credit"} | Postponed | no credit
        200 | {"code": 22, "message": "bad number"} | Refused | bad number
        200 | <html>sign in here</html>           | Postponed | sign in
        302 | {}                                  | Postponed | HTTP 302
        400 | {"code": 22}                        | Refused   | HTTP 400
        400 | {"code": 9}                         | Postponed | HTTP 400
        401 | {"token": "khong-ai-biet"}          | Postponed | sms-gateway.secret
        429 | {}                                  | Postponed | HTTP 429
        503 | {}                                  | Postponed | HTTP 503
        """)
    void readsTheAnswerAsItIsTold(int status, String body, String expected, String named) {
        gateway.answer(status, body);
        Map<String, Object> settings = json();
        settings.put("refused", "\"code\" *: *22\\b");

        SendResult result = channel(settings).send(Letters.personal(NUMBER, "s"));

        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains(named).doesNotContain(SECRET);
    }

    @Test
    void withoutAWordForRefusalsTheStatusSaysIt() {
        gateway.answer(422, "{}");

        assertThat(channel(json()).send(Letters.personal(NUMBER, "s"))).isInstanceOf(SendResult.Refused.class);
    }

    @Test
    void asksWhatBecameOfAMessageAndNotTooOften() {
        Map<String, Object> settings = json();
        settings.put("receipts.url", gateway.url() + "/v1/status/{id}?key={secret}");
        settings.put("receipts.delivered", "DELIVRD");
        settings.put("receipts.failed", "UNDELIV|EXPIRED");
        settings.put("receipts.interval", "30s");
        gateway.answer(200, "{\"code\": 0, \"sms_id\": \"S/77\"}");
        SmsGatewayChannel channel = channel(settings);
        assertThat(channel.send(Letters.personal(NUMBER, "s"))).isEqualTo(new SendResult.Taken("S/77"));
        Sent one = new Sent(UUID.randomUUID(), NUMBER, "S/77", clock.instant());
        Sent other = new Sent(UUID.randomUUID(), NUMBER, "S-78", clock.instant());

        gateway.answer(request -> new StandIn.Answer(200, request.target().contains("S-78") ? "EXPIRED" : "ENROUTE"));
        assertThat(channel.receipts(List.of(one, other)))
                .as("it was only just sent")
                .isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(channel.receipts(List.of(one, other)))
                .containsExactly(new Receipt.Lost(other.delivery(), "EXPIRED"));
        assertThat(channel.receipts(List.of(one))).isEmpty();
        assertThat(gateway.requests()).hasSize(3);
        assertThat(gateway.requests().get(1).target()).isEqualTo("/v1/status/S%2F77?key=" + SECRET);
        assertThat(gateway.requests().get(1).headers().getFirst("Authorization"))
                .isEqualTo("Bearer " + SECRET);

        gateway.answer(500, "DELIVRD");
        clock.advance(Duration.ofSeconds(30));
        assertThat(channel.receipts(List.of(one))).isEmpty();
        gateway.answer(200, "DELIVRD");
        clock.advance(Duration.ofSeconds(30));
        assertThat(channel.receipts(List.of(one))).containsExactly(new Receipt.Arrived(one.delivery()));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
        url            | http://sms.example/x?{to}{text}         | allow-private=true
        url            | https://{to}.example/x                  | the host can not be filled in
        url            | https://sms.example                     | names a host alone
        body           | {"to": "{phone}", "m": "{text}"}        | {phone} is not known
        body           | {"to": "{to}"}                          | neither url nor body holds {text}
        method         | FETCH                                   | is not GET, POST or PUT
        content-type   | json                                    | is no type of text
        headers.Host   | other.example                           | is no header that can be set
        success        | (                                       | success: is no regular expression
        id             | abc                                     | id: has no group
        numbers        | 113                                     | "113" is no telephone number
        parts          | 9                                       | parts: 9
        receipts.url   | https://sms.example/status              | holds no {id}
        receipts.failed | X                                      | receipts.url is not
        """)
    void wrongSettingsAreRefused(String setting, String value, String named) {
        Map<String, Object> settings = json();
        settings.put("allow-private", false);
        settings.put("url", "https://sms.example/v1/sms");
        if (setting.equals("receipts.url")) {
            settings.put("receipts.delivered", "D");
        }
        settings.put(setting, value);

        assertThatThrownBy(() -> bound(settings))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(named)
                .hasMessageNotContaining(SECRET);
        assertThat(bound(json()).toString()).doesNotContain(SECRET).contains("127.0.0.1");
    }

    private SmsGatewayChannel channel(Map<String, Object> settings) {
        return new SmsGatewayChannel(bound(settings), JSON, clock);
    }

    /** As Spring would read them, with their defaults. */
    private static SmsGatewaySettings bound(Map<String, Object> settings) {
        Map<String, Object> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("gateway." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bind("gateway", SmsGatewaySettings.class)
                .get();
    }
}
