package io.langsong.provisioning;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Sentences of this module outside of pages. */
final class ProvisioningWords {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private ProvisioningWords() {}

    /** Vietnamese in any language but English. @param key below {@code provisioning} */
    static String say(Locale language, String key, Object... values) {
        String pattern = ResourceBundle.getBundle("messages.provisioning", language, NO_FALLBACK)
                .getString("provisioning." + key);
        return new MessageFormat(pattern, language).format(values);
    }
}
