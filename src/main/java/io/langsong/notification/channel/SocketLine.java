package io.langsong.notification.channel;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A modem behind a bridge from serial to TCP, as ser2net in raw mode. */
final class SocketLine implements ModemLine {
    private final Socket socket;

    private SocketLine(Socket socket) {
        this.socket = socket;
    }

    static SocketLine open(String host, int port, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            return new SocketLine(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    @Override
    public int read(byte[] into, Duration atMost) throws IOException {
        socket.setSoTimeout((int) Math.max(1, atMost.toMillis()));
        try {
            int read = socket.getInputStream().read(into);
            if (read < 0) {
                throw new EOFException("the bridge hung up");
            }
            return read;
        } catch (SocketTimeoutException nothingCame) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
