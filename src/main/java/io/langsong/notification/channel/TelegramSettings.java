package io.langsong.notification.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.telegram}: a bot that writes to people and groups of Telegram.
 *
 * @param token of the bot, as BotFather shows it; null: nothing is sent by Telegram
 * @param chats who gets each message: ids of people and groups, as {@code 123456789} and {@code -1001234567890}, or
 *     {@code @name} of a public channel; none: only people are written to who gave theirs
 * @param url of the Bot API, for those who run one of their own
 * @param allowPrivate also a Bot API on this machine, and {@code http} to one in a private network
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 */
public record TelegramSettings(
        @Nullable String token,
        @DefaultValue List<String> chats,
        @DefaultValue("https://api.telegram.org") String url,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout) {
    static final String NAME = "langsong.notification.telegram";
    private static final Pattern TOKEN = Pattern.compile("[0-9]{3,20}:[A-Za-z0-9_-]{20,100}");
    static final Pattern CHAT = Pattern.compile("-?[1-9][0-9]{0,18}|@[A-Za-z][A-Za-z0-9_]{3,40}");

    public TelegramSettings {
        token = Checks.given(token);
        chats = chats.stream().distinct().toList();
        if (token == null && !chats.isEmpty()) {
            throw new IllegalArgumentException(NAME + ".chats names " + chats.size() + " chats, but " + NAME
                    + ".token is not set; set it or remove both");
        }
        if (token != null && !TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    NAME + ".token: not of the form 123456789:LETTERS; copy it from BotFather as a whole");
        }
        for (String chat : chats) {
            if (!CHAT.matcher(chat).matches()) {
                throw new IllegalArgumentException(NAME + ".chats: \"" + Checks.visible(chat)
                        + "\" is no chat; write its number, or @name of a public channel");
            }
        }
        URI api = Checks.url(NAME, url, allowPrivate);
        if (api.getRawQuery() != null) {
            throw new IllegalArgumentException(NAME + ".url: has a query; write https://HOST");
        }
        Checks.timeout(NAME + ".timeout", timeout, "10s");
    }

    @Override
    public String toString() {
        return "TelegramSettings[%s, %d chats]".formatted(token == null ? "no token" : "token ***", chats.size());
    }
}
