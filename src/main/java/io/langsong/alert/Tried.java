package io.langsong.alert;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.SeriesKey;
import io.langsong.metric.SeriesQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a rule would have fired in {@code [from, until)}.
 *
 * @param devices enabled ones that the rule is about
 * @param looked at how many of them; fewer when time ran out
 * @param measured how many of those have what the rule asks for
 * @param series of those devices that the rule judges
 * @param overridden series of the devices looked at that it would judge, were there no rule of a narrower scope or index
 * @param fired devices of which an alert would have been
 * @param count alerts there would have been
 * @param lasted all of them together
 * @param days how many would have fired on each day, where people are; each day of the time is there
 * @param alerts the newest of them, newest first
 */
public record Tried(
        AlertRule rule,
        Instant from,
        Instant until,
        int devices,
        int looked,
        int measured,
        int series,
        int overridden,
        int fired,
        int count,
        Duration lasted,
        Map<LocalDate, Integer> days,
        List<WouldBe> alerts) {
    public Tried {
        days = Collections.unmodifiableMap(new TreeMap<>(days));
        alerts = List.copyOf(alerts);
    }

    /** More are counted only. */
    public static final int MOST_ALERTS = 200;

    /** Whether all devices were looked at. */
    public boolean complete() {
        return looked == devices;
    }

    /** @param until null when it would last. @param value by which it would have fired; null for missing data */
    public record WouldBe(
            DeviceId device,
            String index,
            String unit,
            Instant since,
            Instant firedAt,
            @Nullable Instant until,
            @Nullable Double value) {}

    /** Adds up what the judges find. One thread. */
    static final class Tally {
        private final AlertRule rule;
        private final Instant from;
        private final Instant until;
        private final int devices;
        private final Map<SeriesKey, WouldBe> lasting = new HashMap<>();
        private final Set<DeviceId> fired = new HashSet<>();
        private final Map<LocalDate, Integer> days = new TreeMap<>();
        private final List<WouldBe> newest = new ArrayList<>();
        private Duration lasted = Duration.ZERO;
        private int looked;
        private int measured;
        private int series;
        private int overridden;
        private int count;

        Tally(AlertRule rule, Instant from, Instant until, int devices) {
            this.rule = rule;
            this.from = from;
            this.until = until;
            this.devices = devices;
            day(from).datesUntil(day(until).plusDays(1)).forEach(day -> days.put(day, 0));
        }

        private static LocalDate day(Instant at) {
            return at.atOffset(SeriesQuery.DAY_OF).toLocalDate();
        }

        /** A device was gone through to the end, of which so many series are judged, and so many by a narrower rule. */
        void looked(int seriesOfIt, int overriddenOfIt) {
            looked++;
            overridden += overriddenOfIt;
            measured += seriesOfIt > 0 ? 1 : 0;
            series += seriesOfIt;
        }

        void take(Turn turn) {
            if (turn instanceof Turn.Fired begins) {
                Instant firedAt = begins.state().firedAt();
                Double value = Double.isNaN(begins.value()) ? null : (Double) begins.value();
                count++;
                days.merge(day(firedAt), 1, Integer::sum);
                fired.add(turn.series().device());
                lasting.put(
                        turn.series(),
                        new WouldBe(
                                turn.series().device(),
                                turn.series().index(),
                                begins.unit(),
                                begins.state().since(),
                                firedAt,
                                null,
                                value));
            } else if (turn instanceof Turn.Ended ends) {
                WouldBe one = lasting.remove(turn.series());
                if (one != null) {
                    keep(new WouldBe(
                            one.device(), one.index(), one.unit(), one.since(), one.firedAt(), ends.at(), one.value()));
                }
            }
        }

        private void keep(WouldBe alert) {
            Instant end = alert.until() == null ? until : alert.until();
            lasted = lasted.plus(Duration.between(alert.since(), end));
            newest.add(alert);
            if (newest.size() >= 2 * MOST_ALERTS) {
                shorten();
            }
        }

        private void shorten() {
            newest.sort(Comparator.comparing(WouldBe::firedAt).reversed());
            newest.subList(Math.min(MOST_ALERTS, newest.size()), newest.size()).clear();
        }

        Tried result() {
            lasting.values().forEach(this::keep);
            lasting.clear();
            shorten();
            return new Tried(
                    rule,
                    from,
                    until,
                    devices,
                    looked,
                    measured,
                    series,
                    overridden,
                    fired.size(),
                    count,
                    lasted,
                    days,
                    newest);
        }
    }
}
