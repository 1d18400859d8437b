package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {
    private final FairQueue<String, String> queue = new FairQueue<>(1_000);

    @ParameterizedTest(name = "{0} that bring without end")
    @ValueSource(ints = {1, 10, 100, 400})
    void howeverManyFloodItTheyLeaveRoomForWhoBringsLittle(int loud) {
        for (int round = 0; round < 2_000; round++) {
            for (int i = 0; i < loud; i++) {
                boolean unused = queue.offer("loud " + i, "x", 1);
            }
        }

        assertThat(queue.size()).isBetween(400, 510);
        for (int i = 0; i < 20; i++) {
            assertThat(queue.offer("quiet " + i, "y", 1)).isTrue();
        }
    }

    @Test
    void whatIsTakenMakesRoomAndComesInItsOrder() throws Exception {
        assertThat(queue.offer("a", "1", 400)).isTrue();
        assertThat(queue.offer("a", "2", 300)).isFalse();
        assertThat(queue.offer("b", "3", 100)).isTrue();

        List<String> taken = new ArrayList<>();
        queue.next(taken, 1, 0);
        assertThat(queue.offer("a", "4", 300)).isTrue();
        queue.next(taken, 10, 0);
        assertThat(taken).containsExactly("1", "3", "4");
        queue.next(taken, 10, 1);
        assertThat(taken).hasSize(3);
        assertThat(queue.size()).isZero();
    }
}
