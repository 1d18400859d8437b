package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.VirtualCommune.Box;
import io.langsong.outage.VirtualCommune.Span;
import io.langsong.outage.VirtualLedger.Row;
import io.langsong.outage.VirtualPolling.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Days on which our own line goes, with a reference target to tell that by, against what was true. */
class VirtualBlindnessTest {
    private static final int DAYS = Integer.getInteger("langsong.days", 20);
    private static final Duration INTERVAL = VirtualPolling.USUAL_INTERVAL;
    private static final double LOSS = 0.05;
    /** Of a clean line: interval, four tries one time-out apart, a second. */
    private static final Duration DETECTION = INTERVAL.plusSeconds(4 + 1);
    /** Interval, time-out, a second. */
    private static final Duration RECOVERY = INTERVAL.plusSeconds(1 + 1);

    /** How long it takes to know what a line loses; before, one that loses much may be taken for dead. */
    private static final Duration LEARNING = Duration.ofHours(1);

    private final List<String> faults = new ArrayList<>();
    private int lost;
    private int late;

    @Test
    void ourOwnLineIsNobodysOutage() {
        for (long seed = 1; seed <= DAYS; seed++) {
            VirtualCommune commune = new VirtualCommune(seed);
            commune.stalls.clear();
            goBlind(commune, seed);
            VirtualLedger ledger = run(commune, LOSS, seed, Reference.THERE);
            judgePath(seed, commune, ledger);
            for (Box box : commune.boxes.values()) {
                judge(seed, commune, box, ledger.outages(ObjectRef.of(box.id)));
            }
        }
        System.out.printf(
                "virtual blindness: %d days, line lost %d times, outages that outlast it %d, wrong %d%n",
                DAYS, lost, late, faults.size());
        assertThat(faults).as(faults.size() + " faults").isEmpty();
        assertThat(lost).isGreaterThan(DAYS);
        assertThat(late).as("outages that were there before or came meanwhile").isPositive();
    }

