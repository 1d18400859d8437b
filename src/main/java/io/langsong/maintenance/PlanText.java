package io.langsong.maintenance;

import io.langsong.maintenance.MaintenanceRefused.Fault;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people write about a plan: kept in NFC, bounded, without characters that can not be seen. */
final class PlanText {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    private static final Pattern UNSEEN_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\n\t]]");

    private PlanText() {}

    static String required(String field, @Nullable String text, int most) {
        String kept = line(field, text, most);
        if (kept == null) {
            throw new MaintenanceRefused(field, null, Fault.EMPTY);
        }
        return kept;
    }

    /** One line; null for none. */
    private static @Nullable String line(String field, @Nullable String text, int most) {
        return kept(field, text, most, UNSEEN);
    }

    /** Several lines; null for none. */
    static @Nullable String lines(String field, @Nullable String text, int most) {
        return kept(field, text == null ? null : text.replace("\r\n", "\n"), most, UNSEEN_IN_LINES);
    }

    private static @Nullable String kept(String field, @Nullable String text, int most, Pattern unseen) {
        if (text == null || text.isBlank()) {
            return null;
        }
        // Looked at before it is made NFC, which takes time with the length.
        String kept = text.length() > 4 * most ? text : Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (kept.length() > most) {
            throw new MaintenanceRefused(field, text, Fault.TOO_LONG, most);
        }
        if (unseen.matcher(kept).find()) {
            throw new MaintenanceRefused(field, text, Fault.HIDDEN_CHARACTER);
        }
        return kept;
    }

    /** A question mark for each character that can not be seen, and no more than so many characters. */
    static String shown(String text, int most) {
        String plain = UNSEEN.matcher(text).replaceAll("?");
        return plain.codePointCount(0, plain.length()) <= most
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, most)) + "…";
    }

    /** Pasted text without what came along unseen; lines and tabs stay. */
    static String pasted(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00A0', ' ');
        return Normalizer.normalize(UNSEEN_IN_LINES.matcher(lines).replaceAll(""), Normalizer.Form.NFC);
    }
}
