package io.langsong.notification.channel;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A message of the official account to a follower, who must have written to it within 48 hours. */
public final class ZaloChannel implements Channel {
    private static final int LONGEST_TEXT = 2000;

    private final ZaloSettings settings;
    private final JsonMapper json;
    private final URI target;
    private final ZaloCaller zalo;

    /** @param settings with an application */
    public ZaloChannel(ZaloSettings settings, ZaloTokens tokens, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.target = URI.create(settings.oaUrl()).resolve("/v3.0/oa/message/cs");
        this.zalo = new ZaloCaller(settings, tokens, json, clock);
    }

    @Override
    public String name() {
        return "zalo";
    }

    @Override
    public List<String> recipients() {
        return settings.users();
    }

    @Override
    public Optional<Contact> contact() {
        return Optional.of(Contact.ZALO);
    }

    @Override
    public SendResult send(Letter letter) {
        ObjectNode body = json.createObjectNode();
        body.putObject("recipient").put("user_id", letter.recipient());
        body.putObject("message").put("text", Texts.units(Texts.whole(letter), LONGEST_TEXT));
        return zalo.post(
                target,
                body,
                data -> new SendResult.Delivered(data.path("message_id").asString("")));
    }
}
