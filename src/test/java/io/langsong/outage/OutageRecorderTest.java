package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/** What was judged is written, whatever happens in between, and people do not wait for it. */
class OutageRecorderTest {
    private static final Instant NOON = Instant.parse("2026-12-01T05:00:00Z");

    private final AtomicLong nanos = new AtomicLong(1);
    /** At the next look at the clock but one, this process has stood still for so long. */
    private final AtomicLong standsStill = new AtomicLong();
    /** How the next transactions end; those after them as they should. */
    private final Queue<Runnable> ends = new ArrayDeque<>();

    private final List<Turn> written = new CopyOnWriteArrayList<>();
    private final List<Object> events = Collections.synchronizedList(new ArrayList<>());
    private final OutageRecorder recorder = recorder();

    private OutageRecorder recorder() {
        OutageTable table = new OutageTable(null, null, null, null) {
            @Override
            void apply(Turn turn) {
                written.add(turn);
            }

            @Override
            void beat(Instant at) {}
        };
        Inventory inventory = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return InventorySnapshot.EMPTY;
            }
        };
        TransactionTemplate transactions = new TransactionTemplate() {
            @Override
            public <T> T execute(TransactionCallback<T> work) {
                Runnable end = ends.poll();
                if (end != null) {
                    end.run();
                }
                return work.doInTransaction(new SimpleTransactionStatus());
            }
        };
        return new OutageRecorder(
                table,
                inventory,
                transactions,
                new TestClock(NOON),
                events::add,
                () -> nanos.getAndAdd(standsStill.getAndSet(0)));
    }

    @AfterEach
    void stop() throws InterruptedException {
        recorder.stop();
    }

    private static Turn down(String device) {
        ObjectRef object = ObjectRef.parse("device:" + device);
        return new Turn.Began(object, Condition.DOWN, "", object, Bound.exactly(NOON), Guess.NONE, List.of());
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void awayFor(Duration tryLasts) {
        passes(tryLasts);
        throw new DataAccessResourceFailureException("away");
    }

    private void begin(Turn... turns) {
        recorder.submit(List.of(turns));
        recorder.start();
    }

    @Test
    void peopleAreToldOnceOfWhatCanNotBeWrittenForTenSeconds() {
        for (int i = 0; i < 6; i++) {
            ends.add(() -> {
                assertThat(events).hasSize(nanos.get() > Duration.ofSeconds(16).toNanos() ? 1 : 0);
                awayFor(Duration.ofSeconds(4));
            });
        }

        begin(down("ap1"));

        await().until(() -> !written.isEmpty());
        assertThat(written).containsExactly(down("ap1"));
        assertThat(events)
                .containsExactly(new OutagesUnwritten(
                        List.of(new OutagesUnwritten.Unwritten(ObjectRef.parse("device:ap1"), NOON))));
    }

    @Test
    void aServerThatStoodStillInATryLearnsFirstWhetherAnotherTookOver() throws InterruptedException {
        ends.add(() -> awayFor(Duration.ofMinutes(2)));
        ends.add(() -> {
            throw new OptimisticLockingFailureException("another took over");
        });

        begin(down("ap1"));

        await().until(ends::isEmpty);
        recorder.stop();
        assertThat(events).isEmpty();
        assertThat(written).as("left to the other").isEmpty();
    }

    @Test
    void aServerThatStoodStillBetweenTwoTriesBeginsToCountAnew() throws InterruptedException {
        ends.add(() -> {
            standsStill.set(Duration.ofMinutes(2).toNanos());
            throw new DataAccessResourceFailureException("away");
        });
        // Its connections are of before.
        ends.add(() -> awayFor(Duration.ZERO));
        ends.add(() -> {
            throw new OptimisticLockingFailureException("another took over");
        });

        begin(down("ap1"));

        await().until(ends::isEmpty);
        recorder.stop();
        assertThat(events).isEmpty();
    }

    @Test
    void whatWasBeingWrittenAtAnErrorIsTriedAgain() {
        ends.add(() -> {
            throw new OutOfMemoryError("for a moment");
        });
        ends.add(() -> {
            throw new IllegalStateException("our own");
        });
        ends.add(() -> {
            passes(Duration.ofMinutes(6));
            assertThat(recorder.unwrittenFor()).isEqualTo(Duration.ofMinutes(6));
            throw new CannotAcquireLockException("held");
        });

        begin(down("ap1"), down("ap2"));

        await().until(() -> written.size() == 2);
        recorder.submit(List.of(down("ap3")));
        await().until(() -> written.size() == 3);
        assertThat(written).containsExactly(down("ap1"), down("ap2"), down("ap3"));
        assertThat(recorder.hasDied()).isFalse();
        await().until(() -> recorder.unwrittenFor().isZero());
    }
}
