package io.langsong.access.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A value of the audit trail that has several lines, as lines. The trail keeps line breaks and tabs by their numbers; all other signs that can not
 * be seen stay so here too, since they can change how what stands beside them is read. Pure, any thread.
 */
final class AuditLines {
    private static final String BREAK = "\\u000a";
    private static final String RETURN = "\\u000d";
    private static final String TAB = "\\u0009";
    /** How each line of a difference begins. */
    private static final String SIGNS = "+- @";

    private AuditLines() {}

    /** @param kind {@code added}, {@code removed} or {@code same} */
    record Line(String kind, String text) {}

    /** @return none when the value is one line */
    static List<Line> of(String value) {
        if (!value.contains(BREAK)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(
                Arrays.asList(value.replace(RETURN + BREAK, BREAK).split(Pattern.quote(BREAK), -1)));
        if (texts.get(texts.size() - 1).isEmpty()) {
            texts.remove(texts.size() - 1);
        }
        boolean difference = texts.stream()
                .allMatch(text -> !text.isEmpty() && (SIGNS.indexOf(text.charAt(0)) >= 0 || text.endsWith("…")));
        return texts.stream()
                .map(text -> new Line(difference ? kind(text) : "same", text.replace(TAB, "\t")))
                .toList();
    }

    private static String kind(String text) {
        return switch (text.charAt(0)) {
            case '+' -> "added";
            case '-' -> "removed";
            default -> "same";
        };
    }
}
