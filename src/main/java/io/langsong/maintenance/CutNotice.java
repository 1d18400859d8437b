package io.langsong.maintenance;

import io.langsong.availability.Interval;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of the notice of a power company, and what could not: every line that says something is in one of the two,
 * but for headings that were understood.
 */
public record CutNotice(List<Cut> cuts, List<Unread> unread) {
    public CutNotice {
        cuts = List.copyOf(cuts);
        unread = List.copyOf(unread);
    }

    /**
     * One planned power cut.
     *
     * @param line number of its first line, from 1
     * @param text its lines as they were pasted
     * @param area where, in the words of the notice
     * @param reason in the words of the notice; null when it gives none
     */
    public record Cut(
            int line,
            String text,
            Interval when,
            String area,
            @Nullable String reason) {}

    /**
     * A line, or several that belong together, from which no power cut could be read.
     *
     * @param line number of its first line, from 1
     */
    public record Unread(int line, String text, Why why) {}

    /** Why something could not be read; each has a sentence in the message files. */
    public enum Why {
        NO_TIME,
        ONE_TIME,
        MANY_TIMES,
        NO_DATE,
        UNCLEAR_ORDER,
        NOT_A_DATE,
        NOT_A_TIME,
        BACKWARDS,
        TOO_MUCH_TIME,
        NO_AREA,
        TOO_LONG,
        TOO_MANY_LINES;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
