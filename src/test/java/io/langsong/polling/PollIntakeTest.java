package io.langsong.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollIntakeTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<PollObserver> observers = new CopyOnWriteArrayList<>();
    private final PollIntake intake = new PollIntake(() -> observers);

    @AfterEach
    void stop() throws InterruptedException {
        intake.stop();
    }

    @Test
    void wakesItsObserversWhileNothingComesAndBeforeEachResult() {
        observers.add(new PollObserver() {
            @Override
            public void observe(PollResult result) {
                seen.add(result.device().value());
            }

            @Override
            public void awake() {
                seen.add("awake");
            }
        });
        intake.start();
        await().until(() -> seen.size() >= 3);
        assertThat(seen).containsOnly("awake");

        intake.accept(PollRun.notAsked(new DeviceId("ap1"), Instant.EPOCH, "name not resolved"));

        await().until(() -> seen.contains("ap1"));
        assertThat(seen.get(seen.indexOf("ap1") - 1)).isEqualTo("awake");
    }

    @Test
    void anObserverThatFailsBlindsNoOther() {
        observers.add(result -> {
            throw new IllegalStateException("no");
        });
        observers.add(result -> seen.add(result.device().value()));
        intake.start();

        intake.accept(PollRun.notAsked(new DeviceId("ap1"), Instant.EPOCH, "name not resolved"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("ap1"));
    }

    @Test
    void anErrorEndsNothing() {
        observers.add(new PollObserver() {
            @Override
            public void observe(PollResult result) {
                throw new OutOfMemoryError("for a moment");
            }

            @Override
            public void awake() {
                throw new OutOfMemoryError("for a moment");
            }
        });
        observers.add(result -> seen.add(result.device().value()));
        intake.start();

        intake.accept(PollRun.notAsked(new DeviceId("ap1"), Instant.EPOCH, "name not resolved"));
        await().untilAsserted(() -> assertThat(seen).containsExactly("ap1"));
        intake.accept(PollRun.notAsked(new DeviceId("ap2"), Instant.EPOCH, "name not resolved"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("ap1", "ap2"));
        assertThat(intake.dropped()).isZero();
    }
}
