package io.langsong.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP port for syslog: a thread that takes connections, and one for each of them, of which there are few. Who sends too
 * much is read more slowly, so nothing of it is lost.
 */
final class SyslogTcpPort {
    private static final Logger log = LoggerFactory.getLogger(SyslogTcpPort.class);
    private static final int MOST_CONNECTIONS = 100;
    private static final int MOST_OF_A_SOURCE = 10;
    /** Devices keep a connection for long without a word. */
    private static final Duration IDLE = Duration.ofHours(1);

    private final SourceLimit limit;
    private final Counters counters;
    private final Syslogs syslogs;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket server;
    private @Nullable Thread thread;

    SyslogTcpPort(SourceLimit limit, Counters counters, Syslogs syslogs) {
        this.limit = limit;
        this.counters = counters;
        this.syslogs = syslogs;
    }

    /** @throws IOException when the port can not be had, as one that is taken */
    void open(InetSocketAddress at) throws IOException {
        ServerSocket opened = new ServerSocket();
        try {
            opened.setReuseAddress(true);
            opened.bind(at, 50);
        } catch (IOException | RuntimeException refused) {
            opened.close();
            throw refused;
        }
        server = opened;
        Thread taking = new Thread(() -> takeConnections(opened), "event-syslog-tcp");
        taking.setDaemon(true);
        thread = taking;
        taking.start();
    }

    int port() {
        ServerSocket opened = server;
        return opened == null ? 0 : opened.getLocalPort();
    }

    void close() throws InterruptedException {
        ServerSocket closing = server;
        Thread ending = thread;
        server = null;
        thread = null;
        if (closing != null) {
            quietly(closing);
        }
        if (ending != null) {
            ending.join(TimeUnit.SECONDS.toMillis(5));
        }
        connections.forEach(SyslogTcpPort::quietly);
    }

    private void takeConnections(ServerSocket taking) {
        while (!taking.isClosed()) {
            try {
                Socket connection = taking.accept();
                if (mayStay(connection.getInetAddress())) {
                    begin(connection);
                } else {
                    quietly(connection);
                }
            } catch (IOException | RuntimeException failed) {
                if (!taking.isClosed()) {
                    log.debug("syslog connection not taken", failed);
                    pause();
                }
            }
        }
    }

    private boolean mayStay(InetAddress source) {
        long ofSource = connections.stream()
                .filter(one -> source.equals(one.getInetAddress()))
                .count();
        return connections.size() < MOST_CONNECTIONS && ofSource < MOST_OF_A_SOURCE;
    }

    private void begin(Socket connection) {
        connections.add(connection);
        Thread reading = new Thread(() -> read(connection), "event-syslog-" + connection.getPort());
        reading.setDaemon(true);
        reading.start();
    }

    private void read(Socket connection) {
        InetAddress source = connection.getInetAddress();
        try (connection) {
            connection.setSoTimeout((int) IDLE.toMillis());
            SyslogFrames frames = new SyslogFrames(connection.getInputStream());
            for (int length = frames.next(); length >= 0; length = frames.next()) {
                while (!limit.take(source, System.nanoTime()) && server != null) {
                    pause();
                }
                counters.received.increment();
                syslogs.received(source, Protocol.SYSLOG_TCP, frames.octets(), length);
            }
        } catch (IOException | RuntimeException ended) {
            log.debug("syslog connection ended source={}", source.getHostAddress(), ended);
        } finally {
            connections.remove(connection);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception failed) {
            log.debug("syslog connection not closed", failed);
        }
    }
}
