package io.langsong.notification.channel;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Octets to and from a modem. One thread at a time. */
interface ModemLine extends Closeable {
    void write(byte[] octets) throws IOException;

    /**
     * @param atMost how long it waits for the first octet
     * @return how many were read, 0 when none came
     * @throws IOException also when the other end is gone
     */
    int read(byte[] into, Duration atMost) throws IOException;
}
