package io.langsong.access;

/** Text as it is kept in the audit trail: bounded, and without anything that can not be seen. */
final class AuditText {
    private AuditText() {}

    static String plain(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> {
            if (isHidden(point)) {
                plain.append("\\u%04x".formatted(point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        boolean cut =
                plain.codePointCount(0, plain.length()) > longest || text.codePointCount(0, text.length()) > longest;
        String kept = cut ? plain.substring(0, plain.offsetByCodePoints(0, longest)) + "…" : plain.toString();
        return kept;
    }

    /** Controls, line breaks, lone surrogates, and marks such as the right-to-left override. */
    static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT -> true;
            default -> false;
        };
    }
}
