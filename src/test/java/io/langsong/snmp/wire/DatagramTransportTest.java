package io.langsong.snmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against sockets of Java's own that send back what they get; one by one, and in batches where this Java has them. */
class DatagramTransportTest {
    private static final int MANY = 500;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final IoEventLoop loop = group.next();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final List<Endpoint> peers = new ArrayList<>();
    private @Nullable DatagramTransport transport;
    private Consumer<String> answered = answer -> {};

    static Stream<Boolean> ways() {
        return SystemCalls.areThere() ? Stream.of(false, true) : Stream.of(false);
    }

    @AfterEach
    void close() throws Exception {
        DatagramTransport opened = transport;
        if (opened != null) {
            loop.submit(opened::close).sync();
        }
        sockets.forEach(DatagramSocket::close);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private DatagramTransport open(boolean batches) {
        DatagramTransport opened = new DatagramTransport(loop, this::note, batches);
        opened.open();
        transport = opened;
        return opened;
    }

    private void note(DatagramTransport.Sender sender, byte[] octets, int from, int end, long atNanos) {
        String who = IntStream.range(0, peers.size())
                .filter(peer -> sender.is(peers.get(peer)))
                .mapToObj(peer ->
                        peer + (sender.address().equals(peers.get(peer).address()) ? "" : " of another address"))
                .findFirst()
                .orElse("?");
        boolean justNow = Math.abs(System.nanoTime() - atNanos) < TimeUnit.SECONDS.toNanos(10);
        String text = new String(octets, from, end - from, StandardCharsets.US_ASCII);
        received.add(who + " " + text + (justNow ? "" : " when?"));
        answered.accept(text);
    }

    /** Sends back what it gets. */
    private Endpoint peer(String host) throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(host));
        socket.setReceiveBufferSize(1 << 20);
        sockets.add(socket);
        Thread answers = new Thread(() -> answer(socket), "answers");
        answers.setDaemon(true);
        answers.start();
        Endpoint endpoint = new Endpoint(new InetSocketAddress(InetAddress.getByName(host), socket.getLocalPort()));
        peers.add(endpoint);
        return endpoint;
    }

    private static void answer(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!socket.isClosed()) {
            try {
                packet.setLength(65_535);
                socket.receive(packet);
                socket.send(packet);
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void send(DatagramTransport by, Endpoint to, String text) {
        BerWriter writer = new BerWriter();
        writer.raw(text.getBytes(StandardCharsets.US_ASCII));
        by.write(to, writer, failed::add);
    }

    private List<String> received(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            String next = received.poll(10, TimeUnit.SECONDS);
            assertThat(next)
                    .as("after %s of %s, failed: %s", all.size(), count, failed)
                    .isNotNull();
            all.add(next);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsSentArrivesAndAnswersComeFromWhoWasAsked(boolean batches) throws Exception {
        peer("127.0.0.1");
        peer("127.0.0.2");
        peer("127.0.0.3");
        DatagramTransport by = open(batches);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            expected.add(i % 3 + " message " + i);
        }
        for (int burst = 0; burst < MANY / 100; burst++) {
            int from = burst * 100;
            loop.execute(() ->
                    IntStream.range(from, from + 100).forEach(i -> send(by, peers.get(i % 3), "message " + i)));
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(received(MANY)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(failed).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void ofOneLeavesWithoutWaitingForOthers(boolean batches) throws Exception {
        Endpoint to = peer("127.0.0.1");
        DatagramTransport by = open(batches);
        for (int i = 0; i < 3; i++) {
            loop.execute(() -> send(by, to, "alone"));
            assertThat(received(1)).containsExactly("0 alone");
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void ipv6(boolean batches) throws Exception {
        Endpoint to = peer("::1");
        DatagramTransport by = open(batches);
        loop.execute(() -> IntStream.range(0, 100).forEach(i -> send(by, to, "six " + i)));
        assertThat(received(100)).allMatch(answer -> answer.startsWith("0 six "));
        assertThat(to).hasToString("[::1]:" + to.address().getPort());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatAnAnswerOfOneKindOfAddressLeadsToLeavesForTheOtherAtOnce(boolean batches) throws Exception {
        Endpoint ipv4 = peer("127.0.0.1");
        Endpoint ipv6 = peer("::1");
        DatagramTransport by = open(batches);
        answered = text -> {
            if (text.equals("first")) {
                send(by, ipv6, "second");
            }
        };
        loop.execute(() -> send(by, ipv4, "first"));
        assertThat(received(2)).containsExactly("0 first", "1 second");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void largeAndSmallTogether(boolean batches) throws Exception {
        Endpoint to = peer("127.0.0.1");
        DatagramTransport by = open(batches);
        String large = "x".repeat(60_000);
        loop.execute(() -> {
            send(by, to, "small");
            send(by, to, large);
            send(by, to, "y".repeat(70_000));
            send(by, to, "small again");
        });
        assertThat(received(3)).containsExactlyInAnyOrder("0 small", "0 " + large, "0 small again");
        assertThat(failed).containsExactly("could not send to " + to + ": 70000 octets are no datagram");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void oneThatMayNotLeaveHoldsNobodyBack(boolean batches) throws Exception {
        Endpoint to = peer("127.0.0.1");
        Endpoint broadcast = new Endpoint(new InetSocketAddress(InetAddress.getByName("255.255.255.255"), 161));
        DatagramTransport by = open(batches);
        loop.execute(() -> {
            send(by, broadcast, "refused");
            for (int i = 0; i < 30; i++) {
                send(by, to, "good");
                send(by, broadcast, "refused");
            }
            send(by, to, "good");
        });
        String[] good = new String[31];
        Arrays.fill(good, "0 good");
        assertThat(received(31)).containsExactly(good);
        assertThat(failed).hasSize(31).allMatch(why -> why.startsWith("could not send to 255.255.255.255:161: "));
    }
}
