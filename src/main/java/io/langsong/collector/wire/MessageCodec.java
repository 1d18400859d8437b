package io.langsong.collector.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Messages as octets: which one, in one octet, then CBOR (RFC 8949) of its fields by name. Whoever does not know a field passes over it. On the line each
 * has its length before it, four octets, most significant first.
 */
public final class MessageCodec {
    /** Without a certificate nobody has more to say. */
    public static final int LARGEST_OF_STRANGERS = 16 << 10;

    /** An assignment of a thousand devices has some hundred kilobytes. */
    public static final int LARGEST = 4 << 20;

    /** Never in another order: a message is known by its place. */
    private static final List<Class<? extends Message>> KINDS = List.of(
            Message.Enrol.class,
            Message.Enrolled.class,
            Message.Hello.class,
            Message.Welcome.class,
            Message.Assignment.class,
            Message.Upload.class,
            Message.Taken.class,
            Message.Later.class,
            Message.CaughtUp.class,
            Message.Renew.class,
            Message.Ping.class,
            Message.Pong.class,
            Message.Refusal.class);

    private static final CBORMapper CBOR = CBORMapper.builder(CBORFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(1 << 20)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private MessageCodec() {}

    /** Without the length before it. */
    public static byte[] encode(Message message) {
        byte[] body = CBOR.writeValueAsBytes(message);
        return ByteBuffer.allocate(1 + body.length)
                .put((byte) KINDS.indexOf(message.getClass()))
                .put(body)
                .array();
    }

    /** @throws WireException when these are not the octets of a message */
    public static Message decode(byte[] octets) throws WireException {
        if (octets.length == 0 || octets[0] < 0 || octets[0] >= KINDS.size()) {
            throw new WireException("This is no message that we know");
        }
        Class<? extends Message> kind = KINDS.get(octets[0]);
        try {
            Message message = CBOR.readValue(Arrays.copyOfRange(octets, 1, octets.length), kind);
            if (message == null) {
                throw new WireException("This is no message %s: it is empty".formatted(kind.getSimpleName()));
            }
            return message;
        } catch (JacksonException | IllegalArgumentException wrong) {
            throw new WireException("This is no message %s".formatted(kind.getSimpleName()), wrong);
        }
    }
}
