package io.langsong.alert;

import io.langsong.alert.AlertState.Firing;
import io.langsong.metric.LiveRate;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges the samples of one device, poll after poll; the same for polls as they come and for stored ones. A series that no
 * rule asks for costs one comparison a sample. One thread at a time.
 */
final class DeviceJudge {
    static final String UPTIME = "sys.uptime";
    static final String LOSS = "reach.loss";
    static final String SPEED = "if.speed";
    static final String DISCONTINUITY = "if.counter_discontinuity";

    /** What the judgement of a counter needs beside itself. */
    static final Set<String> BESIDE_COUNTERS = Set.of(UPTIME, SPEED, DISCONTINUITY);

    /** The index of a series may be what a stranger named a network. */
    private static final int MOST_SERIES = 10_000;

    private final Consumer<Turn> turns;
    private final Map<SeriesKey, Track> tracks = new HashMap<>();
    private final List<Lasting> lasting;
    /** Which series stood where in the poll before, and its track, null where no rule asks for it. */
    private Series[] places = new Series[0];

    private @Nullable Track[] tracksAt = new Track[0];
    private List<Track> mayMiss = List.of();
    private RuleBook book;
    private Place place;
    /** As the place has it: to reckon it anew for each sample makes garbage. */
    private Duration gap;

    private boolean linked = true;
    /** Milliseconds since 1970. */
    private long polledAt;

    private long restartedAt;

    /**
     * @param lasting alerts of this device from before; each goes on from its first sample
     * @param turns told of each turning point, on the thread of the call
     */
    DeviceJudge(RuleBook book, Place place, List<Lasting> lasting, Consumer<Turn> turns) {
        this.book = book;
        this.place = place;
        this.gap = place.gap();
        this.lasting = new ArrayList<>(lasting);
        this.turns = turns;
    }

    Place place() {
        return place;
    }

    /** Goes on by other rules, or in another place. What still asks the same goes on as it stands; alerts of others end. */
    void use(RuleBook now, Place where, Instant at) {
        book = now;
        place = where;
        gap = where.gap();
        for (Track track : tracks.values()) {
            List<Judged> before = track.judged;
            track.judged = judged(track, before);
            before.stream().filter(one -> !track.judged.contains(one)).forEach(one -> end(one, track, at));
        }
        tracks.values()
                .removeIf(track -> track.judged.isEmpty()
                        && !isReference(track.series.key().metric()));
        lasting.removeIf(alert -> {
            boolean goesOn = book.applying(alert.series(), place).stream().anyMatch(alert::isOf);
            if (!goesOn) {
                turns.accept(new Turn.Ended(alert.rule(), alert.series(), at, Alert.End.RULE_CHANGED));
            }
            return !goesOn;
        });
        places = new Series[0];
        tracksAt = new Track[0];
        linked = false;
    }

    private void end(Judged one, Track track, Instant at) {
        if (one.state instanceof Firing) {
            turns.accept(new Turn.Ended(one.rule.id(), track.series.key(), at, Alert.End.RULE_CHANGED));
        }
    }

    /** The device is not watched any more: all its alerts end. */
    void leave(Instant at) {
        for (Track track : tracks.values()) {
            for (Judged one : track.judged) {
                if (one.state instanceof Firing) {
                    turns.accept(new Turn.Ended(one.rule.id(), track.series.key(), at, Alert.End.DEVICE_LEFT));
                }
            }
        }
        lasting.forEach(alert -> turns.accept(new Turn.Ended(alert.rule(), alert.series(), at, Alert.End.DEVICE_LEFT)));
    }

    /** Nobody has been looking, or the clock was set. */
    void lookAway() {
        polledAt = 0;
        restartedAt = 0;
        tracks.replaceAll((key, track) -> {
            Track fresh = new Track(track.series);
            fresh.judged = track.judged;
            fresh.judged.forEach(Judged::lookAway);
            return fresh;
        });
        places = new Series[0];
        tracksAt = new Track[0];
        linked = false;
    }

    /**
     * Takes what one poll brought.
     *
     * @param when one that is not later than the poll before changes nothing; counts to the millisecond, as stores keep it
     * @param samples may be empty: the device was asked and gave nothing
     */
    void poll(Instant when, List<Sample> samples) {
        long at = when.toEpochMilli();
        if (at <= polledAt) {
            return;
        }
        Instant exactly = Instant.ofEpochMilli(at);
        int count = samples.size();
        makeRoom(count);
        for (int i = 0; i < count; i++) {
            Sample sample = samples.get(i);
            Track track = at(i, sample.of());
            if (track != null) {
                see(track, sample, at);
            }
        }
        link();
        // What a silent poll says of loss is told by outages.
        if (!isSilence(samples)) {
            for (int i = 0; i < count; i++) {
                Track track = tracksAt[i];
                if (track != null && !track.judged.isEmpty()) {
                    judge(track, samples.get(i), at, exactly);
                }
            }
        }
        for (Track track : mayMiss) {
            judgePresence(track, at, exactly);
        }
        polledAt = at;
    }

