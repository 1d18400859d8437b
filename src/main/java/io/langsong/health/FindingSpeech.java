package io.langsong.health;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says findings to people. Any thread. */
public interface FindingSpeech {
    /** @param key without the leading {@code health.} */
    String word(String key, Locale language, Object... values);

    /** What is looked at: {@code Ổ đĩa}. */
    String name(String check, Locale language);

    String said(Finding finding, Locale language);

    /** What to do about it; null when there is nothing to do. */
    @Nullable
    String remedy(Finding finding, Locale language);
}
