package io.langsong.collector.site;

import io.langsong.collector.wire.Datagram;
import io.langsong.event.Counters;
import io.langsong.event.DatagramPort;
import io.langsong.event.EventCounts;
import io.langsong.event.SourceLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes traps and syslog messages as the octets that came in. One thread opens, asks and closes. */
final class UdpPorts {
    private static final Logger log = LoggerFactory.getLogger(UdpPorts.class);
    private static final int A_SECOND_OF_ONE = 20;
    private static final int A_SECOND_OF_ALL = 200;
    private static final InetAddress ALL = new InetSocketAddress(0).getAddress();

    private final Gathering gathering;
    private final Clock clock;
    private final Counters counters = new Counters();
    private final SourceLimit all = new SourceLimit(A_SECOND_OF_ALL);
    private final List<DatagramPort> open = new ArrayList<>();
    private long told;

    UdpPorts(Gathering gathering, Clock clock) {
        this.gathering = gathering;
        this.clock = clock;
    }

    /**
     * @param port 0: none
     * @throws SiteException when it can not be had
     */
    void open(Datagram.Kind kind, int port, String option) {
        if (port == 0) {
            return;
        }
        DatagramPort opened = new DatagramPort(
                "collector-" + option,
                new SourceLimit(A_SECOND_OF_ONE),
                counters,
                (sender, octets, length) -> take(kind, sender, octets, length),
                () -> false);
        try {
            opened.open(new InetSocketAddress(port));
            open.add(opened);
            log.info("listening kind={} port={}", kind, port);
        } catch (IOException taken) {
            throw new SiteException(
                    "UDP port %d can not be had: %s; stop the program that has it, or give another with --%s"
                            .formatted(port, taken.getMessage(), option),
                    taken);
        }
    }

    private void take(Datagram.Kind kind, InetSocketAddress sender, byte[] octets, int length) {
        if (all.take(ALL, System.nanoTime())) {
            gathering.add(new Datagram(kind, clock.millis(), sender.getAddress(), Arrays.copyOf(octets, length)));
        } else {
            gathering.leaveOut(1);
        }
    }

    /** Tells what came faster than it may. */
    void tell() {
        EventCounts counts = counters.counts();
        long now = counts.limited() + counts.overflowed();
        if (now > told) {
            gathering.leaveOut(now - told);
            told = now;
        }
    }

    void close() {
        try {
            for (DatagramPort port : open) {
                port.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        open.clear();
    }
}
