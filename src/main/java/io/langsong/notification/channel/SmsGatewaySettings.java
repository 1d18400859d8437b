package io.langsong.notification.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.sms-gateway}: a provider that sends SMS for whoever asks over HTTP. In {@code url}, {@code body}
 * and {@code headers} these words in braces are filled in: {@code {to}} (+84912345678), {@code {to-digits}} (84912345678),
 * {@code {to-national}} (0912345678), {@code {text}}, {@code {delivery}} (the same in each attempt of one message),
 * {@code {secret}}.
 *
 * @param url null: there is no gateway
 * @param method {@code GET}, {@code POST} or {@code PUT}
 * @param body what is sent; null: nothing
 * @param contentType of the body, which says how values are escaped in it: as JSON, form or XML
 * @param headers by name, as {@code Authorization: Bearer {secret}}
 * @param secret password or token that the gateway asks for
 * @param numbers who gets each message, as {@code +84912345678}; none: only people who gave a number
 * @param success regular expression that is found in the answer to what was taken; null: HTTP 2xx says it
 * @param refused regular expression that is found in the answer to what will never be taken; null: HTTP 4xx says it
 * @param id regular expression whose first group is how the gateway calls the message; null: it does not say
 * @param unaccented without marks, so that a part holds 160 characters; else 70
 * @param parts most parts that one message may cost, 1 to 5; what does not fit is left out
 * @param allowPrivate also a gateway on this machine, and {@code http} to one in a private network
 * @param timeout longest wait for the answer, 100 ms to 2 minutes
 * @param receipts where to ask what became of a message
 */
public record SmsGatewaySettings(
        @Nullable String url,
        @DefaultValue("POST") String method,
        @Nullable String body,
        @DefaultValue("application/json") String contentType,
        @DefaultValue Map<String, String> headers,
        @Nullable String secret,
        @DefaultValue List<String> numbers,
        @Nullable String success,
        @Nullable String refused,
        @Nullable String id,
        @DefaultValue("true") boolean unaccented,
        @DefaultValue("1") int parts,
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("10s") Duration timeout,
        @NestedConfigurationProperty @DefaultValue SmsReceiptSettings receipts) {
    static final String NAME = "langsong.notification.sms-gateway";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");
    private static final Set<String> WORDS = Set.of("to", "to-digits", "to-national", "text", "delivery", "secret");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");
    /** The client sets them itself, and refuses who does. */
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "content-type", "transfer-encoding");

    public SmsGatewaySettings {
        url = Checks.given(url);
        body = Checks.given(body);
        secret = Checks.given(secret);
        success = Checks.given(success);
        refused = Checks.given(refused);
        id = Checks.given(id);
        headers = Map.copyOf(headers);
        numbers = Checks.numbers(NAME + ".numbers", numbers);
        method = method.strip().toUpperCase(Locale.ROOT);
        contentType = contentType.strip().toLowerCase(Locale.ROOT);
        if (url == null) {
            Checks.alone(NAME + ".body", body, NAME + ".url");
            Checks.alone(NAME + ".secret", secret, NAME + ".url");
            Checks.alone(NAME + ".numbers", numbers.isEmpty() ? null : numbers, NAME + ".url");
            Checks.alone(NAME + ".receipts.url", receipts.url(), NAME + ".url");
        } else {
            check(url, method, body, contentType, headers, secret, allowPrivate);
            if (receipts.url() != null) {
                Checks.present(NAME + ".id", id, NAME + ".receipts, which ask by it");
                filled(NAME + ".receipts", receipts.url().replace("{id}", "1"), allowPrivate);
            }
        }
        expression("success", success);
        expression("refused", refused);
        if (expression("id", id) == 0) {
            throw new IllegalArgumentException(
                    NAME + ".id: has no group; put round brackets round what the gateway calls the message");
        }
        if (parts < 1 || parts > 5) {
            throw new IllegalArgumentException(NAME + ".parts: " + parts + " is not 1 to 5; the default is 1");
        }
        Checks.timeout(NAME + ".timeout", timeout, "10s");
    }

    private static void check(
            String url,
            String method,
            @Nullable String body,
            String contentType,
            Map<String, String> headers,
            @Nullable String secret,
            boolean allowPrivate) {
        filled(NAME, url, allowPrivate);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    NAME + ".method: \"" + Checks.visible(method) + "\" is not GET, POST or PUT; the default is POST");
        }
        Template.requireType(NAME + ".content-type", contentType);
        if (body != null && method.equals("GET")) {
            throw new IllegalArgumentException(NAME + ".body is set, but a GET has none; set method to POST");
        }
        Template.requireKnown(NAME + ".url", url, WORDS);
        Template.requireKnown(NAME + ".body", body == null ? "" : body, WORDS);
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        NAME + ".headers: \"" + Checks.visible(name) + "\" is no header that can be set");
            }
            if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
                throw new IllegalArgumentException(
                        NAME + ".headers." + name + ": holds a line break or a character that is not ASCII");
            }
            Template.requireKnown(NAME + ".headers." + name, value, WORDS);
        });
        String all = url + (body == null ? "" : body);
        if (!all.contains("{text}") || !all.contains("{to")) {
            throw new IllegalArgumentException(
                    NAME + ": neither url nor body holds {text} and {to}; write them where the gateway wants them");
        }
        if (secret != null) {
            Checks.secret(NAME + ".secret", secret);
        }
    }

    /** As an address, with something in the place of each word. */
    private static void filled(String setting, String template, boolean allowPrivate) {
        String address = Template.WORD.matcher(template).replaceAll("0");
        int host = address.indexOf("://") + 3;
        int path = address.indexOf('/', host);
        if (template.substring(0, Math.min(template.length(), path < 0 ? template.length() : path))
                .contains("{")) {
            throw new IllegalArgumentException(setting + ".url: the host can not be filled in; write it as it is");
        }
        URI checked = Checks.url(setting, address, allowPrivate);
        if (checked.getRawPath().isEmpty() && checked.getRawQuery() == null) {
            throw new IllegalArgumentException(setting + ".url: names a host alone; write its path too");
        }
    }

    /** @return how many groups it has; -1 when there is none */
    private static int expression(String setting, @Nullable String pattern) {
        try {
            return pattern == null ? -1 : Pattern.compile(pattern).matcher("").groupCount();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    NAME + "." + setting + ": is no regular expression: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    @Override
    public String toString() {
        return "SmsGatewaySettings[%s, %d numbers, %s]"
                .formatted(
                        url == null
                                ? "none"
                                : URI.create(Template.WORD.matcher(url).replaceAll("0"))
                                        .getHost(),
                        numbers.size(),
                        secret == null ? "no secret" : "secret ***");
    }
}
