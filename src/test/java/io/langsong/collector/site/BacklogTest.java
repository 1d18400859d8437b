package io.langsong.collector.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.Batch.LeftOut;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Datagram;
import io.langsong.collector.wire.Life;
import io.langsong.inventory.DeviceId;
import io.langsong.journal.Segment;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was added is there after any end of the process; what had to go is told once. */
class BacklogTest {
    private static final long ROOMY = 1L << 30;
    private static final Metric GAUGE = new Metric("wifi.rssi", Metric.Kind.GAUGE, "dBm");
    private static final DeviceId DEVICE = new DeviceId("ap-1");

    private final Life life = new Life(new UUID(1, 2), Instant.EPOCH);
    private final Random random = new Random(7);

    @TempDir
    private Path folder;

    /** Of two samples, and of octets that can not be made small. */
    private Batch batch(long number, int octets, LeftOut left) {
        byte[] noise = new byte[octets];
        random.nextBytes(noise);
        Instant at = Instant.ofEpochMilli(number * 10);
        Series series = new Series(new SeriesKey(DEVICE, GAUGE.name(), ""), GAUGE);
        PollResult result = new PollResult(
                DEVICE,
                at,
                at,
                PollResult.Outcome.ANSWERED,
                0,
                1,
                null,
                List.of(),
                List.of(Sample.gauge(series, at, 1), Sample.gauge(series, at, 2)),
                "");
        List<Datagram> datagrams = octets == 0
                ? List.of()
                : List.of(new Datagram(Datagram.Kind.SYSLOG, number * 10, InetAddress.getLoopbackAddress(), noise));
        return new Batch(
                life, number, number * 10, number * 10 + 10, null, List.of(result), List.of(), datagrams, left);
    }

    private Batch batch(long number) {
        return batch(number, 0, LeftOut.NOTHING);
    }

    private Backlog open(long most) throws IOException {
        return Backlog.open(folder, most);
    }

    /** Acknowledges all there is. */
    private static List<Batch> drained(Backlog backlog) throws IOException {
        List<Batch> all = new ArrayList<>();
        for (Optional<Flight.Sent> sent = backlog.next(0, Long.MAX_VALUE, 0);
                sent.isPresent();
                sent = backlog.next(0, Long.MAX_VALUE, 0)) {
            all.add(BatchCodec.decode(sent.get().block().batch()));
            backlog.done(sent.get());
        }
        return all;
    }

    private static List<Long> numbers(List<Batch> of) {
        return of.stream().map(Batch::number).toList();
    }

