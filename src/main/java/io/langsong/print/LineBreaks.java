package io.langsong.print;

import com.openhtmltopdf.extend.FSTextBreaker;
import java.text.BreakIterator;

/**
 * Where a line may end: behind a space alone. Signs of documents, times and addresses ({@code 12/2026/HĐ-VT}, {@code 08:00:02}) stay whole,
 * which the usual rule (UAX #14) would part. A word that is longer than its line is parted by whoever lays out the line. One thread.
 */
final class LineBreaks implements FSTextBreaker {
    private String text = "";
    private int at;

    @Override
    public void setText(String newText) {
        text = newText;
        at = 0;
    }

    /** @return where the next word begins; {@link BreakIterator#DONE} behind the last */
    @Override
    public int next() {
        if (at >= text.length()) {
            return BreakIterator.DONE;
        }
        int next = text.indexOf(' ', at);
        while (next >= 0 && next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        at = next < 0 ? text.length() : next;
        return at;
    }
}
