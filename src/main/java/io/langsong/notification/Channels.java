package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.EmailChannel;
import io.langsong.notification.channel.NtfyChannel;
import io.langsong.notification.channel.TelegramChannel;
import io.langsong.notification.channel.WebhookChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The channels that settings ask for; none when nobody is to be told. */
record Channels(List<Channel> all) {
    Channels {
        all = List.copyOf(all);
    }

    static Channels of(NotificationProperties properties, JsonMapper json, Clock clock) {
        List<Channel> channels = new ArrayList<>();
        if (properties.email().host() != null) {
            channels.add(new EmailChannel(properties.email(), properties.recipients()));
        }
        if (properties.webhook().url() != null) {
            channels.add(new WebhookChannel(properties.webhook(), json, clock));
        }
        if (properties.ntfy().topic() != null) {
            channels.add(new NtfyChannel(properties.ntfy(), json, clock));
        }
        if (properties.telegram().token() != null) {
            channels.add(new TelegramChannel(properties.telegram(), json));
        }
        return new Channels(channels);
    }
}