    private static boolean isSilence(List<Sample> samples) {
        return samples.size() == 1
                && samples.get(0).metric().name().equals(LOSS)
                && samples.get(0).asDouble() >= 100;
    }

    private void makeRoom(int count) {
        if (places.length < count) {
            places = Arrays.copyOf(places, count);
            tracksAt = Arrays.copyOf(tracksAt, count);
        }
    }

    private @Nullable Track at(int i, Series series) {
        if (places[i] != series) {
            tracksAt[i] = find(series);
            places[i] = series;
        }
        return tracksAt[i];
    }

    private @Nullable Track find(Series series) {
        Track known = tracks.get(series.key());
        if (known != null || tracks.size() >= MOST_SERIES) {
            return known;
        }
        Track track = new Track(series);
        track.judged = judged(track, List.of());
        if (track.judged.isEmpty() && !isReference(series.key().metric())) {
            return null;
        }
        tracks.put(series.key(), track);
        linked = false;
        return track;
    }

    private boolean isReference(String metric) {
        return BESIDE_COUNTERS.contains(metric) || book.refersTo(metric);
    }

    /** What judges a series now; what asks the same as before stands as it did. */
    private List<Judged> judged(Track track, List<Judged> before) {
        SeriesKey key = track.series.key();
        List<Judged> now = new ArrayList<>();
        for (AlertRule rule : book.applying(key, place)) {
            now.add(before.stream()
                    .filter(one ->
                            one.rule.id().equals(rule.id()) && one.rule.terms().equals(rule.terms()))
                    .findFirst()
                    .orElseGet(() -> resumed(new Judged(rule), key)));
        }
        return List.copyOf(now);
    }

    private Judged resumed(Judged fresh, SeriesKey key) {
        lasting.removeIf(alert -> {
            boolean same = alert.series().equals(key) && alert.isOf(fresh.rule);
            if (same) {
                fresh.state = new Firing(alert.since(), alert.firedAt(), Instant.EPOCH);
            }
            return same;
        });
        return fresh;
    }

    /** Which series are measured by which, and which may be missed. */
    private void link() {
        if (linked) {
            return;
        }
        linked = true;
        List<Track> missing = new ArrayList<>();
        for (Track track : tracks.values()) {
            SeriesKey key = track.series.key();
            if (track.isCounter()) {
                track.portSpeed = beside(key, SPEED);
                track.discontinuity = beside(key, DISCONTINUITY);
            }
            for (Judged one : track.judged) {
                String of = one.rule.measure().of();
                one.of = of == null ? null : beside(key, of);
            }
            if (track.judged.stream().anyMatch(Judged::isOfMissingData)) {
                missing.add(track);
            }
        }
        mayMiss = missing;
    }

    private @Nullable Track beside(SeriesKey key, String metric) {
        return tracks.get(new SeriesKey(key.device(), metric, key.index()));
    }

    private void see(Track track, Sample sample, long at) {
        if (sample.metric().name().equals(UPTIME)) {
            double before = track.value();
            boolean again = !Double.isNaN(before)
                    && LiveRate.restarted(before, sample.asDouble(), Duration.ofMillis(at - track.seenAt));
            if (again) {
                restartedAt = at;
            }
        }
        track.see(sample, at);
    }

    private void judge(Track track, Sample sample, long at, Instant exactly) {
        double value = track.valueOf(sample, at, restartedAt, gap);
        if (Double.isNaN(value)) {
            return;
        }
        List<Judged> all = track.judged;
        for (int i = 0; i < all.size(); i++) {
            Judged one = all.get(i);
            double measured = one.rule.measure().of() == null ? value : track.percentage(value, one.of, at);
            double judged = one.judgedValue(exactly, measured, gap);
            if (!Double.isNaN(judged)) {
                AlertState before = one.state;
                one.judge(exactly, judged, gap);
                tell(before, one, track, judged);
            }
        }
    }

    private void judgePresence(Track track, long at, Instant exactly) {
        boolean present = track.seenAt == at;
        for (Judged one : track.judged) {
            if (one.isOfMissingData()) {
                AlertState before = one.state;
                one.judgePresence(exactly, present, gap);
                tell(before, one, track, Double.NaN);
            }
        }
    }

    private void tell(AlertState before, Judged one, Track track, double value) {
        if (before instanceof Firing && !(one.state instanceof Firing)) {
            turns.accept(new Turn.Ended(one.rule.id(), track.series.key(), one.state.lastAt(), Alert.End.CLEARED));
        } else if (one.state instanceof Firing now && !(before instanceof Firing)) {
            turns.accept(new Turn.Fired(one.rule, track.series, track.unitOf(one.rule), now, value));
        }
    }
}