    private static LeftOut told(List<Batch> by) {
        return by.stream().map(Batch::leftOut).reduce(LeftOut.NOTHING, LeftOut::plus);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void whatWasNotAcknowledgedIsThereAgainAndTheRestIsNot() throws IOException {
        try (Backlog backlog = open(ROOMY)) {
            for (long number = 1; number <= 6; number++) {
                backlog.add(batch(number));
            }
            Flight.Sent first = backlog.next(0, Long.MAX_VALUE, 0).orElseThrow();
            Flight.Sent second = backlog.next(0, Long.MAX_VALUE, 0).orElseThrow();
            backlog.failed(first);
            backlog.done(second);
            assertThat(backlog.flight().find(life.id(), 1)).isEmpty();
            assertThat(numbers(drained(backlog))).containsExactly(1L, 3L, 4L, 5L, 6L);
            backlog.add(batch(7));
        }
        try (Backlog backlog = open(ROOMY)) {
            // Its file holds the others too; the server knows them.
            assertThat(numbers(drained(backlog))).endsWith(7L);
        }
        assertThat(files()).isEmpty();
    }

    /** As without a free descriptor. */
    @Test
    void whatCanNotBeReadForAMomentIsSentAfterwards() throws IOException {
        long second = TimeUnit.SECONDS.toNanos(1);
        Path away = folder.resolve("away");
        try (Backlog backlog = open(ROOMY)) {
            backlog.add(batch(1));
            backlog.add(batch(2));
            Path file = files().get(0);
            Files.move(file, away);
            for (int now = 0; now < 60; now++) {
                assertThat(backlog.next(0, Long.MAX_VALUE, now * second)).isEmpty();
            }
            assertThat(backlog.state().batches()).isEqualTo(2);
            Files.move(away, file);
            assertThat(backlog.next(0, Long.MAX_VALUE, 59 * second + 1))
                    .as("not asked all the time")
                    .isEmpty();

            Flight.Sent first = backlog.next(0, Long.MAX_VALUE, 61 * second).orElseThrow();
            assertThat(first.block().number()).isEqualTo(1);
            assertThat(backlog.next(0, Long.MAX_VALUE, 61 * second)).isPresent();
            assertThat(backlog.state().lost()).isEqualTo(LeftOut.NOTHING);
        }
    }

    @Test
    void whatCanNeverBeReadIsToldAsLost() throws IOException {
        long second = TimeUnit.SECONDS.toNanos(1);
        try (Backlog backlog = open(ROOMY)) {
            backlog.add(batch(1));
        }
        try (Backlog backlog = open(ROOMY)) {
            Files.delete(files().get(0));
            for (int now = 0; now < 200; now++) {
                assertThat(backlog.next(0, Long.MAX_VALUE, now * second)).isEmpty();
            }
            assertThat(backlog.state().lost()).isEqualTo(new LeftOut(1, 0, 0));
            backlog.add(batch(2));
            assertThat(told(drained(backlog))).isEqualTo(new LeftOut(1, 0, 0));
        }
    }

    @Test
    void whatIsFreshCanGoBeforeWhatIsOld() throws IOException {
        try (Backlog backlog = open(ROOMY)) {
            backlog.add(batch(1));
            backlog.add(batch(2));
            long fresh = backlog.nextOrder();
            backlog.add(batch(3));
            assertThat(backlog.next(fresh, Long.MAX_VALUE, 0)
                            .orElseThrow()
                            .block()
                            .number())
                    .isEqualTo(3);
            assertThat(backlog.nextLength(fresh, Long.MAX_VALUE)).isZero();
            assertThat(backlog.next(0, fresh, 0).orElseThrow().block().number()).isEqualTo(1);
            assertThat(backlog.hasBefore(fresh)).isTrue();
            backlog.flight().all().forEach(backlog::done);
            assertThat(backlog.hasBefore(fresh)).isTrue();
            drained(backlog);
            assertThat(backlog.hasBefore(fresh)).isFalse();
            assertThat(backlog.state()).isEqualTo(new Backlog.State(0, 0, LeftOut.NOTHING));
        }
    }

    /** Each tells of samples it had to leave out itself, so that those of a batch that is dropped are told by another. */
    @Test
    void theOldestGoesAndIsToldOnceHoweverOftenTheProcessEnds() throws IOException {
        long cap = 2 << 20;
        long added = 0;
        for (int run = 0; run < 8; run++) {
            try (Backlog backlog = open(cap)) {
                for (int i = 0; i < 60; i++) {
                    backlog.add(batch(++added, 20_000, new LeftOut(0, 1, 1)));
                    assertThat(files().stream()
                                    .mapToLong(file -> file.toFile().length())
                                    .sum())
                            .isLessThan(cap + (600 << 10));
                }
            }
        }
        try (Backlog backlog = open(cap)) {
            List<Batch> left = drained(backlog);
            long gone = added - left.size();
            assertThat(numbers(left))
                    .isEqualTo(LongStream.rangeClosed(gone + 1, added).boxed().toList());
            assertThat(gone).isPositive();
            assertThat(told(left)).isEqualTo(new LeftOut(gone, 2 * gone + added, added));
        }
    }

    /** The file that was dropped is still there, as after a crash at the worst instant. */
    @Test
    void aFileThatWasDroppedDoesNotComeBack() throws IOException {
        long cap = 2 << 20;
        try (Backlog backlog = open(cap)) {
            for (long number = 1; number <= 100; number++) {
                backlog.add(batch(number, 20_000, LeftOut.NOTHING));
            }
            Path oldest = files().get(0);
            byte[] content = Files.readAllBytes(oldest);
            long number = 100;
            while (Files.exists(oldest)) {
                backlog.add(batch(++number, 20_000, LeftOut.NOTHING));
            }
            Files.write(oldest, content);
            try (Backlog after = Backlog.open(copyOf(folder), cap)) {
                List<Batch> left = drained(after);
                assertThat(left.size() + told(left).batches()).isEqualTo(number);
                assertThat(numbers(left)).doesNotHaveDuplicates().isSorted();
            }
        }
    }

    private Path copyOf(Path of) throws IOException {
        Path copy = Files.createTempDirectory(folder.getParent(), "copy");
        for (Path file : files()) {
            Files.copy(file, copy.resolve(of.relativize(file)));
        }
        return copy;
    }

    private byte[] tenBlocks() throws IOException {
        try (Backlog backlog = open(ROOMY)) {
            for (long number = 1; number <= 10; number++) {
                backlog.add(batch(number));
            }
        }
        return Files.readAllBytes(files().get(0));
    }

    private Path alone(byte[] content) throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
        return Files.write(folder.resolve("0000000000000000.batches"), content);
    }

