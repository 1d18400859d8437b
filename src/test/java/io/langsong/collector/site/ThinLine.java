package io.langsong.collector.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a collector and its server: counts octets, carries so many a second and no more, and can be silent. */
final class ThinLine implements AutoCloseable {
    final AtomicLong sent = new AtomicLong();
    private final ServerSocket open = new ServerSocket();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int to;
    volatile int octetsASecond;
    /** While nothing passes, and nobody is told. */
    volatile boolean dead;

    ThinLine(int to, int octetsASecond) throws IOException {
        this.to = to;
        this.octetsASecond = octetsASecond;
        open.setReceiveBufferSize(16 << 10);
        open.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread(this::accept);
    }

    int port() {
        return open.getLocalPort();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "thin-line");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = open.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                sockets.addAll(List.of(near, far));
                thread(() -> pass(near, far, true));
                thread(() -> pass(far, near, false));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket from, Socket into, boolean counted) {
        byte[] buffer = new byte[4_096];
        try (from;
                into;
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                while (dead) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                out.write(buffer, 0, read);
                if (counted) {
                    sent.addAndGet(read);
                    TimeUnit.NANOSECONDS.sleep(1_000_000_000L * read / octetsASecond);
                }
            }
        } catch (IOException | InterruptedException ended) {
            // So does the line.
        }
    }

    @Override
    public void close() throws IOException {
        open.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
