package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.MessageCodec;
import io.langsong.collector.wire.WireException;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over a line first, and how much of it, on a clock of the test's own. */
class UploadTest {
    private static final long BUDGET = 24_000;
    private static final Metric COUNTER = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Life life = new Life(new UUID(5, 6), Instant.EPOCH);
    private final Random random = new Random(11);
    private final Allowance allowance = new Allowance();
    private final List<Sent> sent = new ArrayList<>();
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private boolean caughtUp;
    private long octets;
    private long nanos = 7 * SECOND;
    private long number;

    @TempDir
    private Path folder;

    private Backlog backlog;
    private Upload upload;

    private record Sent(Batch batch, long atNanos) {}

    @BeforeEach
    void open() throws IOException {
        backlog = Backlog.open(folder, 1 << 30);
        upload = new Upload(backlog, allowance, () -> nanos);
    }

    @AfterEach
    void close() throws IOException {
        backlog.close();
    }

    private int line(Message message) {
        int length = 4 + MessageCodec.encode(message).length;
        allowance.spend(length, nanos);
        octets += length;
        caughtUp |= message instanceof Message.CaughtUp;
        if (message instanceof Message.Upload one) {
            try {
                Sent now = new Sent(BatchCodec.decode(one.batch()), nanos);
                sent.add(now);
                unanswered.add(now);
            } catch (WireException damaged) {
                throw new AssertionError(damaged);
            }
        }
        return length;
    }

    /** Its times are those of the clock, so that one sees how late it left. */
    private Batch batch(List<PollResult> results, List<Datagram> datagrams) {
        long now = TimeUnit.NANOSECONDS.toMillis(nanos);
        return new Batch(life, ++number, now, now, null, results, List.of(), datagrams, LeftOut.NOTHING);
    }

    private List<PollResult> results(int count, int samples) {
        return IntStream.range(0, count).mapToObj(i -> result(i, samples)).toList();
    }

    private PollResult result(int device, int samples) {
        DeviceId id = new DeviceId("ap-" + device);
        Instant at = Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(nanos));
        List<Sample> all = IntStream.range(0, samples)
                .mapToObj(i -> new Sample(
                        new Series(new SeriesKey(id, COUNTER.name(), "" + i), COUNTER), at, random.nextInt()))
                .toList();
        return new PollResult(id, at, at, PollResult.Outcome.ANSWERED, 0, 1, null, List.of(), all, "");
    }

    private List<Datagram> datagrams(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    return new Datagram(Datagram.Kind.SYSLOG, i, InetAddress.getLoopbackAddress(), noise);
                })
                .toList();
    }

    private void old(int count, int length) {
        for (int i = 0; i < count; i++) {
            backlog.add(batch(List.of(), datagrams(1, length)));
        }
    }

    /** As the thread of a collector does, with a server that answers within a quarter of a second. */
    private void pass(int seconds, IntFunction<Batch> fresh) {
        for (int turn = 0; turn < 4 * seconds; turn++) {
            if (turn % 8 == 0) {
                backlog.add(upload.fitting(fresh.apply(turn / 8)));
            }
            upload.send();
            nanos += SECOND / 4;
            for (Sent one = unanswered.poll(); one != null; one = unanswered.poll()) {
                upload.taken(new Message.Taken(life.id(), one.batch().number()));
            }
        }
    }

    private void begin(boolean inOrder) {
        upload.begin(this::line, inOrder);
    }

    private List<Long> numbers() {
        return sent.stream().map(one -> one.batch().number()).toList();
    }

    private List<Sent> after(long before) {
        return sent.stream().filter(one -> one.batch().number() > before).toList();
    }

    private static long latest(List<Sent> of) {
        return of.stream()
                .mapToLong(one -> TimeUnit.NANOSECONDS.toMillis(one.atNanos())
                        - one.batch().from())
                .max()
                .orElseThrow();
    }

    @Test
    void whereMoreIsCollectedThanMayBeSentWhatIsOldComesAllTheSame() {
        allowance.set(BUDGET, nanos);
        old(60, 1_200);
        begin(false);
        pass(240, turn -> batch(results(30, 60), List.of()));

        assertThat(numbers()).contains(1L, 60L);
        assertThat(caughtUp).isTrue();
        List<Sent> fresh = after(60);
        assertThat(fresh).hasSizeGreaterThan(115);
        assertThat(latest(fresh)).isLessThan(5_000);
        assertThat(fresh.subList(10, fresh.size()))
                .as("what was saved is used up")
                .allMatch(one -> one.batch().leftOut().samples() > 0);
        assertThat(octets * 8 / 240).isLessThan(BUDGET * 11 / 10).isGreaterThan(BUDGET * 8 / 10);
    }

    @Test
    void whereLessIsCollectedThanMayBeSentNothingIsLeftOutForWhatIsOld() {
        allowance.set(BUDGET, nanos);
        old(80, 1_200);
        begin(false);
        // All devices are asked at once, every ten seconds.
        pass(240, turn -> batch(turn % 5 == 0 ? results(30, 50) : List.of(), List.of()));

        assertThat(caughtUp).isTrue();
        assertThat(after(80))
                .allSatisfy(one -> assertThat(one.batch().leftOut()).isEqualTo(LeftOut.NOTHING));
        assertThat(latest(after(80))).isLessThan(5_000);
    }

    @Test
    void aLargeOldBatchDoesNotHoldUpWhatIsFresh() {
        allowance.set(BUDGET, nanos);
        old(6, (int) allowance.saved());
        begin(false);
        pass(600, turn -> batch(results(30, 60), List.of()));

        assertThat(caughtUp).isTrue();
        assertThat(latest(after(6))).isLessThan(5_000);
    }

    /** Twice as much as may be sent, and nothing else would leave any more. */
    @Test
    void aFloodOfMessagesDoesNotHoldUpWhoIsUpAndDown() {
        allowance.set(BUDGET, nanos);
        begin(true);
        pass(120, turn -> batch(results(10, 2), datagrams(60, 200)));

        assertThat(sent).hasSizeGreaterThan(55);
        assertThat(latest(sent)).isLessThan(5_000);
        assertThat(sent).allSatisfy(one -> {
            Batch batch = one.batch();
            assertThat(batch.results()).hasSize(10);
            assertThat(batch.datagrams().size() + batch.leftOut().datagrams()).isEqualTo(60);
            assertThat(batch.datagrams())
                    .as("the oldest stay")
                    .extracting(Datagram::at)
                    .isEqualTo(IntStream.range(0, batch.datagrams().size())
                            .mapToObj(i -> (long) i)
                            .toList());
        });
        assertThat(sent.stream().mapToInt(one -> one.batch().datagrams().size()).sum())
                .isGreaterThan(500);
    }

    @Test
    void whatIsFreshStaysSoOnTheNextLine() {
        allowance.set(null, nanos);
        old(3, 10);
        begin(false);
        upload.end();
        backlog.add(batch(List.of(), List.of()));
        begin(true);
        upload.send();

        assertThat(numbers()).first().isEqualTo(4L);
        assertThat(caughtUp).isFalse();
    }

    @Test
    void onTheFirstLineInOrderAllIsFresh() {
        allowance.set(null, nanos);
        old(3, 10);
        begin(true);
        upload.send();

        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        assertThat(caughtUp).isTrue();
    }
}
