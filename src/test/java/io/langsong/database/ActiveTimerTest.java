package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ActiveTimerTest {
    @Test
    void anErrorKeepsNeitherTheOthersNorTheNextTickFromTheirWork() {
        AtomicInteger done = new AtomicInteger();
        ActiveTimer timer = new ActiveTimer(
                "test",
                List.of(
                        () -> {
                            throw new OutOfMemoryError("for a moment");
                        },
                        done::incrementAndGet));

        // What a tick throws would be the end of the timer.
        timer.tick();
        timer.tick();

        assertThat(done).hasValue(2);
    }
}
