package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.outage.VirtualCommune.Box;
import io.langsong.outage.VirtualCommune.Fault;
import io.langsong.outage.VirtualCommune.Happening;
import io.langsong.outage.VirtualCommune.Span;
import io.langsong.outage.VirtualLedger.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Days of a small commune in virtual time, each from a seed of its own, in which one datagram of twenty is lost on each way: what
 * is recorded against what was true. More days with {@code -Dlangsong.days=1000}, others than the first with {@code
 * -Dlangsong.first-day=456}.
 */
class VirtualDaysTest {
    private static final int DAYS =
            Integer.getInteger("langsong.days", "true".equals(System.getenv("LANGSONG_LONG")) ? 10_000 : 100);
    private static final long FIRST = Long.getLong("langsong.first-day", 1);
    private static final double LOSS = 0.05;
    /** Interval, thirty tries one time-out apart, which is the most that a line may need, and a second. */
    private static final Duration DETECTION = VirtualPolling.USUAL_INTERVAL.plusSeconds(30 + 1);
    /** How long it takes to know what a line loses; before, one that loses much may be taken for dead. */
    private static final Duration LEARNING = Duration.ofHours(1);
    /** So far from one another, two troubles of a box have nothing to do with each other. */
    private static final Duration APART = Duration.ofMinutes(5);

    private final List<String> faults = new ArrayList<>();
    private final Map<Outage.Cause, Map<String, Integer>> confusion = new EnumMap<>(Outage.Cause.class);
    private int silences;
    private int recorded;
    private int decided;
    private int misled;
    private int right;
    private int certain;
    private double uncertainSeconds;

    @Test
    void whatIsRecordedIsWhatWasTrue() {
        for (long seed = FIRST; seed < FIRST + DAYS; seed++) {
            judge(seed, VirtualPolling.USUAL_INTERVAL);
        }
        System.out.printf(
                "virtual days: %d, silences %d, outages recorded %d, wrong %d, cause decided %d, right %d (%.2f %%), certain %d, misled by a battery nobody heard of %d, mean uncertainty ±%.1f s%n",
                DAYS,
                silences,
                recorded,
                faults.size(),
                decided,
                right,
                100.0 * right / decided,
                certain,
                misled,
                uncertainSeconds / recorded);
        confusion.forEach((truth, said) -> System.out.printf("  true %-8s said %s%n", truth, said));
        assertThat(faults).as(faults.size() + " faults").isEmpty();
        assertThat(silences).as("something happened").isGreaterThan(10 * DAYS);
        assertThat(certain).as("causes that are certain").isGreaterThan(decided / 10);
        assertThat((double) right / decided)
                .as("share of causes that the evidence decides")
                .isGreaterThan(0.99);
    }

