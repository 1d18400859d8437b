package io.langsong.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port of loopback that nobody listens on. */
public final class FreePort {
    /** Below those that systems give to the near end of a connection: one that is free now stays free. */
    private static final int FIRST = 15_000;

    private static final int BEHIND_LAST = 32_000;

    private FreePort() {}

    public static int tcp() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one
            }
        }
    }
}
