package io.langsong.print;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The letters of one style of a font, without its table of substitutions (GSUB). With it PDFBox compiles regular expressions for every run of
 * text, which took more than half of the time of a report; composed Vietnamese letters need none of it, and a text in which f and i stay apart
 * copies back as it was.
 */
final class Letters {
    private static final String FONTS = "/liberation/LiberationSerif-";
    /** OpenType: after four octets of version comes the number of tables, the records of 16 octets begin at 12. */
    private static final int NUMBER_OF_TABLES = 4;

    private static final int FIRST_RECORD = 12;
    private static final int RECORD = 16;
    private static final int TAG = 4;

    private final byte[] file;

    /** @param style {@code Regular}, {@code Bold}, {@code Italic} or {@code BoldItalic} */
    Letters(String style) {
        String name = FONTS + style + ".ttf";
        try (InputStream in = Objects.requireNonNull(Letters.class.getResourceAsStream(name), name)) {
            this.file = withoutSubstitutions(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The table gets a name that nobody asks for. */
    static byte[] withoutSubstitutions(byte[] font) {
        int tables = ByteBuffer.wrap(font).getShort(NUMBER_OF_TABLES);
        for (int record = FIRST_RECORD; record < FIRST_RECORD + tables * RECORD; record += RECORD) {
            if (new String(font, record, TAG, StandardCharsets.US_ASCII).equals("GSUB")) {
                font[record] = 'x';
            }
        }
        return font;
    }

    InputStream open() {
        return new ByteArrayInputStream(file);
    }
}
