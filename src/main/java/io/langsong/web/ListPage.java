package io.langsong.web;

import java.util.List;

/**
 * One page of a list that may be long, as {@code fragments/pager.html} shows it.
 *
 * @param rows those of this page
 * @param number of this page, from 1 to {@code count}
 * @param count how many pages there are; 1 when nothing was found
 * @param found rows on all pages together
 */
public record ListPage<T>(List<T> rows, int number, int count, int found) {
    /** Rows on one page: the devices of some villages, and not much to scroll on a telephone. */
    public static final int SIZE = 100;

    public ListPage {
        rows = List.copyOf(rows);
    }

    /**
     * @param all in their order
     * @param asked number of a page as the address has it, so hostile; what is no number asks for the first, one that is too
     *     large for the last
     */
    public static <T> ListPage<T> of(List<T> all, String asked) {
        int count = Math.max(1, (all.size() + SIZE - 1) / SIZE);
        int number = Math.min(count, asked.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(asked) : 1);
        return new ListPage<>(
                all.subList((number - 1) * SIZE, Math.min(number * SIZE, all.size())), number, count, all.size());
    }
}
