package io.langsong.snmp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/** An agent of version 1 and 2c on a loopback port that answers as a test wishes; SNMP4J encodes for it. */
public final class FakeAgent implements AutoCloseable {
    public final List<PDU> asked = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    private final Behaviour behaviour;

    /** What the agent does with one request; may send what it likes through {@code agent}. */
    public interface Behaviour {
        void on(FakeAgent agent, Request request) throws IOException;
    }

    /** @param number 1 for the first request */
    public record Request(int number, int version, String community, PDU pdu, InetSocketAddress from) {
        /** A Response with the names asked for, each with the value 1. */
        public PDU response() {
            PDU response = new PDU(pdu);
            response.setType(PDU.RESPONSE);
            response.setErrorStatus(0);
            response.setErrorIndex(0);
            response.getVariableBindings().forEach(bound -> bound.setVariable(new Integer32(1)));
            return response;
        }

        public byte[] message(PDU answer) {
            return encode(version, community, answer);
        }
    }

    public FakeAgent(Behaviour behaviour) throws SocketException {
        this.behaviour = behaviour;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        // As much as the kernel gives: it stands for many agents, of which each has a buffer of its own.
        socket.setReceiveBufferSize(8 << 20);
        Thread thread = new Thread(this::serve, "fake-agent");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers every request with {@code change} of a plain Response. */
    static FakeAgent answering(UnaryOperator<PDU> change) throws SocketException {
        return new FakeAgent(
                (agent, request) -> agent.send(request.message(change.apply(request.response())), request.from()));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Patient, so that a busy machine does not turn answers into retries. */
    public SnmpTarget target() {
        return target(Duration.ofSeconds(4));
    }

    public SnmpTarget target(Duration timeout) {
        return new SnmpTarget(
                address(), new SnmpCredentials.Community(SnmpCredentials.Version.V2C, "public"), timeout, 1, 10, 20);
    }

    public void send(byte[] message, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(message, message.length, to));
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                BERInputStream in = new BERInputStream(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                BER.decodeHeader(in, new BER.MutableByte());
                Integer32 version = new Integer32();
                version.decodeBER(in);
                OctetString community = new OctetString();
                community.decodeBER(in);
                PDU pdu = new PDU();
                pdu.decodeBER(in);
                asked.add(pdu);
                behaviour.on(
                        this,
                        new Request(asked.size(), version.getValue(), community.toString(), pdu, (InetSocketAddress)
                                packet.getSocketAddress()));
            } catch (IOException closed) {
                // The next look at the socket ends the loop.
            }
        }
    }

    static byte[] encode(int version, String community, PDU pdu) {
        try {
            Integer32 number = new Integer32(version);
            OctetString name = new OctetString(community);
            int length = number.getBERLength() + name.getBERLength() + pdu.getBERLength();
            BEROutputStream out = new BEROutputStream(ByteBuffer.allocate(length + 10));
            BER.encodeHeader(out, BER.SEQUENCE, length);
            number.encodeBER(out);
            name.encodeBER(out);
            pdu.encodeBER(out);
            ByteBuffer written = out.getBuffer();
            byte[] message = new byte[written.position()];
            written.flip();
            written.get(message);
            return message;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    List<Integer> askedSizes() {
        List<Integer> sizes = new ArrayList<>();
        asked.forEach(pdu -> sizes.add(pdu.size()));
        return sizes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
