package io.langsong.polling.profile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What spoke for a profile.
 *
 * @param mark the sysObjectID or the object that was asked for; of {@link Sign#GIVEN} who gave it; else empty
 * @param pattern what matched, as the profile writes it; empty when any answer did
 */
public record Reason(Sign sign, String mark, String pattern) {
    /** The sorts there are; each has words: {@code discovery.sign.CODE}. */
    public enum Sign {
        /** Its sysObjectID begins so. */
        OBJECT_ID,
        /** Its sysDescr holds this. */
        DESCR,
        /** It answers to an object that only this family has. */
        ANSWERS,
        /** As {@link #ANSWERS}, and the answer holds this. */
        ANSWER_MATCHES,
        /** Somebody chose it. */
        GIVEN,
        /** Nothing did, so it is the general one. */
        NOTHING;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static final Reason NOTHING_FOUND = new Reason(Sign.NOTHING, "", "");

    /** @param by who chose, in English: {@code named in the inventory} */
    public static Reason given(String by) {
        return new Reason(Sign.GIVEN, by, "");
    }

    /** In English, for programs and the command line. */
    public static String text(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).collect(Collectors.joining(", "));
    }

    private String text() {
        return switch (sign) {
            case OBJECT_ID -> "sysObjectID begins with " + mark;
            case DESCR -> "sysDescr matches " + pattern;
            case ANSWERS -> mark + " answers";
            case ANSWER_MATCHES -> mark + " matches " + pattern;
            case GIVEN -> mark;
            case NOTHING -> "no family's marks were found";
        };
    }
}
