package io.langsong.collector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.collector.wire.Message.Access;
import io.langsong.collector.wire.Message.AssignedDevice;
import io.langsong.collector.wire.Message.Figures;
import io.langsong.collector.wire.Message.Pace;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final byte[] OCTETS = {1, 2, 3, -4};
    private static final List<Message> ALL = List.of(
            new Message.Enrol("bí mật", OCTETS, "1.0"),
            new Message.Enrolled("thon-man", List.of(OCTETS, OCTETS)),
            new Message.Hello("1.0", UUID.randomUUID(), -1, 7, 3, 4_000, ""),
            new Message.Welcome("thon-man", 1_790_000_000_000L, true),
            new Message.Assignment(
                    "r1",
                    List.of(new AssignedDevice(
                            "ap-1",
                            "AP Thôn Mận",
                            "thon-man",
                            "access-point",
                            "192.168.1.2",
                            161,
                            new Access("2c", "công cộng", null, null, null, null, null, null),
                            null,
                            "icmp",
                            List.of("router"),
                            10_000L,
                            null)),
                    Map.of("own", "name: own\n"),
                    new Pace(30_000, 1_000, 1, 64_000L, 1 << 28)),
            new Message.Upload(OCTETS),
            new Message.Taken(UUID.randomUUID(), 9),
            new Message.Later(UUID.randomUUID(), 9, 1_000),
            new Message.CaughtUp(),
            new Message.Renew(OCTETS),
            new Message.Ping(5, new Figures(1, 2, null, 4, 5, 6, 7, Batch.LeftOut.NOTHING)),
            new Message.Pong(5, 6),
            new Message.Refusal("token", "The token was used already; make another one"));

    @Test
    void eachMessageComesOutAsItWentIn() throws Exception {
        assertThat(ALL.stream().map(Object::getClass))
                .doesNotHaveDuplicates()
                .hasSize(Message.class.getPermittedSubclasses().length);
        for (Message message : ALL) {
            assertThat(MessageCodec.decode(MessageCodec.encode(message)))
                    .usingRecursiveComparison()
                    .isEqualTo(message);
        }
    }

    @Test
    void noiseIsRefusedAndNothingElseHappens() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] spoiled = MessageCodec.encode(ALL.get(random.nextInt(ALL.size())));
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
            }
            try {
                MessageCodec.decode(spoiled);
            } catch (WireException refused) {
                assertThat(refused).hasMessageStartingWith("This is no message");
            }
        }
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(ALL.get(4).toString()).doesNotContain("công cộng");
    }
}
