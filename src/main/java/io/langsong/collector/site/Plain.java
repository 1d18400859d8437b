package io.langsong.collector.site;

/** Text of others on its way to a person. Pure. */
final class Plain {
    private static final int LONGEST = 400;

    private Plain() {}

    /** On one line, without what moves a terminal's cursor. */
    static String text(String of) {
        String cut = of.length() > LONGEST ? of.substring(0, LONGEST) : of;
        return cut.replaceAll("\\p{C}", " ").strip();
    }
}
