package io.langsong.web;

/** Text from strangers as it may stand in a log line: bounded, one line, nothing that a terminal obeys. */
final class LogText {
    private static final int LONGEST = 64;

    private LogText() {}

    static String of(String hostile) {
        StringBuilder safe = new StringBuilder("\"");
        hostile.codePoints().limit(LONGEST).forEach(point -> {
            if (Character.isLetterOrDigit(point) || " ._-@/:".indexOf(point) >= 0) {
                safe.appendCodePoint(point);
            } else {
                safe.append("\\u%04x".formatted(point));
            }
        });
        return safe.append(hostile.length() > LONGEST ? "…\"" : "\"").toString();
    }
}
