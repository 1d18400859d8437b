package io.langsong.discovery;

import io.langsong.snmp.SnmpValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that devices send, which are hostile: made fit to be kept and shown. Pure. */
final class DeviceText {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

    private DeviceText() {}

    /** One line without characters that can not be seen, in NFC, at most so many characters; null when nothing is left. */
    static @Nullable String kept(@Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        String cut = text.length() > 4 * most ? text.substring(0, 4 * most) : text;
        String clean = Normalizer.normalize(
                        BLANKS.matcher(UNSEEN.matcher(cut).replaceAll(" ")).replaceAll(" "), Normalizer.Form.NFC)
                .strip();
        String kept = clean.codePointCount(0, clean.length()) <= most
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, most));
        return kept.isEmpty() ? null : kept;
    }

    /** The same of an answer; null when it is no text. */
    static @Nullable String kept(@Nullable SnmpValue value, int most) {
        return value instanceof SnmpValue.Octets octets ? kept(octets.asText(), most) : null;
    }

    /** For messages. */
    static String shown(String text, int most) {
        String clean = UNSEEN.matcher(text).replaceAll("?");
        return clean.codePointCount(0, clean.length()) <= most
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, most)) + "…";
    }

    /** Words alone, in lower case, without the marks of Vietnamese: {@code "Thôn Đồng-Mẫu"} is {@code "thon dong mau"}. */
    static String plain(String text) {
        String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .replace('đ', 'd')
                .replace('Đ', 'D')
                .toLowerCase(Locale.ROOT);
        return NO_WORD.matcher(bare).replaceAll(" ").strip();
    }
}
