package io.langsong.print;

import java.util.Optional;

/**
 * What was printed.
 *
 * @param content PDF
 * @param place where the element is that was asked for
 */
public record Printed(byte[] content, Optional<Place> place) {
    /**
     * A part of a page, in points from its lower left corner.
     *
     * @param page from 0
     */
    public record Place(int page, float left, float bottom, float width, float height) {}
}
