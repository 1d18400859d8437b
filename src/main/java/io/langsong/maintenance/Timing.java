package io.langsong.maintenance;

import io.langsong.availability.Interval;
import io.langsong.maintenance.MaintenanceRefused.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a plan applies, as it was planned. Every interval is half-open. */
public sealed interface Timing {
    /** Whose clock and calendar plans follow. */
    ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    /**
     * The intervals that share an instant with {@code period}, whole and ascending; those of a plan that recurs may overlap.
     *
     * @param period with a beginning and an end
     */
    List<Interval> within(Interval period);

    /** First instant of the first interval. */
    Instant begin();

    /** First instant behind the last interval; empty when there is no last one. */
    Optional<Instant> end();

    /** One interval, of at most a year. */
    record Once(Interval interval) implements Timing {
        private static final Duration LONGEST = Duration.ofDays(366);

        public Once {
            if (!interval.hasBeginning()
                    || !interval.hasEnd()
                    || interval.length().compareTo(LONGEST) > 0) {
                throw new MaintenanceRefused("to", null, Fault.TOO_MUCH_TIME, LONGEST.toDays());
            }
            checkYear("from", interval.from().atZone(ZONE).toLocalDate());
        }

        /** @throws MaintenanceRefused unless {@code from} is before {@code to} */
        public static Once of(Instant from, Instant to) {
            if (!from.isBefore(to)) {
                throw new MaintenanceRefused("to", null, Fault.BACKWARDS);
            }
            // As PostgreSQL keeps it.
            return new Once(new Interval(from.truncatedTo(ChronoUnit.MICROS), to.truncatedTo(ChronoUnit.MICROS)));
        }

        @Override
        public List<Interval> within(Interval period) {
            return interval.overlaps(period) ? List.of(interval) : List.of();
        }

        @Override
        public Instant begin() {
            return interval.from();
        }

        @Override
        public Optional<Instant> end() {
            return Optional.of(interval.until());
        }
    }

    /**
     * One interval on each day of a rhythm.
     *
     * @param at when it begins on such a day, to the minute
     * @param until when it ends; when that is not after {@code at}, on the next day
     * @param first the first day on which one may begin
     * @param last the last such day; null for no end
     */
    record Recurring(
            Rhythm rhythm,
            LocalTime at,
            LocalTime until,
            LocalDate first,
            @Nullable LocalDate last) implements Timing {
        public Recurring {
            at = at.truncatedTo(ChronoUnit.MINUTES);
            until = until.truncatedTo(ChronoUnit.MINUTES);
            checkYear("firstDay", first);
            if (last != null) {
                checkYear("lastDay", last);
                if (last.isBefore(first)) {
                    throw new MaintenanceRefused("lastDay", last.toString(), Fault.BACKWARDS);
                }
                if (days(rhythm, first, last).findFirst().isEmpty()) {
                    throw new MaintenanceRefused("lastDay", last.toString(), Fault.NEVER);
                }
            }
        }

        @Override
        public List<Interval> within(Interval period) {
            LocalDate from = period.from().atZone(ZONE).toLocalDate().minusDays(1);
            LocalDate to = period.until().atZone(ZONE).toLocalDate();
            return days(rhythm, from.isBefore(first) ? first : from, last != null && last.isBefore(to) ? last : to)
                    .map(this::on)
                    .filter(interval -> interval.overlaps(period))
                    .toList();
        }

        private static Stream<LocalDate> days(Rhythm rhythm, LocalDate from, LocalDate to) {
            return to.isBefore(from)
                    ? Stream.empty()
                    : from.datesUntil(to.plusDays(1)).filter(rhythm::fallsOn);
        }

        private Interval on(LocalDate day) {
            LocalDate endDay = until.isAfter(at) ? day : day.plusDays(1);
            return new Interval(
                    day.atTime(at).atZone(ZONE).toInstant(),
                    endDay.atTime(until).atZone(ZONE).toInstant());
        }

        @Override
        public Instant begin() {
            return on(days(rhythm, first, first.plusDays(Rhythm.LONGEST_GAP_DAYS))
                            .findFirst()
                            .orElseThrow())
                    .from();
        }

        @Override
        public Optional<Instant> end() {
            return Optional.ofNullable(last)
                    .map(day -> Stream.iterate(day, one -> one.minusDays(1))
                            .filter(rhythm::fallsOn)
                            .findFirst()
                            .orElseThrow())
                    .map(day -> on(day).until());
        }
    }

    private static void checkYear(String field, LocalDate day) {
        if (day.getYear() < 2000 || day.getYear() >= 2200) {
            throw new MaintenanceRefused(field, day.toString(), Fault.OUT_OF_RANGE, "2000", "2199");
        }
    }
}
