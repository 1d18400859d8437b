package io.langsong.provisioning.driver;

/** What a box said, short enough for a row. */
public final class Said {
    private static final int MOST = 500;

    private Said() {}

    /** Without what moves a cursor or cannot be seen; empty when it said nothing. */
    public static String of(String text) {
        String plain = text.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\n]]", "")
                .strip();
        return plain.codePointCount(0, plain.length()) <= MOST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, MOST));
    }
}
