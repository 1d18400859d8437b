package io.langsong.provisioning.driver;

/** What a box said, short enough for a row. */
final class Said {
    private static final int MOST = 500;

    private Said() {}

    static String of(String text) {
        String plain = text.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("[\\p{Cntrl}&&[^\n]]", "")
                .strip();
        return plain.isEmpty() ? "without a word" : plain.substring(0, Math.min(MOST, plain.length()));
    }
}
