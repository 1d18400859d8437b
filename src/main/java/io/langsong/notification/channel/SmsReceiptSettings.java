package io.langsong.notification.channel;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.sms-gateway.receipts}: where the gateway tells what became of a message. It is asked with the
 * same headers, by GET.
 *
 * @param url with {@code {id}} where the gateway's own name of the message stands; null: it does not tell
 * @param delivered regular expression that is found in the answer when it is on the telephone
 * @param failed regular expression that is found in the answer when it will never be; null: that is not told
 * @param interval between two questions for one message, 5 seconds to an hour
 */
public record SmsReceiptSettings(
        @Nullable String url,
        @Nullable String delivered,
        @Nullable String failed,
        @DefaultValue("30s") Duration interval) {
    private static final String NAME = "langsong.notification.sms-gateway.receipts";

    public SmsReceiptSettings {
        url = Checks.given(url);
        delivered = Checks.given(delivered);
        failed = Checks.given(failed);
        if (url == null) {
            Checks.alone(NAME + ".delivered", delivered, NAME + ".url");
            Checks.alone(NAME + ".failed", failed, NAME + ".url");
        } else {
            Checks.present(NAME + ".delivered", delivered, NAME + ".url");
            if (!url.contains("{id}")) {
                throw new IllegalArgumentException(NAME + ".url: holds no {id}; write it where the gateway wants it");
            }
        }
        expression("delivered", delivered);
        expression("failed", failed);
        if (interval.toSeconds() < 5 || interval.toHours() > 1) {
            throw new IllegalArgumentException(
                    NAME + ".interval: " + interval + " is not 5 seconds to an hour; the default is 30s");
        }
    }

    private static void expression(String setting, @Nullable String pattern) {
        try {
            Pattern.compile(pattern == null ? "" : pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    NAME + "." + setting + ": is no regular expression: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    @Override
    public String toString() {
        return "SmsReceiptSettings[%s]".formatted(url == null ? "none" : "every " + interval);
    }
}