    /** Some for seconds, some for an hour, far enough apart to be told apart. */
    private static void goBlind(VirtualCommune commune, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31);
        Instant from = VirtualCommune.START.plusSeconds(4_000 + random.nextInt(3_000));
        while (from.isBefore(VirtualCommune.START.plus(VirtualCommune.DAY).minusSeconds(8_000))) {
            int length = random.nextBoolean() ? 2_000 + random.nextInt(40_000) : 60_000 + random.nextInt(3_600_000);
            Instant until = from.plusMillis(length);
            commune.blind.add(new Span(from, until));
            from = until.plusSeconds(3_000 + random.nextInt(15_000));
        }
    }

    private static VirtualLedger run(VirtualCommune commune, double loss, long seed, Reference reference) {
        VirtualLedger ledger = new VirtualLedger();
        VirtualPolling polling = new VirtualPolling(commune, ledger, INTERVAL, loss, seed, reference);
        ledger.clock = polling::now;
        polling.run(VirtualCommune.START.plus(VirtualCommune.DAY));
        return ledger;
    }

    /** Told once when it was gone for long, and once when it came back; shorter ones may pass without a word. */
    private void judgePath(long seed, VirtualCommune commune, VirtualLedger ledger) {
        List<Turn> left = new ArrayList<>(ledger.path);
        for (Span blind : commune.blind) {
            List<Turn> found = left.stream()
                    .filter(turn -> !at(turn).isBefore(blind.from().minus(INTERVAL))
                            && at(turn).isBefore(blind.until().plusSeconds(10)))
                    .toList();
            left.removeAll(found);
            lost += found.isEmpty() ? 0 : 1;
            long answering = commune.boxes.values().stream()
                    .filter(box -> box.answers(blind.from().minusSeconds(60)) && box.answers(blind.from()))
                    .count();
            boolean wanted = blind.length().compareTo(Sight.WINDOW.plusSeconds(10)) > 0 && answering > 2;
            boolean pair =
                    found.size() == 2 && found.get(0) instanceof Turn.Blinded && found.get(1) instanceof Turn.Sighted;
            if (!pair && (wanted || !found.isEmpty())) {
                faults.add("seed " + seed + ": line gone " + blind + " but told " + found);
            } else if (pair
                    && Duration.between(blind.from(), at(found.get(0))).abs().toSeconds() > 15) {
                faults.add("seed " + seed + ": line gone " + blind + " but told from " + at(found.get(0)));
            }
        }
        left.forEach(turn -> faults.add("seed " + seed + ": line was there, but told " + turn));
    }

    private static Instant at(Turn turn) {
        return turn instanceof Turn.Blinded blinded ? blinded.since() : ((Turn.Sighted) turn).at();
    }

    private void judge(long seed, VirtualCommune commune, Box box, List<List<Row>> outages) {
        List<Span> truths = commune.silences(box);
        List<List<Row>> left = new ArrayList<>(outages);
        for (Span truth : truths) {
            List<List<Row>> found = left.stream()
                    .filter(rows -> truth.overlaps(
                            rows.get(0).from.earliest(), end(rows).plusMillis(1)))
                    .toList();
            left.removeAll(found);
            boolean seenWell = commune.blind.stream()
                    .noneMatch(blind -> blind.overlaps(
                            truth.from().minusSeconds(120), truth.until().plusSeconds(120)));
            Duration seenAfter = seenAfter(commune, truth);
            if (found.isEmpty() && (seenWell ? truth.length() : seenAfter).compareTo(Duration.ofSeconds(75)) > 0) {
                faults.add("seed " + seed + " " + box.id + ": missed " + truth + " blind " + commune.blind);
            }
            if (!found.isEmpty() && !seenWell) {
                late++;
                Bound from = found.get(0).get(0).from;
                boolean alone = truths.stream()
                        .filter(other -> other != truth)
                        .noneMatch(other -> other.overlaps(from.earliest().minusSeconds(90), from.latest()));
                if (alone
                        && (truth.from().isBefore(from.earliest())
                                || truth.from().isAfter(from.latest()))) {
                    faults.add("seed " + seed + " " + box.id + ": true " + truth + " outside of " + found);
                }
            }
        }
        left.removeIf(rows -> rows.get(0).from.latest().isBefore(VirtualCommune.START.plus(LEARNING)));
        left.forEach(rows -> faults.add("seed " + seed + " " + box.id + ": invented " + rows + " blind "
                + commune.blind.stream()
                        .filter(blind -> blind.overlaps(
                                rows.get(0).from.earliest().minusSeconds(100),
                                end(rows).plusSeconds(100)))
                        .toList()));
    }

    /** For how long it lasted while we saw, without a gap, at its end. */
    private static Duration seenAfter(VirtualCommune commune, Span truth) {
        Instant from = commune.blind.stream()
                .map(Span::until)
                .filter(until -> until.isBefore(truth.until()) && until.isAfter(truth.from()))
                .max(Instant::compareTo)
                .orElse(truth.from());
        boolean ends = commune.blind.stream().anyMatch(blind -> blind.overlaps(from, truth.until()));
        return ends ? Duration.ZERO : Duration.between(from, truth.until());
    }

    private static Instant end(List<Row> rows) {
        Bound to = rows.get(rows.size() - 1).to;
        return to == null ? VirtualCommune.START.plus(VirtualCommune.DAY) : to.latest();
    }

    @Test
    void oneDeviceIsFoundAndClearedWithinTheBudgetAsWithoutAReference() {
        Delays with = delays(Reference.THERE);
        Delays without = delays(Reference.NONE);
        Delays dead = delays(Reference.DEAD);

        System.out.println("virtual blindness: a reference that answers " + with + "; none " + without
                + "; one that is dead " + dead);
        assertThat(with.count()).isGreaterThan(DAYS).isEqualTo(without.count());
        assertThat(with.longestBegin()).isLessThanOrEqualTo(DETECTION);
        assertThat(with.longestEnd()).isLessThanOrEqualTo(RECOVERY);
        assertThat(dead.longestBegin()).isLessThanOrEqualTo(DETECTION.plusSeconds(8));
    }

    private record Delays(int count, int missed, Duration longestBegin, Duration longestEnd) {}

    /** Of what fell by itself, on lines that lose nothing, and was out for long enough. */
    private Delays delays(Reference reference) {
        int count = 0;
        int missed = 0;
        Duration begin = Duration.ZERO;
        Duration end = Duration.ZERO;
        for (long seed = 1; seed <= DAYS; seed++) {
            VirtualCommune commune = new VirtualCommune(seed);
            commune.stalls.clear();
            VirtualLedger ledger = run(commune, 0, seed, reference);
            for (Box box : commune.boxes.values()) {
                for (Span truth : commune.silences(box)) {
                    if (truth.length().compareTo(DETECTION.plusSeconds(10)) < 0 || !isAlone(commune, box, truth)) {
                        continue;
                    }
                    List<Row> found = ledger.rows.stream()
                            .filter(row -> row.object.equals(ObjectRef.of(box.id)) && row.isOut())
                            .filter(row -> truth.overlaps(row.begunAt, row.endedAt == null ? Instant.MAX : row.endedAt))
                            .toList();
                    if (found.size() != 1 || found.get(0).endedAt == null) {
                        missed++;
                        continue;
                    }
                    count++;
                    begin = longer(begin, Duration.between(truth.from(), found.get(0).begunAt));
                    end = longer(end, Duration.between(truth.until(), found.get(0).endedAt));
                }
            }
        }
        return new Delays(count, missed, begin, end);
    }

    /** Nothing else is out with it but what hangs on it, and that is less than nine tenths of all. */
    private static boolean isAlone(VirtualCommune commune, Box box, Span truth) {
        long others = commune.boxes.values().stream()
                .filter(other -> other != box)
                .filter(other -> commune.silences(other).stream()
                        .anyMatch(span -> span.overlaps(
                                truth.from().minusSeconds(90), truth.until().plusSeconds(90))))
                .count();
        return others == 0;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
