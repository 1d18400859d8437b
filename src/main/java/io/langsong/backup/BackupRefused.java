package io.langsong.backup;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** A backup could not be made or put back, and nothing was changed unless the words say so. What, which and the remedy. */
public final class BackupRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final String key;
    private final transient Object[] values;

    /** @param key in {@code messages/backup.properties}, behind {@code backup.refused.} */
    BackupRefused(String key, Object... values) {
        super(words(Locale.ENGLISH, key, values));
        this.key = key;
        this.values = values.clone();
    }

    BackupRefused(Throwable cause, String key, Object... values) {
        this(key, values);
        initCause(cause);
    }

    public String in(Locale language) {
        return words(language, key, values);
    }

    private static String words(Locale language, String key, Object... values) {
        String pattern = ResourceBundle.getBundle("messages.backup", language, NO_FALLBACK)
                .getString("backup.refused." + key);
        return new MessageFormat(pattern, language).format(values);
    }
}
