package io.langsong.metric.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was appended is there after any end of the process, and of damaged files all that is whole. */
class SpoolTest {
    private static final long ROOMY = 1L << 30;

    @TempDir
    private Path folder;

    private static Batch batch(long... numbers) {
        Series[] series = new Series[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            Metric metric =
                    new Metric("wifi.clients", i % 2 == 0 ? Metric.Kind.GAUGE : Metric.Kind.COUNTER64, "Mbit/s");
            series[i] = new Series(
                    new SeriesKey(new DeviceId("ap-" + i % 7), metric.name(), "Thôn \"Mận\"\n" + i % 3), metric);
        }
        return new Batch(
                series, numbers.clone(), LongStream.of(numbers).map(n -> n * 3).toArray());
    }

    private Spool open(long most, Spool.Order order) throws IOException {
        return Spool.open(folder, most, order);
    }

    /** Takes all that there is. @return their numbers, in the order in which they came */
    private static List<Long> drained(Spool spool) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Optional<Spool.Taken> taken = spool.take(); taken.isPresent(); taken = spool.take()) {
            Batch batch = taken.get().batch();
            for (int i = 0; i < batch.size(); i++) {
                numbers.add(batch.millis(i));
                assertThat(batch.bits(i)).isEqualTo(3 * batch.millis(i));
            }
            spool.done(taken.get());
        }
        return numbers;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void givesBackWhatWasPutInWithItsSeries() throws IOException {
        Batch first = batch(1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            spool.append(first);
            Batch back = spool.take().orElseThrow().batch();

            assertThat(back.size()).isEqualTo(first.size());
            for (int i = 0; i < first.size(); i++) {
                assertThat(back.series(i)).isEqualTo(first.series(i));
            }
        }
    }

    @Test
    void whatWasNotDoneIsThereAgainAfterAnEnd() throws IOException {
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            spool.append(batch(1, 2));
            spool.append(batch(3));
            spool.append(batch(4, 5, 6));
            spool.done(spool.take().orElseThrow());
            Spool.Taken taken = spool.take().orElseThrow();
            spool.failed(taken);
            assertThat(spool.state().waiting()).isEqualTo(4);
            assertThat(spool.take().orElseThrow().batch().millis(0)).isEqualTo(3);
        }
        try (Spool again = open(ROOMY, Spool.Order.OLDEST)) {
            assertThat(again.found()).isEqualTo(6);
            assertThat(drained(again)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(again.state()).isEqualTo(new Spool.State(0, 0, 0));
            assertThat(files()).isEmpty();
        }
    }

    /** As without a free descriptor, or on a network drive that is away. */
    @Test
    void whatCanNotBeReadForAMomentIsThereAfterwards() throws IOException {
        Path away = folder.resolve("away");
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            spool.append(batch(1, 2));
            spool.append(batch(3));
            Path file = files().get(0);
            Files.move(file, away);
            for (int attempt = 0; attempt < 10; attempt++) {
                assertThatThrownBy(spool::take).isInstanceOf(IOException.class);
            }
            assertThat(spool.state().waiting()).isEqualTo(3);
            assertThat(spool.state().lost()).isZero();
            Files.move(away, file);

            assertThat(drained(spool)).containsExactly(1L, 2L, 3L);
            assertThat(spool.state().lost()).isZero();
        }
    }

    @Test
    void whatCanNeverBeReadDoesNotHoldUpTheRestForEver() throws IOException {
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            spool.append(batch(1, 2));
        }
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            spool.append(batch(3));
            Files.delete(files().get(0));
            int attempts = 0;
            Optional<Spool.Taken> taken = Optional.empty();
            while (taken.isEmpty() && attempts++ < 100) {
                try {
                    taken = spool.take();
                } catch (IOException unreadable) {
                    assertThat(spool.state().lost()).isZero();
                }
            }
            assertThat(taken.orElseThrow().batch().millis(0)).isEqualTo(3);
            assertThat(attempts).isGreaterThan(50);
            assertThat(spool.state().lost()).isEqualTo(2);
        }
    }

    @Test
    void whatWouldNotFitAnywayThrowsNothingOut() throws IOException {
        try (Spool spool = open(300_000, Spool.Order.OLDEST)) {
            spool.append(batch(1, 2));
            long[] many = new Random(7).longs(40_000, 0, Long.MAX_VALUE / 4).toArray();
            assertThatThrownBy(() -> spool.append(batch(many)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no room");

            assertThat(drained(spool)).containsExactly(1L, 2L);
        }
    }

    @Test
    void theNewestFileCanComeFirst() throws IOException {
        for (long number = 1; number <= 3; number++) {
            try (Spool spool = open(ROOMY, Spool.Order.NEWEST)) {
                spool.append(batch(number));
            }
        }
        try (Spool spool = open(ROOMY, Spool.Order.NEWEST)) {
            assertThat(drained(spool)).containsExactly(3L, 2L, 1L);
        }
    }

    /** Each file holds about 8 MB; numbers at random can not be made small. */
    @Test
    void theOldestGoesCountedToTheSampleWhenThereIsNoRoom() throws IOException {
        long cap = 20L << 20;
        Random random = new Random(7);
        List<Long> in = new ArrayList<>();
        try (Spool spool = open(cap, Spool.Order.OLDEST)) {
            for (int round = 0; round < 80; round++) {
                long[] numbers = random.longs(40_000, 0, Long.MAX_VALUE / 4).toArray();
                in.addAll(Arrays.stream(numbers).boxed().toList());
                spool.append(batch(numbers));
                assertThat(spool.state().octets()).isLessThanOrEqualTo(cap);
            }
            long lost = spool.state().lost();

            assertThat(lost).isPositive();
            assertThat(spool.state().waiting()).isEqualTo(in.size() - lost);
            assertThat(drained(spool)).isEqualTo(in.subList((int) lost, in.size()));
        }
    }

    @Test
    void whatIsBeingWrittenToTheStoreIsNotCountedAsLost() throws IOException {
        try (Spool spool = open(300_000, Spool.Order.OLDEST)) {
            Random random = new Random(7);
            spool.append(batch(random.longs(10_000, 0, Long.MAX_VALUE / 4).toArray()));
            Spool.Taken underWay = spool.take().orElseThrow();
            spool.append(batch(random.longs(10_000, 0, Long.MAX_VALUE / 4).toArray()));
            assertThat(spool.state().lost()).isZero();
            spool.failed(underWay);
            assertThat(spool.state()).returns(10_000L, Spool.State::lost).returns(10_000L, Spool.State::waiting);
        }
    }

    @Test
    void whatIsLargerThanAllRoomIsRefusedAndNothingIsKept() throws IOException {
        try (Spool spool = open(1_000, Spool.Order.OLDEST)) {
            Batch large =
                    batch(new Random(7).longs(10_000, 0, Long.MAX_VALUE / 4).toArray());

            assertThatThrownBy(() -> spool.append(large))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no room");
            assertThat(spool.state()).isEqualTo(new Spool.State(0, 0, 0));
        }
    }

    /** Ten blocks of three samples. */
    private Path tenBlocks() throws IOException {
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            for (long block = 0; block < 10; block++) {
                spool.append(batch(block * 3, block * 3 + 1, block * 3 + 2));
            }
        }
        return files().get(0);
    }

    @Test
    void aFileThatWasCutAnywhereGivesTheBlocksBeforeTheCut() throws IOException {
        byte[] whole = Files.readAllBytes(tenBlocks());
        int blocks = 0;
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(
                    files().isEmpty() ? folder.resolve("0000000000000000.spool") : files().get(0),
                    Arrays.copyOf(whole, cut));
            try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
                List<Long> found = drained(spool);
                assertThat(found)
                        .as("cut at %d", cut)
                        .isEqualTo(LongStream.range(0, found.size()).boxed().toList());
                assertThat(found.size() % 3).isZero();
                assertThat(found.size() / 3).as("cut at %d", cut).isBetween(blocks, blocks + 1);
                blocks = found.size() / 3;
                // It goes on as if nothing had been.
                spool.append(batch(99));
                assertThat(drained(spool)).containsExactly(99L);
            }
        }
        assertThat(blocks).isEqualTo(10);
    }

    @Test
    void oneBitThatIsWrongTakesOneBlockAtMost() throws IOException {
        Path file = tenBlocks();
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = whole.clone();
            int bit = random.nextInt(8 * (whole.length - 8)) + 64;
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(folder.resolve("0000000000000000.spool"), damaged);
            try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
                long said = spool.found();
                List<Long> found = drained(spool);
                assertThat(found.size()).as("bit %d", bit).isGreaterThanOrEqualTo(27);
                assertThat(found)
                        .as("bit %d", bit)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .allMatch(number -> number < 30);
                assertThat(said - found.size())
                        .as("bit %d", bit)
                        .isEqualTo(spool.state().lost());
            }
        }
        assertThat(folder.resolve("damaged")).isDirectoryContaining("glob:**.spool");
    }

    @Test
    void aPageOfZerosTakesWhatWasOnIt() throws IOException {
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            for (long block = 0; block < 100; block++) {
                spool.append(
                        batch(LongStream.range(block * 100, block * 100 + 100).toArray()));
            }
        }
        Path file = files().get(0);
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, 4096, 8192, (byte) 0);
        Files.write(file, damaged);

        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            List<Long> found = drained(spool);

            assertThat(found.size()).isBetween(9_000, 9_900);
            assertThat(found).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsNotOursIsLeftAloneAndWhatCanNotBeReadStopsNothing() throws IOException {
        Path file = tenBlocks();
        Files.copy(file, folder.resolve("0000000000000007.spool"));
        Files.writeString(
                folder.resolve("0000000000000003.spool"), "this is no file of a spool, whatever its name says");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.createDirectory(folder.resolve("0000000000000004.spool"));

        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            assertThat(spool.found()).isEqualTo(60);
            spool.append(batch(77));
            assertThat(drained(spool)).hasSize(61).endsWith(77L);
        }
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(folder.resolve("damaged/0000000000000003.spool")).exists();
    }

    @Test
    void aMillionSamplesTakeAboutTenMegabytes() throws IOException {
        try (Spool spool = open(ROOMY, Spool.Order.OLDEST)) {
            // Ten metrics of 500 devices, asked at one time.
            for (int cycle = 0; cycle < 20; cycle++) {
                Series[] series = new Series[5_000];
                long[] millis = new long[series.length];
                long[] bits = new long[series.length];
                for (int i = 0; i < series.length; i++) {
                    Metric metric = new Metric("metric." + i % 10, Metric.Kind.GAUGE, "ms");
                    series[i] =
                            new Series(new SeriesKey(new DeviceId("thon-man-ap" + i / 10), metric.name(), ""), metric);
                    millis[i] = 1_790_000_000_000L + 30_000L * cycle + i / 10;
                    bits[i] = Double.doubleToRawLongBits(i % 97 + cycle);
                }
                spool.append(new Batch(series, millis, bits));
            }
            assertThat(spool.state().octets() / 100_000.0).isLessThan(10);
        }
    }

    @Test
    void blocksOfNonsenseAreRefused() {
        Random random = new Random(7);
        byte[] good = SpoolBlock.encode(batch(1, 2, 3));
        for (int round = 0; round < 5_000; round++) {
            byte[] octets = round % 2 == 0 ? new byte[random.nextInt(200)] : good.clone();
            if (round % 2 == 0) {
                random.nextBytes(octets);
            } else {
                octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            }
            int samples = random.nextInt(6) - 1;
            try {
                SpoolBlock.decode(octets, samples);
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        }
        assertThatThrownBy(() -> SpoolBlock.decode(good, 4)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SpoolBlock.decode(good, Integer.MAX_VALUE)).isInstanceOf(IOException.class);
    }
}
