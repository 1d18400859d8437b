package io.langsong.notification;

import io.langsong.notification.channel.Channel;
import io.langsong.notification.channel.EmailChannel;
import io.langsong.notification.channel.GsmModemChannel;
import io.langsong.notification.channel.NtfyChannel;
import io.langsong.notification.channel.SmsGatewayChannel;
import io.langsong.notification.channel.TelegramChannel;
import io.langsong.notification.channel.WebhookChannel;
import io.langsong.notification.channel.ZaloChannel;
import io.langsong.notification.channel.ZaloTokens;
import io.langsong.notification.channel.ZnsChannel;
import io.langsong.secret.LateSecretBox;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The channels that settings ask for; none when nobody is to be told.
 *
 * @param inside names of those whose servers, and what comes behind them, are reached without our line to the Internet
 */
record Channels(List<Channel> all, Set<String> inside) {
    Channels {
        all = List.copyOf(all);
        inside = Set.copyOf(inside);
    }

    static Channels of(
            NotificationProperties properties, JdbcClient jdbc, LateSecretBox secrets, JsonMapper json, Clock clock) {
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
        if (properties.zalo().appId() != null) {
            ZaloTokens tokens = new ZaloTokens(properties.zalo(), jdbc, secrets, clock);
            channels.add(new ZaloChannel(properties.zalo(), tokens, json, clock));
            if (properties.zalo().template() != null) {
                channels.add(new ZnsChannel(properties.zalo(), tokens, json, clock));
            }
        }
        if (properties.smsGateway().url() != null) {
            channels.add(new SmsGatewayChannel(properties.smsGateway(), json, clock));
        }
        if (properties.gsmModem().device() != null) {
            channels.add(new GsmModemChannel(properties.gsmModem()));
        }
        return new Channels(channels, properties.inside());
    }

    /** Names of those that nothing leaves by while our line is cut. */
    Set<String> cutOffWithTheLine() {
        return all.stream().filter(this::needsInternet).map(Channel::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether nothing leaves by it while our line is cut. */
    boolean needsInternet(Channel channel) {
        return channel.needsInternet() && !inside.contains(channel.name());
    }
}
