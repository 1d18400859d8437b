package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private static final long MILLI = 1_000_000;

    private final DeadlineWheel<Item> wheel = new DeadlineWheel<>(0);

    private static final class Item extends DeadlineWheel.Entry {
        final long due;

        Item(long due) {
            this.due = due;
        }
    }

    @Test
    void expiresEachOnceNeverEarlyAndAtMostATickLate() {
        Random random = new Random(3);
        List<Item> waiting = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Item item = new Item(random.nextInt(20_000) * MILLI);
            wheel.set(item, item.due);
            waiting.add(item);
        }
        for (Item removed : waiting.subList(0, 1_000)) {
            wheel.remove(removed);
        }
        waiting.subList(0, 1_000).clear();
        for (long now = 0; now <= 20_100 * MILLI; now += 10 * MILLI) {
            long at = now;
            wheel.advance(now, item -> {
                assertThat(waiting.remove(item)).isTrue();
                assertThat(at - item.due).isBetween(0L, 2 * DeadlineWheel.TICK_NANOS);
            });
        }
        assertThat(waiting).isEmpty();
        assertThat(wheel.isEmpty()).isTrue();
    }

    @Test
    void catchesUpAfterAStandstillAndLetsTheExpiredComeBack() {
        Item item = new Item(50 * MILLI);
        wheel.set(item, item.due);
        List<Item> expired = new ArrayList<>();

        wheel.advance(60_000 * MILLI, each -> {
            expired.add(each);
            if (expired.size() == 1) {
                wheel.set(each, 60_030 * MILLI);
            }
        });
        assertThat(expired).hasSize(1);

        wheel.advance(60_040 * MILLI, expired::add);
        assertThat(expired).hasSize(2);
    }
}
