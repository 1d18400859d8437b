package io.langsong.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.SeriesKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

class AlertRecorderTest {
    private final List<Turn> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final AlertRecorder recorder = new AlertRecorder(
            new AlertTable(null, null) {
                @Override
                void apply(Turn turn) {
                    written.add(turn);
                }
            },
            new TransactionTemplate() {
                @Override
                public <T> T execute(TransactionCallback<T> work) {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new OutOfMemoryError("for a moment");
                        case 2 -> throw new IllegalStateException("our own");
                        case 3 -> throw new DataAccessResourceFailureException("away");
                        default -> {
                            return work.doInTransaction(new SimpleTransactionStatus());
                        }
                    }
                }
            });

    @AfterEach
    void stop() throws InterruptedException {
        recorder.stop();
    }

    private static Turn ended(String rule) {
        return new Turn.Ended(
                rule, new SeriesKey(new DeviceId("ap1"), "cpu.utilization", ""), Instant.EPOCH, Alert.End.CLEARED);
    }

    @Test
    void whatWasBeingWrittenAtAnErrorIsTriedAgain() {
        recorder.submit(ended("cpu-busy"));
        recorder.start();
        await().until(() -> written.size() == 1);
        recorder.submit(ended("cpu-warm"));

        await().until(() -> written.size() == 2);
        assertThat(written).containsExactly(ended("cpu-busy"), ended("cpu-warm"));
    }
}
