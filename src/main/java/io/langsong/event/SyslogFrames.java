package io.langsong.event;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The messages of one syslog connection, RFC 6587: each with its length before it, or each ended by a line feed or a zero. Of
 * one that is too long the beginning is kept. One thread.
 */
final class SyslogFrames {
    /** So much is read over to get to the next message. */
    private static final int MOST_SKIPPED = 1 << 20;

    private static final int MOST_DIGITS = 7;

    private final InputStream in;
    private final byte[] octets = new byte[SyslogParser.LONGEST];

    SyslogFrames(InputStream in) {
        this.in = new BufferedInputStream(in, SyslogParser.LONGEST);
    }

    /** Holds the message that {@link #next} told of. */
    byte[] octets() {
        return octets;
    }

    /**
     * How long the next message is; -1 at the end of the connection.
     *
     * @throws IOException also when what comes is no syslog
     */
    int next() throws IOException {
        int first = in.read();
        while (first == '\n' || first == '\r' || first == 0) {
            first = in.read();
        }
        if (first < 0) {
            return -1;
        }
        return first >= '1' && first <= '9' ? counted(first) : delimited(first);
    }

    private int counted(int firstDigit) throws IOException {
        int length = firstDigit - '0';
        int digits = 1;
        int next = in.read();
        for (; next >= '0' && next <= '9'; next = in.read()) {
            length = length * 10 + next - '0';
            if (++digits > MOST_DIGITS) {
                throw new IOException("a syslog message of more than " + MOST_DIGITS + " digits");
            }
        }
        if (next != ' ' || length > MOST_SKIPPED) {
            throw new IOException("no syslog message behind a length of " + length);
        }
        int kept = in.readNBytes(octets, 0, Math.min(length, octets.length));
        in.skipNBytes(length - Math.min(length, octets.length));
        return kept;
    }

    private int delimited(int first) throws IOException {
        octets[0] = (byte) first;
        int length = 1;
        int skipped = 0;
        for (int next = in.read(); next >= 0 && next != '\n' && next != 0; next = in.read()) {
            if (length < octets.length) {
                octets[length++] = (byte) next;
            } else if (++skipped > MOST_SKIPPED) {
                throw new IOException("a syslog line without end");
            }
        }
        return length;
    }
}
