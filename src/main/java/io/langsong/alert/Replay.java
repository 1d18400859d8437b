package io.langsong.alert;

import io.langsong.metric.MetricStore;
import io.langsong.metric.MetricStore.Point;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Plays the stored samples of one device through its judge, as far as one rule asks for them. Samples of one instant are one
 * poll. One thread.
 */
final class Replay {
    /** Held in memory at once. */
    private static final long POINTS_AT_ONCE = 200_000;

    private static final Duration SHORTEST_PART = Duration.ofHours(1);

    private final MetricStore store;
    private final Place place;
    private final DeviceJudge judge;
    private final List<Series> asked;
    private final int overridden;
    private final List<Series> needed;

    Replay(MetricStore store, RuleBook book, Place place, AlertRule rule, Tried.Tally tally) {
        this.store = store;
        this.place = place;
        this.judge = new DeviceJudge(book, place, List.of(), turn -> {
            if (turn.rule().equals(rule.id())) {
                tally.take(turn);
            }
        });
        List<Series> all = store.seriesOf(place.device());
        Predicate<Series> isAsked = series -> book.applying(series.key(), place).stream()
                .anyMatch(one -> one.id().equals(rule.id()));
        this.asked = all.stream().filter(isAsked).toList();
        this.overridden = (int) all.stream()
                        .filter(series -> rule.measure().matches(series.key()))
                        .count()
                - asked.size();
        this.needed = all.stream()
                .filter(series -> isAsked.test(series) || isBeside(series.key(), rule))
                .toList();
    }

    /** How many series the rule judges here. */
    int series() {
        return asked.size();
    }

    /** How many it would judge here, were there no narrower rule. */
    int overridden() {
        return overridden;
    }

    private boolean isBeside(SeriesKey key, AlertRule rule) {
        if (asked.isEmpty()) {
            return false;
        }
        String metric = key.metric();
        boolean looks = rule.criterion() instanceof Criterion.NoData && metric.equals(DeviceJudge.LOSS);
        boolean ofDevice = metric.equals(DeviceJudge.UPTIME) || looks;
        boolean ofIndex = DeviceJudge.BESIDE_COUNTERS.contains(metric)
                || metric.equals(rule.measure().of());
        return ofDevice
                || ofIndex && asked.stream().anyMatch(one -> one.key().index().equals(key.index()));
    }

    /** @return whether it came to the end before {@code goOn} said no */
    boolean over(Instant from, Instant until, BooleanSupplier goOn) {
        if (asked.isEmpty()) {
            return goOn.getAsBoolean();
        }
        Duration part = place.interval().multipliedBy(Math.max(1, POINTS_AT_ONCE / needed.size()));
        Duration length = part.compareTo(SHORTEST_PART) < 0 ? SHORTEST_PART : part;
        for (Instant at = from; at.isBefore(until); at = at.plus(length)) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
            Instant end = at.plus(length);
            play(at, end.isBefore(until) ? end : until);
        }
        return true;
    }

    private void play(Instant from, Instant until) {
        List<List<Point>> points = needed.stream()
                .map(series -> store.read(series.key(), from, until))
                .toList();
        int[] next = new int[points.size()];
        for (Instant at = earliest(points, next); at != null; at = earliest(points, next)) {
            List<Sample> poll = new ArrayList<>();
            for (int i = 0; i < next.length; i++) {
                List<Point> of = points.get(i);
                if (next[i] < of.size() && of.get(next[i]).at().equals(at)) {
                    poll.add(new Sample(needed.get(i), at, of.get(next[i]).bits()));
                    next[i]++;
                }
            }
            judge.poll(at, poll);
        }
    }

    private static @Nullable Instant earliest(List<List<Point>> points, int[] next) {
        Instant earliest = null;
        for (int i = 0; i < next.length; i++) {
            List<Point> of = points.get(i);
            if (next[i] < of.size() && (earliest == null || of.get(next[i]).at().isBefore(earliest))) {
                earliest = of.get(next[i]).at();
            }
        }
        return earliest;
    }
}
