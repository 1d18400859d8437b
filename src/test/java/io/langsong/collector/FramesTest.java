package io.langsong.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A line is heard by its octets, and speaks by its messages. */
class FramesTest {
    private final AtomicInteger heard = new AtomicInteger();
    private final Frames frames = new Frames();
    private final EmbeddedChannel line = new EmbeddedChannel(frames);

    private void come(int... octets) {
        byte[] some = new byte[octets.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = (byte) octets[i];
        }
        line.writeInbound(Unpooled.wrappedBuffer(some));
    }

    @Test
    void partOfAMessageIsHeardOfWhomWeKnow() {
        come(0, 0);
        assertThat(heard).as("of a stranger").hasValue(0);
        frames.trust(heard::incrementAndGet);
        come(0, 3);
        come(7);
        come(8);
        assertThat(heard).hasValue(3);
        assertThat((byte[]) line.readInbound()).isNull();
        come(9, 0, 0, 0, 1, 4);
        assertThat((byte[]) line.readInbound()).containsExactly(7, 8, 9);
        assertThat((byte[]) line.readInbound()).containsExactly(4);
        assertThat(heard).hasValue(4);
    }
}