    @Test
    void aFileThatWasCutAnywhereGivesTheBatchesBeforeTheCut() throws IOException {
        byte[] whole = tenBlocks();
        int before = 0;
        for (int cut = 0; cut <= whole.length; cut++) {
            alone(Arrays.copyOf(whole, cut));
            try (Backlog backlog = open(ROOMY)) {
                List<Long> found = numbers(drained(backlog));
                assertThat(found).as("cut at %d", cut).isEqualTo(upTo(found.size()));
                assertThat(found.size()).isBetween(before, before + 1);
                before = found.size();
                backlog.add(batch(99));
                assertThat(numbers(drained(backlog))).containsExactly(99L);
                assertThat(backlog.state().lost()).isEqualTo(LeftOut.NOTHING);
            }
        }
        assertThat(before).isEqualTo(10);
    }

    @Test
    void oneBitThatIsWrongTakesOneBatchAndIsToldOnce() throws IOException {
        byte[] whole = tenBlocks();
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            int bit = random.nextInt(8 * (whole.length - 8)) + 64;
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            alone(damaged);
            List<Batch> all;
            try (Backlog backlog = open(ROOMY)) {
                // Read once, so that damage in it is found; and not acknowledged.
                while (backlog.next(0, Long.MAX_VALUE, 0).isPresent()) {
                    assertThat(backlog.flight().size()).isPositive();
                }
                backlog.flight().all().forEach(backlog::failed);
                backlog.add(batch(11));
            }
            try (Backlog backlog = open(ROOMY)) {
                all = drained(backlog);
            }
            assertThat(all.size()).as("bit %d", bit).isBetween(10, 11);
            assertThat(numbers(all)).as("bit %d", bit).contains(11L).doesNotHaveDuplicates();
            boolean atTheEnd = !numbers(all).contains(10L);
            // What is damaged at the end looks as if it had been cut by a crash.
            assertThat(told(all).batches())
                    .as("bit %d", bit)
                    .isBetween(atTheEnd ? 0L : 11L - all.size(), 11L - all.size());
        }
        assertThat(folder.resolve("damaged")).isDirectoryContaining("glob:**.batches");
    }

    /** Five files, of which one is damaged in its middle. */
    @ParameterizedTest(name = "file {0}")
    @ValueSource(ints = {0, 2, 3})
    void damageInOneFileCostsNothingOfTheOthersHoweverOftenItIsBegunAnew(int where) throws IOException {
        long added = fiveFiles();
        damage(files().get(where));
        tear(files().get(4));
        for (int run = 0; run < 3; run++) {
            try (Backlog backlog = open(ROOMY)) {
                for (int i = 0; i < 5; i++) {
                    backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
                }
                assertThat(filesOpen()).as("the one that is written").isEqualTo(1);
            }
        }
        try (Backlog backlog = open(ROOMY)) {
            List<Batch> all = drained(backlog);
            assertThat(numbers(all)).doesNotHaveDuplicates().hasSize((int) added - 2);
            assertThat(told(all))
                    .as("one of them was being written at a crash, and nobody was told that it is kept")
                    .isEqualTo(new LeftOut(1, 0, 0));
        }
    }

    private long fiveFiles() throws IOException {
        long added = 0;
        try (Backlog backlog = open(ROOMY)) {
            while (files().size() < 5) {
                backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
            }
            backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
        }
        return added;
    }

    private static void damage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[(int) Segment.open(file).places().get(5).at()] ^= 1;
        Files.write(file, content);
    }

    private static void tear(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 9));
    }

    private long filesOpen() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(one -> {
                        try {
                            return Files.readSymbolicLink(one).startsWith(folder);
                        } catch (IOException closed) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    /** A folder stands in for it, of which the content can not be read either. */
    @Test
    void aFileThatCanNotBeReadAtOneStartIsThereAtTheNext() throws IOException {
        long added = fiveFiles();
        Path first = files().get(0);
        Path away = folder.resolve("away");
        Files.move(first, away);
        Files.createDirectory(first);
        try (Backlog backlog = open(ROOMY)) {
            backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
        }
        Files.delete(first);
        Files.move(away, first);
        try (Backlog backlog = open(ROOMY)) {
            assertThat(numbers(drained(backlog))).isEqualTo(upTo(added));
        }
    }

    @Test
    void ofMoreBatchesThanThereIsMemoryForTheOldestGo() throws IOException {
        int most = 60;
        int inOneFile = 30;
        long added = 0;
        try (Backlog backlog = Backlog.open(folder, ROOMY, most)) {
            for (int i = 0; i < 200; i++) {
                backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
                assertThat(backlog.state().batches()).isLessThanOrEqualTo(most + inOneFile);
            }
        }
        try (Backlog backlog = open(ROOMY)) {
            List<Batch> left = drained(backlog);
            assertThat(left).hasSizeBetween(most - inOneFile, most + inOneFile);
            assertThat(left.size() + told(left).batches()).isEqualTo(added);
            assertThat(numbers(left)).endsWith(added).isSorted();
        }
    }

    /** As another version may have left them. */
    @Test
    void ofMoreThanThatAtTheStartTheOldestGoOnceTheirLossIsTold() throws IOException {
        long added = fiveFiles();
        int files = files().size();
        Backlog.open(folder, ROOMY, 40).close();
        assertThat(files()).as("nothing tells of it yet").hasSize(files);
        try (Backlog backlog = Backlog.open(folder, ROOMY, 40)) {
            assertThat(backlog.state().batches()).isLessThan(40);
            backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
            assertThat(files()).hasSizeLessThan(files);
            List<Batch> left = drained(backlog);
            assertThat(left.size() + told(left).batches()).isEqualTo(added);
        }
    }

    @Test
    void aFileOfNonsenseIsPutAsideAndTold() throws IOException {
        tenBlocks();
        Files.writeString(folder.resolve("0000000000000003.batches"), "this is no file of batches");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        try (Backlog backlog = open(ROOMY)) {
            backlog.add(batch(11));
            List<Batch> all = drained(backlog);
            assertThat(all).hasSize(11);
            assertThat(told(all)).isEqualTo(new LeftOut(1, 0, 0));
        }
        assertThat(folder.resolve("damaged/0000000000000003.batches")).exists();
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
    }

    /** A file system of two megabytes, where this user may make one. */
    @Test
    void onAFullDiskTheNewestAreHeldInMemoryAndWrittenWhenThereIsRoom() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString()) == 0);
        try {
            Path ballast = Files.write(small.resolve("ballast"), new byte[1_900_000]);
            List<Batch> all;
            long added = 0;
            try (Backlog backlog = Backlog.open(small.resolve("batches"), ROOMY)) {
                for (int i = 0; i < 400; i++) {
                    backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
                }
                LeftOut lost = backlog.state().lost();
                assertThat(lost.batches()).isBetween(180L, 200L);
                assertThat(lost.samples()).isEqualTo(2 * lost.batches());
                assertThat(backlog.state().batches()).isEqualTo(added - lost.batches());
                // A hundred of them find room, the rest is taken by the server.
                Files.delete(ballast);
                backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
                all = drained(backlog);
                assertThat(numbers(all)).endsWith(added).doesNotHaveDuplicates().isSorted();
                assertThat(all.size() + told(all).batches()).isEqualTo(added);
                backlog.add(batch(++added, 20_000, LeftOut.NOTHING));
            }
            try (Backlog backlog = Backlog.open(small.resolve("batches"), ROOMY)) {
                assertThat(numbers(drained(backlog))).contains(added);
            }
        } finally {
            assertThat(run("umount", small.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException notThere) {
            return 1;
        }
    }
}
