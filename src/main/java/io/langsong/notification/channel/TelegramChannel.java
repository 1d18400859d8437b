package io.langsong.notification.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code sendMessage} of the Telegram Bot API, as plain text: without a parse mode nothing that a device calls itself is
 * taken for markup. The token is part of the address, which therefore is never shown. A token that is refused is a setting
 * that somebody will correct, so the letter is tried again.
 */
public final class TelegramChannel implements Channel {
    /** UTF-16 units, as the Bot API counts. */
    private static final int LONGEST_TEXT = 4096;

    private final TelegramSettings settings;
    private final JsonMapper json;
    private final URI target;
    private final HttpCaller http;

    /** @param settings with a token */
    public TelegramChannel(TelegramSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        this.target = URI.create(settings.url().replaceFirst("/+$", "") + "/bot" + settings.token() + "/sendMessage");
        this.http = new HttpCaller(
                TelegramSettings.NAME, settings.timeout(), settings.allowPrivate(), HttpCaller.Plain.PRIVATE, 65_536);
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public List<String> recipients() {
        return settings.chats();
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.TELEGRAM);
    }

    @Override
    public SendResult send(Letter letter) {
        ObjectNode body = json.createObjectNode();
        body.put("chat_id", letter.recipient());
        body.put("text", Texts.units(Texts.whole(letter), LONGEST_TEXT));
        // Otherwise Telegram's servers open every address in the text to make a picture of it.
        body.putObject("link_preview_options").put("is_disabled", true);
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        return http.call(target, request).judgedBy(TelegramChannel::judge);
    }

    private static SendResult judge(HttpCaller.Outcome.Answered answer) {
        JsonNode said = answer.json();
        if (answer.status() == 200 && said.path("ok").asBoolean(false)) {
            return new SendResult.Delivered(
                    said.path("result").path("message_id").asString(""));
        }
        if (!said.path("ok").isBoolean()) {
            return SendResult.Postponed.because(
                    "HTTP %d, but not from a Bot API; is Telegram blocked on this line?".formatted(answer.status()));
        }
        String reason =
                "HTTP %d %s".formatted(answer.status(), said.path("description").asString(""));
        JsonNode parameters = said.path("parameters");
        return switch (answer.status()) {
            case 400, 403 -> new SendResult.Refused(reason + moved(parameters));
            case 401, 404 ->
                SendResult.Postponed.because(
                        "log-in refused, check %s.token: %s".formatted(TelegramSettings.NAME, reason));
            default ->
                new SendResult.Postponed(
                        reason,
                        HttpCaller.bounded(Duration.ofSeconds(
                                parameters.path("retry_after").asLong(0))));
        };
    }

    /** A group that grew has a new id. */
    private static String moved(JsonNode parameters) {
        String id = parameters.path("migrate_to_chat_id").asString("");
        return id.isEmpty() ? "" : "; write " + id + " into " + TelegramSettings.NAME + ".chats";
    }
}
