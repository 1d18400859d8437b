package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls Zalo with the account's token, and once more with a new one when Zalo does not take it. One thread at a time. */
final class ZaloCaller {
    private final ZaloTokens tokens;
    private final JsonMapper json;
    private final Clock clock;
    private final HttpCaller http;

    ZaloCaller(ZaloSettings settings, ZaloTokens tokens, JsonMapper json, Clock clock) {
        this.tokens = tokens;
        this.json = json;
        this.clock = clock;
        this.http = new HttpCaller(
                ZaloSettings.NAME, settings.timeout(), settings.allowPrivate(), HttpCaller.Plain.PRIVATE, 65_536);
    }

    /** @param took makes a result of the data of an answer without error */
    SendResult post(URI target, ObjectNode body, Function<JsonNode, SendResult> took) {
        byte[] octets = json.writeValueAsBytes(body);
        return call(
                target,
                () -> HttpRequest.newBuilder()
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets)),
                took);
    }

    SendResult get(URI target, Function<JsonNode, SendResult> took) {
        return call(target, () -> HttpRequest.newBuilder().GET(), took);
    }

    private interface Asking {
        HttpRequest.Builder begin();
    }

    private SendResult call(URI target, Asking asking, Function<JsonNode, SendResult> took) {
        String refused = null;
        while (true) {
            ZaloTokens.Token token = tokens.token(refused);
            if (token instanceof ZaloTokens.Token.None none) {
                return none.why();
            }
            String access = ((ZaloTokens.Token.Good) token).access();
            HttpCaller.Outcome outcome = http.call(target, asking.begin().header("access_token", access));
            boolean again = refused == null
                    && outcome instanceof HttpCaller.Outcome.Answered answer
                    && ZaloErrors.isAboutToken(error(answer.json()));
            if (!again) {
                return outcome.judgedBy(answer -> judge(answer, took));
            }
            refused = access;
        }
    }

    private static int error(JsonNode said) {
        return said.path("error").asInt(0);
    }

    private SendResult judge(HttpCaller.Outcome.Answered answer, Function<JsonNode, SendResult> took) {
        JsonNode said = answer.json();
        if (!said.path("error").isInt()) {
            return new SendResult.Postponed(
                    "HTTP %d, but not from Zalo".formatted(answer.status()),
                    HttpCaller.retryAfter(answer.headers(), clock));
        }
        int error = error(said);
        return error == 0
                ? took.apply(said.path("data"))
                : ZaloErrors.judge(error, said.path("message").asString(""));
    }
}
