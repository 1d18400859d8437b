package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import io.langsong.simulator.Simulator;
import io.langsong.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that carry little, or for long nothing. */
class CollectorLineTest {
    private static final int DEVICES = 27;
    private final ThreadLocalRandom random = ThreadLocalRandom.current();
    private final Simulator simulator = new Simulator(
            SimulatorOptions.usual()
                    .withVillages(1)
                    .withAddress("127.%d.0.0".formatted(random.nextInt(40, 250)))
                    .withPort(random.nextInt(20_000, 60_000)),
            Clock.systemUTC());

    @TempDir
    private Path folder;

    private TestServer server;
    private @Nullable CollectorSite site;

    @BeforeEach
    void start() throws Exception {
        simulator.start();
        server = new TestServer(new TestAuthority()).start(0);
    }

    @AfterEach
    void stop() throws Exception {
        CollectorSite running = site;
        if (running != null) {
            running.stop();
        }
        server.close();
        simulator.stop();
    }

    private void begin(int port) throws Exception {
        CollectorSite.enrol(
                new SiteOptions(folder, new ServerAddress("127.0.0.1", server.port), server.token, 0, 0, "test"));
        CollectorSite begun = CollectorSite.open(
                new SiteOptions(folder, new ServerAddress("127.0.0.1", port), null, 0, 0, "test"), Clock.systemUTC());
        site = begun;
        begun.start();
    }

    /** How long after its end a batch of this life came in, milliseconds; both clocks are this machine's. */
    private static long delay(TestServer.Came came, long lifeBegan) {
        return TimeUnit.NANOSECONDS.toMillis(came.atNanos() - lifeBegan)
                - came.batch().until();
    }

    private static long quantile(List<Long> of, double share) {
        List<Long> sorted = of.stream().sorted().toList();
        return sorted.get((int) (share * (sorted.size() - 1)));
    }

    /** A day without a line of three devices of forty values, every 30 s. */
    private int dayOfBatches() throws Exception {
        Life life = new Life(UUID.randomUUID(), Instant.parse("2001-01-01T00:00:00Z"));
        Random values = new Random(3);
        long[] nanos = {0};
        LifeClock clock = new LifeClock(() -> nanos[0]);
        Gathering gathering = new Gathering(life, clock, () -> {});
        int batches = 24 * 120;
        try (Backlog backlog = Backlog.open(folder.resolve("batches"), 256L << 20)) {
            for (int batch = 0; batch < batches; batch++) {
                for (int device = 0; device < 3; device++) {
                    nanos[0] += TimeUnit.SECONDS.toNanos(10);
                    gathering.awake();
                    gathering.observe(result(clock.instant(), device, values));
                }
                gathering.take().forEach(backlog::add);
            }
        }
        return batches;
    }

    private static PollResult result(Instant at, int device, Random values) {
        DeviceId id = new DeviceId("old-" + device);
        List<Sample> samples = IntStream.range(0, 40)
                .mapToObj(number -> {
                    Metric metric = new Metric("if.in_octets", Metric.Kind.COUNTER64, "bytes");
                    return new Sample(
                            new Series(new SeriesKey(id, metric.name(), "" + number), metric), at, values.nextInt());
                })
                .toList();
        return new PollResult(id, at, at, PollResult.Outcome.ANSWERED, 0, 1, null, List.of(), samples, "");
    }

