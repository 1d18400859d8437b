package io.langsong.journal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with an error where it goes on for too long, as what is packed a thousandfold does. One thread. */
public final class LimitedStream extends FilterInputStream {
    private final long most;
    private long left;

    /** @param most octets that may come */
    public LimitedStream(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    /** More came than may. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;

        private Exceeded(long most) {
            super("It comes to more than %d octets".formatted(most));
        }
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        spend(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        spend(Math.max(0, read));
        return read;
    }

    private void spend(int octets) throws Exceeded {
        left -= octets;
        if (left < 0) {
            throw new Exceeded(most);
        }
    }
}
