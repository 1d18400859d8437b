package io.langsong.report.document;

/**
 * A paper as it is printed.
 *
 * @param content PDF
 * @param signature what is left free between post and name
 */
public record PrintedPdf(byte[] content, Place signature) {
    /**
     * A part of a page, in points from its lower left corner.
     *
     * @param page from 0
     */
    public record Place(int page, float left, float bottom, float width, float height) {}
}