    @Test
    void whileADayIsBroughtWhatIsFreshComesAtOnce() throws Exception {
        int old = dayOfBatches();
        server.assignment = Assignments.of(simulator.commune(), Assignments.pace(2_000, null));
        try (ThinLine line = new ThinLine(server.port, 128 << 10)) {
            long began = System.nanoTime();
            begin(line.port());
            await().atMost(Duration.ofMinutes(3)).until(() -> server.hears(Message.CaughtUp.class));
            long took = System.nanoTime() - began;

            List<TestServer.Came> fresh = fresh();
            List<Long> delays =
                    fresh.stream().map(came -> delay(came, lifeBegan())).toList();
            System.out.printf(
                    "a day: %d batches, %d octets in %d ms; of %d fresh ones the delay was %d ms (median), %d ms (95 %%), %d ms at most%n",
                    old,
                    line.sent.get(),
                    TimeUnit.NANOSECONDS.toMillis(took),
                    delays.size(),
                    quantile(delays, 0.5),
                    quantile(delays, 0.95),
                    quantile(delays, 1));
            List<Long> numbers = server.batches().stream()
                    .filter(batch -> batch.life().startedAt().equals(Instant.parse("2001-01-01T00:00:00Z")))
                    .map(Batch::number)
                    .toList();
            // Oldest first, but for the few that are under way together.
            assertThat(numbers).hasSize(old).doesNotHaveDuplicates();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isBetween(i - 3L, i + 4L);
            }
            assertThat(delays).hasSizeGreaterThan(5);
            assertThat(quantile(delays, 0.95)).isLessThan(3_000);
        }
    }

    /** Of the life that talked, without what it had gathered before. */
    private List<TestServer.Came> fresh() {
        return server.came.stream()
                .filter(came -> came.batch().sync() != null && came.batch().number() > 1)
                .toList();
    }

    /** By this machine's clock that only goes forward, from what the newest batch says of the server's. */
    private long lifeBegan() {
        Batch last = fresh().get(fresh().size() - 1).batch();
        Instant zero = last.sync() == null ? Instant.EPOCH : last.sync().date(0);
        return System.nanoTime() - Duration.between(zero, server.now()).toNanos();
    }

    @Test
    void aDeadLineIsNoticedAndNothingOfItIsMissing() throws Exception {
        server.assignment = Assignments.of(simulator.commune(), Assignments.pace(1_000, null));
        try (ThinLine line = new ThinLine(server.port, 10 << 20)) {
            begin(line.port());
            await().atMost(Duration.ofSeconds(30)).until(() -> server.batches().size() > 3);
            line.dead = true;
            await().atMost(Duration.ofSeconds(40)).until(() -> server.lines.size() == 1 && isOver());
            line.dead = false;
            await().atMost(Duration.ofSeconds(60)).until(() -> server.lines.size() == 2);
            int before = server.batches().size();
            await().atMost(Duration.ofSeconds(30)).until(() -> server.batches().size() > before + 3);
            // Fresh ones overtake what was kept: all up to the newest of this moment, as soon as the old ones came too.
            long newest = numbers().stream().mapToLong(Long::longValue).max().orElseThrow();
            List<Long> expected = LongStream.rangeClosed(1, newest).boxed().toList();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(numbers())
                            .filteredOn(number -> number <= newest)
                            .isEqualTo(expected));
        }
    }

    /** Each as often as it came, in ascending order. */
    private List<Long> numbers() {
        return server.batches().stream().map(Batch::number).sorted().toList();
    }

    /** What the collector keeps on its disk while nobody takes it. */
    private boolean isOver() {
        long newest = server.came.get(server.came.size() - 1).atNanos();
        return System.nanoTime() - newest > TimeUnit.SECONDS.toNanos(20);
    }

    @Test
    void whatMayBeSentIsKeptToAndWhoIsUpAndDownComesFirst() throws Exception {
        long budget = 24_000;
        server.assignment = Assignments.of(simulator.commune(), Assignments.pace(1_000, budget));
        try (ThinLine line = new ThinLine(server.port, 10 << 20)) {
            begin(line.port());
            await().atMost(Duration.ofSeconds(30)).until(() -> !server.batches().isEmpty());
            // What was saved before is used up by then.
            await().atMost(Duration.ofSeconds(60)).until(() -> leftOut() > 1_000);
            long sentBefore = line.sent.get();
            long began = System.nanoTime();
            int from = server.came.size();
            await().pollDelay(Duration.ofSeconds(25))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> true);
            double seconds = (System.nanoTime() - began) / 1e9;
            double bits = 8 * (line.sent.get() - sentBefore) / seconds;
            List<TestServer.Came> came = server.came.subList(from, server.came.size());
            List<Long> delays =
                    came.stream().map(one -> delay(one, lifeBegan())).toList();
            long results =
                    came.stream().mapToLong(one -> one.batch().results().size()).sum();
            System.out.printf(
                    "%d bit/s allowed, %.0f sent; %d results in %.0f s, delay %d ms (median), %d ms at most; %d samples left out%n",
                    budget, bits, results, seconds, quantile(delays, 0.5), quantile(delays, 1), leftOut());

            assertThat(bits).isLessThan(budget * 1.1).isGreaterThan(budget * 0.6);
            assertThat(results / seconds).isGreaterThan(0.7 * DEVICES);
            assertThat(quantile(delays, 1)).isLessThan(9_000);
            assertThat(server.pings()
                            .get(server.pings().size() - 1)
                            .figures()
                            .lost()
                            .samples())
                    .isPositive();
            assertThat(server.batches().stream()
                            .map(Batch::leftOut)
                            .mapToLong(LeftOut::batches)
                            .sum())
                    .isZero();
        }
    }

    private long leftOut() {
        return server.batches().stream()
                .mapToLong(batch -> batch.leftOut().samples())
                .sum();
    }
}
