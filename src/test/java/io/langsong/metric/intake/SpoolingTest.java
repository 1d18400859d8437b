package io.langsong.metric.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Counts;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that takes its time. */
class SpoolingTest {
    private static final Metric RTT = new Metric("reach.rtt", Metric.Kind.GAUGE, "ms");
    private static final SeriesKey SERIES = new SeriesKey(new DeviceId("ap"), RTT.name(), "");

    @TempDir
    private Path folder;

    /** Whoever looks at figures while a store hangs must not hang with it. */
    @Test
    void figuresDoNotWaitForAStoreThatHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        SampleIntake intake = new SampleIntake(
                "test",
                batch -> {
                    asked.countDown();
                    try {
                        answers.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                1_000,
                100,
                new SpoolFolder(folder, 1 << 20, Spool.Order.OLDEST));
        intake.start();
        intake.append(tenSamples());
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        Counts counts = CompletableFuture.supplyAsync(intake::counts).get(5, TimeUnit.SECONDS);
        assertThat(List.of(counts.appended(), counts.waiting(), counts.stored()))
                .containsExactly(10L, 10L, 0L);

        answers.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.counts().stored() == 10);
        intake.stop();
    }

    private static List<Sample> tenSamples() {
        return IntStream.range(0, 10)
                .mapToObj(i -> Sample.gauge(SERIES, RTT, Instant.EPOCH.plusSeconds(i), i))
                .toList();
    }

    /** The machine is switched off while the database answers nothing. */
    @Test
    void whatAStoreThatHangsDidNotTakeIsOnDiskAfterTheStop() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        SpoolFolder spool = new SpoolFolder(folder, 1 << 20, Spool.Order.OLDEST);
        SampleSink hanging = batch -> {
            asked.countDown();
            boolean waiting = true;
            while (waiting) {
                try {
                    answers.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    // As a socket: deaf to it.
                }
            }
        };
        SampleIntake intake = new SampleIntake("test", hanging, 1_000, 4, spool);
        intake.start();
        intake.append(tenSamples());
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        intake.stop();

        try (Spool onDisk = spool.open()) {
            assertThat(onDisk.found()).isEqualTo(10);
        }
        answers.countDown();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(intake.counts())
                        .extracting(Counts::appended, Counts::waiting, Counts::stored, Counts::dropped)
                        .containsExactly(10L, 10L, 0L, 0L));
    }

    @Test
    void aMomentWithoutMemoryLosesNothing() {
        AtomicInteger failures = new AtomicInteger(2);
        AtomicInteger taken = new AtomicInteger();
        SampleSink store = batch -> {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for a moment");
            }
            taken.addAndGet(batch.size());
        };
        SampleIntake intake =
                new SampleIntake("test", store, 1_000, 100, new SpoolFolder(folder, 1 << 20, Spool.Order.OLDEST));
        intake.start();
        intake.append(tenSamples());

        await().atMost(Duration.ofSeconds(30)).until(() -> intake.counts().stored() == 10);
        assertThat(taken).hasValue(10);
        intake.stop();
    }
}
