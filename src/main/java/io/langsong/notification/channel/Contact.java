package io.langsong.notification.channel;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What one knows of a person in order to write to that person. */
public enum Contact {
    EMAIL(EmailSettings.ADDRESS),
    /** E.164: {@code +84912345678}. */
    PHONE(Pattern.compile("\\+[1-9][0-9]{6,14}")),
    /** The id that an official account of Zalo knows its follower by. */
    ZALO(Pattern.compile("[0-9]{6,25}")),
    NTFY(NtfySettings.TOPIC),
    TELEGRAM(TelegramSettings.CHAT);

    private static final String VIETNAM = "+84";

    private final Pattern form;

    Contact(Pattern form) {
        this.form = form;
    }

    /** As stored, and in JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As it is stored; empty when it can not be one. A number of Viet Nam may be written as people do. */
    public Optional<String> read(String typed) {
        String text = this == PHONE ? international(typed.replaceAll("[ .()-]", "")) : typed.strip();
        return form.matcher(text).matches() && !text.contains("..") ? Optional.of(text) : Optional.empty();
    }

    private static String international(String digits) {
        if (digits.startsWith("00")) {
            return "+" + digits.substring(2);
        }
        return digits.startsWith("0") ? VIETNAM + digits.substring(1) : digits;
    }
}