    /** An uplink lost a datagram while one behind it was down for a moment, which was taken for the uplink's doing. */
    @Test
    void daysThatWentWrongOnce() {
        for (long seed : new long[] {59, 99, 456, 522, 957}) {
            judge(seed, VirtualPolling.USUAL_INTERVAL);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void whoAsksMoreOftenKnowsBetterWhenItWas() {
        double usual = uncertainty(VirtualPolling.USUAL_INTERVAL);
        double close = uncertainty(VirtualPolling.USUAL_INTERVAL.dividedBy(3));

        System.out.printf("virtual days: mean uncertainty ±%.1f s at 30 s, ±%.1f s at 10 s%n", usual, close);
        assertThat(faults).isEmpty();
        assertThat(close).isLessThan(usual);
    }

    private double uncertainty(Duration interval) {
        uncertainSeconds = 0;
        recorded = 0;
        for (long seed = 1; seed <= 10; seed++) {
            judge(seed, interval);
        }
        return uncertainSeconds / recorded;
    }

    private void judge(long seed, Duration interval) {
        VirtualCommune commune = new VirtualCommune(seed);
        VirtualLedger ledger = new VirtualLedger();
        VirtualPolling polling = new VirtualPolling(commune, ledger, interval, LOSS, seed);
        polling.run(VirtualCommune.START.plus(VirtualCommune.DAY));
        for (Box box : commune.boxes.values()) {
            judge(seed, commune, polling, box, ledger.outages(ObjectRef.of(box.id)));
        }
    }

    private void judge(long seed, VirtualCommune commune, VirtualPolling polling, Box box, List<List<Row>> outages) {
        List<Span> truths = commune.silences(box);
        List<List<Row>> left = new ArrayList<>(outages);
        silences += truths.size();
        recorded += outages.size();
        for (Span truth : truths) {
            List<List<Row>> found = left.stream()
                    .filter(rows -> truth.overlaps(
                            first(rows).from.earliest(), end(rows).plusMillis(1)))
                    .toList();
            left.removeAll(found);
            boolean looked = commune.stalls.stream()
                    .noneMatch(stall -> stall.overlaps(
                            truth.from().minusSeconds(60), truth.until().plusSeconds(60)));
            if (found.isEmpty() && looked && truth.length().compareTo(DETECTION) > 0) {
                wrong(seed, box, "missed " + truth);
            }
            if (found.size() > 1 && looked) {
                wrong(seed, box, "twice " + truth + " " + found);
            }
            if (found.size() == 1 && looked) {
                List<Row> rows = found.get(0);
                boolean alone = truths.stream()
                        .filter(other -> other != truth)
                        .noneMatch(other -> other.overlaps(
                                truth.from().minusSeconds(90), truth.until().plusSeconds(90)));
                if (alone) {
                    bounds(seed, box, truth, rows);
                    cause(seed, commune, polling, box, truth, rows);
                }
            }
        }
        left.stream()
                .filter(rows -> first(rows).from.latest().isAfter(VirtualCommune.START.plus(LEARNING)))
                .forEach(rows -> wrong(seed, box, "invented " + rows));
    }

    private static Row first(List<Row> rows) {
        return rows.get(0);
    }

    private static Row last(List<Row> rows) {
        return rows.get(rows.size() - 1);
    }

    private static Instant end(List<Row> rows) {
        Bound to = last(rows).to;
        return to == null ? VirtualCommune.START.plus(VirtualCommune.DAY) : to.latest();
    }

    private void bounds(long seed, Box box, Span truth, List<Row> rows) {
        Bound from = first(rows).from;
        Bound to = last(rows).to;
        if (truth.from().isBefore(from.earliest()) || truth.from().isAfter(from.latest())) {
            wrong(seed, box, "began " + truth.from() + " outside " + rows);
        }
        if (to != null
                && (truth.until().isBefore(to.earliest()) || truth.until().isAfter(to.latest()))) {
            wrong(seed, box, "ended " + truth.until() + " outside " + rows);
        }
        if (to != null) {
            uncertainSeconds += (Duration.between(from.earliest(), from.latest())
                                    .toMillis()
                            + Duration.between(to.earliest(), to.latest()).toMillis())
                    / 2000.0;
        }
    }

    private void cause(long seed, VirtualCommune commune, VirtualPolling polling, Box box, Span truth, List<Row> rows) {
        Row row = last(rows);
        if (row.to == null || rows.size() > 1) {
            return;
        }
        Optional<Happening> only = onlyReason(commune, box, truth);
        if (only.isEmpty()) {
            return;
        }
        Box root = java.util.Objects.requireNonNull(box.root(truth.from()));
        if (root != box) {
            if (row.condition != Condition.UNREACHABLE || !row.root.equals(ObjectRef.of(root.id))) {
                wrong(seed, box, "behind " + root.id + " but " + row);
            }
            return;
        }
        if (row.condition != Condition.DOWN) {
            wrong(seed, box, "down by itself but " + row);
            return;
        }
        Outage.Cause true_ = trueCause(only.get().fault());
        if (row.confidence == Outage.Confidence.CERTAIN) {
            certain++;
            // Also where a battery that nobody heard of misleads.
            if (row.cause != true_) {
                wrong(seed, box, "certain, but cause " + true_ + " and " + row + " " + row.evidence);
            }
        }
        boolean decides = decides(commune, polling, box, only.get(), true_);
        if (true_ == Outage.Cause.POWER && !decides && misleads(commune, polling, box, only.get())) {
            misled++;
            return;
        }
        confusion
                .computeIfAbsent(true_, cause -> new TreeMap<>())
                .merge(row.cause + " " + row.confidence + (decides ? " of decided" : " of undecided"), 1, Integer::sum);
        if (row.cause != true_ && row.cause != Outage.Cause.UNKNOWN) {
            wrong(seed, box, "cause " + true_ + " but " + row + " " + row.evidence);
        }
        if (decides) {
            decided++;
            right += row.cause == true_ ? 1 : 0;
        }
    }

    /** The one happening that made the silence; empty when another was near it, here or on the same power. */
    private static Optional<Happening> onlyReason(VirtualCommune commune, Box box, Span truth) {
        List<Box> near = new ArrayList<>(commune.onTheSamePower(box));
        for (Box one = box; one != null; one = one.uplink) {
            near.add(one);
        }
        List<Happening> reasons = commune.happenings.stream()
                .filter(one -> one.struck().stream().anyMatch(near::contains))
                .filter(one ->
                        truth.overlaps(one.from().minus(APART), one.until().plus(APART)))
                .toList();
        return reasons.size() == 1 ? Optional.of(reasons.get(0)) : Optional.empty();
    }

    private static Outage.Cause trueCause(Fault fault) {
        return switch (fault) {
            case AREA_POWER, SITE_POWER -> Outage.Cause.POWER;
            case CRASH, REBOOT, AGENT_RESTART -> Outage.Cause.DEVICE;
            case LINE_CUT, FLAP, BLIP -> Outage.Cause.LINK;
        };
    }

    /** Whether what devices say is enough to know the cause. */
    private static boolean decides(
            VirtualCommune commune, VirtualPolling polling, Box box, Happening happening, Outage.Cause cause) {
        if (!box.tellsBoot) {
            return false;
        }
        List<Box> tell = commune.onTheSamePower(box).stream()
                .filter(one -> one.tellsBoot)
                .toList();
        long restarted = tell.stream().filter(happening.struck()::contains).count();
        return switch (cause) {
            case LINK -> true;
            case DEVICE -> !tell.isEmpty();
            case POWER -> restarted > 0 && restarted == tell.size() || !tell.isEmpty() && polling.wasTold(happening);
            default -> false;
        };
    }

    /** Whether something on the same power ran on, and nobody was heard to say that it did so from a battery. */
    private static boolean misleads(VirtualCommune commune, VirtualPolling polling, Box box, Happening happening) {
        return !polling.wasTold(happening)
                && commune.onTheSamePower(box).stream()
                        .anyMatch(one -> one.tellsBoot && !happening.struck().contains(one));
    }

    private void wrong(long seed, Box box, String what) {
        faults.add("seed " + seed + " " + box.id + ": " + what);
    }
}
