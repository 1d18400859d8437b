package io.langsong.notification.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.zalo}: an official account (OA) of Zalo, which writes to its followers, and by templates (ZNS) to
 * telephone numbers.
 *
 * @param appId of the application that the account gave its permission; null: nothing is sent by Zalo
 * @param appSecret of that application
 * @param refreshToken the first one, as the page of Zalo shows it; each is good once, so those that follow are kept in the
 *     database, encrypted. Another one here takes their place
 * @param users who gets each message of the account: ids of followers; none: only people who gave theirs
 * @param template id of an approved ZNS template; null: nothing is sent by template
 * @param templateData by parameter of the template what is put there, with {@code {subject}}, {@code {text}}, {@code {time}}
 * @param longestValue characters of one value in {@code templateData}, as the template allows
 * @param numbers who gets each message by template, as {@code +84912345678}
 * @param oauthUrl where tokens are renewed
 * @param oaUrl of the account's messages
 * @param znsUrl of templates
 * @param allowPrivate also servers on this machine, for trying
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 */
public record ZaloSettings(
        @Nullable String appId,
        @Nullable String appSecret,
        @Nullable String refreshToken,
        @DefaultValue List<String> users,
        @Nullable String template,
        @DefaultValue Map<String, String> templateData,
        @DefaultValue("100") int longestValue,
        @DefaultValue List<String> numbers,
        @DefaultValue("https://oauth.zaloapp.com") String oauthUrl,
        @DefaultValue("https://openapi.zalo.me") String oaUrl,
        @DefaultValue("https://business.openapi.zalo.me") String znsUrl,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout) {
    static final String NAME = "langsong.notification.zalo";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,25}");
    private static final Pattern TEMPLATE = Pattern.compile("[0-9A-Za-z]{3,40}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
    private static final Pattern WORD = Pattern.compile("\\{([^{}]*)}");

    public ZaloSettings {
        appId = Checks.given(appId);
        appSecret = Checks.given(appSecret);
        refreshToken = Checks.given(refreshToken);
        template = Checks.given(template);
        templateData = Map.copyOf(templateData);
        users = users.stream().distinct().toList();
        numbers = Checks.numbers(NAME + ".numbers", numbers);
        if (appId == null) {
            Checks.alone(NAME + ".app-secret", appSecret, NAME + ".app-id");
            Checks.alone(NAME + ".refresh-token", refreshToken, NAME + ".app-id");
            Checks.alone(NAME + ".template", template, NAME + ".app-id");
            Checks.alone(NAME + ".users", users.isEmpty() ? null : users, NAME + ".app-id");
        } else {
            if (!DIGITS.matcher(appId).matches()) {
                throw new IllegalArgumentException(NAME + ".app-id: \"" + Checks.visible(appId)
                        + "\" is no id of an application; it has digits alone");
            }
            Checks.present(NAME + ".app-secret", appSecret, NAME + ".app-id");
            Checks.secret(NAME + ".app-secret", appSecret);
            Checks.secret(NAME + ".refresh-token", refreshToken);
        }
        for (String user : users) {
            if (!DIGITS.matcher(user).matches()) {
                throw new IllegalArgumentException(
                        NAME + ".users: \"" + Checks.visible(user) + "\" is no id of a follower; it has digits alone");
            }
        }
        if (template == null) {
            Checks.alone(NAME + ".numbers", numbers.isEmpty() ? null : numbers, NAME + ".template");
            Checks.alone(NAME + ".template-data", templateData.isEmpty() ? null : templateData, NAME + ".template");
        } else {
            checkTemplate(template, templateData);
        }
        if (longestValue < 10 || longestValue > 400) {
            throw new IllegalArgumentException(
                    NAME + ".longest-value: " + longestValue + " is not 10 to 400; the default is 100");
        }
        server("oauth-url", oauthUrl, allowPrivate);
        server("oa-url", oaUrl, allowPrivate);
        server("zns-url", znsUrl, allowPrivate);
        Checks.timeout(NAME + ".timeout", timeout, "10s");
    }

    private static void checkTemplate(String template, Map<String, String> data) {
        if (!TEMPLATE.matcher(template).matches()) {
            throw new IllegalArgumentException(
                    NAME + ".template: \"" + Checks.visible(template) + "\" is no id of a template; copy it from Zalo");
        }
        if (data.isEmpty()) {
            throw new IllegalArgumentException(
                    NAME
                            + ".template-data is empty; write what goes into each parameter of the template, as noi_dung: \"{subject}\"");
        }
        data.forEach((name, value) -> {
            if (!PARAMETER.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        NAME + ".template-data: \"" + Checks.visible(name) + "\" is no parameter of a template");
            }
            WORD.matcher(value).results().map(found -> found.group(1)).forEach(word -> {
                if (!List.of("subject", "text", "time").contains(word)) {
                    throw new IllegalArgumentException(
                            "%s.template-data.%s: {%s} is not known; write {subject}, {text} or {time}"
                                    .formatted(NAME, name, Checks.visible(word)));
                }
            });
        });
    }

    private static void server(String setting, String url, boolean allowPrivate) {
        // The refusal names ".url" behind what it is given.
        URI server;
        try {
            server = Checks.url(NAME, url, allowPrivate);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    String.valueOf(refused.getMessage()).replace(NAME + ".url", NAME + "." + setting));
        }
        if (server.getRawQuery() != null || !server.getRawPath().matches("/?")) {
            throw new IllegalArgumentException(NAME + "." + setting + ": names more than a server; write https://HOST");
        }
    }

    @Override
    public String toString() {
        return "ZaloSettings[%s, %d users, %s]"
                .formatted(
                        appId == null ? "none" : "application " + appId + ", secrets ***",
                        users.size(),
                        template == null ? "no template" : "template " + template);
    }
}
