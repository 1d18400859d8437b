package io.langsong.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.outage.Condition;
import io.langsong.outage.Outages.Stretch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of counting, each by a picture of one letter an hour. */
class AvailabilityTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    private static Optional<BigDecimal> share(String digits) {
        return Optional.of(new BigDecimal(digits).setScale(12));
    }

    /**
     * @param conditions {@code .} up, {@code g} degraded, {@code D} down, {@code R} unreachable, {@code ?} unknown
     * @param overlay {@code m} maintenance, {@code c} closed, {@code o} neither and in the period, blank outside of the period;
     *     {@code n} in the period but not monitored
     */
    private static History history(String conditions, String overlay) {
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < conditions.length(); i++) {
            Condition condition = switch (conditions.charAt(i)) {
                case 'g' -> Condition.DEGRADED;
                case 'D' -> Condition.DOWN;
                case 'R' -> Condition.UNREACHABLE;
                case '?' -> Condition.UNKNOWN;
                default -> Condition.UP;
            };
            stretches.add(new Stretch(condition, hour(i), hour(i + 1)));
        }
        Interval period = where("mcon", overlay).hull();
        Intervals watched = where("mco ", overlay);
        Intervals closed = where("c", overlay);
        return new History(
                period,
                watched.equals(where("mcon ", overlay)) ? Interval.ALWAYS : watched.hull(),
                span -> Intervals.of(span).minus(closed),
                stretches,
                where("m", overlay));
    }

    private static Intervals where(String letters, String picture) {
        List<Interval> found = new ArrayList<>();
        for (int i = 0; i < picture.length(); i++) {
            if (letters.indexOf(picture.charAt(i)) >= 0) {
                found.add(new Interval(hour(i), hour(i + 1)));
            }
        }
        return new Intervals(found);
    }

    private static Availability count(String conditions, String overlay) {
        return Availability.of(history(conditions, overlay));
    }

    @Test
    void withoutAnOutageItIsExactlyOne() {
        Availability seen = count("..........", "oooooooooo");

        assertThat(seen.uptime()).isEqualTo(share("1"));
        assertThat(seen.coverage()).isEqualTo(share("1"));
        assertThat(seen.meanTimeToRepair()).isEmpty();
        assertThat(seen.meanTimeBetweenFailures()).isEmpty();
    }

    @Test
    void uptimeIsTheShareOfTheMeasuredTime() {
        Availability seen = count("..DD......", "oooooooooo");

        assertThat(seen.measured().total()).isEqualTo(hours(10));
        assertThat(seen.down().total()).isEqualTo(hours(2));
        assertThat(seen.uptime()).isEqualTo(share("0.8"));
        assertThat(seen.meanTimeToRepair()).contains(hours(2));
        assertThat(seen.meanTimeBetweenFailures()).contains(hours(8));
    }

    @Test
    void anOutageOverAnEdgeIsCutThereAndCountedOnBothSidesOnce() {
        String conditions = "...DDDD.....";

        Availability september = count(conditions, "ooooo       ");
        Availability october = count(conditions, "     ooooooo");

        assertThat(september.down().total()).isEqualTo(hours(2));
        assertThat(october.down().total()).isEqualTo(hours(2));
        assertThat(september.begun()).isEqualTo(1);
        assertThat(september.ended()).isZero();
        assertThat(october.begun()).isZero();
        assertThat(october.ended()).isEqualTo(1);
    }

    /** Seconds from the beginning of a period of a day, of which the first hour was planned. */
    @ParameterizedTest(name = "from {0}, taken for {1}, until {2}: {3} s")
    @CsvSource(textBlock = """
            # all of it was measured: half of it
            7200,  7210,  7220,  10
            # not taken for the middle: the farther end
            7200,  7215,  7220,  15
            # over the end of the planned hour: it may have begun at the other end
            3590,  3599,  3608,  8
            3592,  3606,  3620,  14
            # over the edge of the period, and outside of all that was measured
            86390, 86401, 86412, 10
            3000,  3100,  3200,  0
            """)
    void whatABoundLeavesOpenIsWhatOfItWasMeasuredOnTheFartherSide(
            long earliest, long best, long latest, long seconds) {
        Instant begin = Instant.EPOCH;
        Availability day = Availability.of(new History(
                new Interval(begin, begin.plusSeconds(86_400)),
                Interval.ALWAYS,
                OpeningHours.ALL_HOURS,
                List.of(),
                Intervals.of(new Interval(begin, begin.plusSeconds(3_600)))));

        assertThat(day.uncertainty(List.of(new Availability.Between(
                        begin.plusSeconds(earliest), begin.plusSeconds(best), begin.plusSeconds(latest)))))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void anOutageCountsWithItsWholeLengthWhereItEnded() {
        Availability october = count("..DDDDD.....", "     ooooooo");

        assertThat(october.meanTimeToRepair()).contains(hours(5));
        assertThat(october.meanTimeBetweenFailures()).isEmpty();
    }

    @Test
    void whatCountsOfALengthBeforeThePeriodIsOpenAndOutsideMaintenanceAndKnown() {
        Interval period = new Interval(hour(6), hour(12));
        History history = new History(
                period,
                Interval.ALWAYS,
                span -> Intervals.of(span).minus(Intervals.of(new Interval(hour(1), hour(2)))),
                List.of(
                        new Stretch(Condition.DOWN, hour(0), hour(3)),
                        new Stretch(Condition.UNKNOWN, hour(3), hour(4)),
                        new Stretch(Condition.DOWN, hour(4), hour(8))),
                Intervals.of(new Interval(hour(4), hour(5))));

        assertThat(Availability.of(history).meanTimeToRepair()).contains(hours(2 + 3));
    }

    @Test
    void anOutageThatIsOverAsThePeriodBeginsIsNotOfIt() {
        assertThat(count("..DDD......", "     oooooo").outages()).isEmpty();
    }

    @Test
    void anOutageUntilTheVeryEndOfThePeriodHasEndedInIt() {
        assertThat(count("....DD......", "oooooo      ").ended()).isEqualTo(1);
    }

    @Test
    void anOutageThatLastsHasNotEnded() {
        History history = new History(
                new Interval(hour(0), hour(10)),
                Interval.ALWAYS,
                OpeningHours.ALL_HOURS,
                List.of(new Stretch(Condition.DOWN, hour(6), Instant.MAX)),
                Intervals.NONE);

        Availability seen = Availability.of(history);

        assertThat(seen.down().total()).isEqualTo(hours(4));
        assertThat(seen.begun()).isEqualTo(1);
        assertThat(seen.ended()).isZero();
        assertThat(seen.outages().get(0).whole().hasEnd()).isFalse();
    }

    @Test
    void maintenanceIsOnNeitherSideOfTheFraction() {
        Availability seen = count("..DDDD....", "oommoooooo");

        assertThat(seen.maintenance().total()).isEqualTo(hours(2));
        assertThat(seen.measured().total()).isEqualTo(hours(8));
        assertThat(seen.uptime()).isEqualTo(share("0.75"));
        assertThat(seen.coverage()).isEqualTo(share("1"));
    }

    @Test
    void anOutageThatOutlastsMaintenanceCountsFromItsEnd() {
        Availability seen = count(".DDDD.....", "ommmoooooo");

        assertThat(seen.begun()).isEqualTo(1);
        assertThat(seen.outages().get(0).counted().hull().from()).isEqualTo(hour(4));
        assertThat(seen.meanTimeToRepair()).contains(hours(1));
    }

    @Test
    void maintenanceInsideAnOutageDoesNotMakeTwo() {
        Availability seen = count("..DDDDD...", "ooommooooo");

        assertThat(seen.begun()).isEqualTo(1);
        assertThat(seen.meanTimeToRepair()).contains(hours(3));
    }

    @Test
    void anOutageInsideMaintenanceIsNone() {
        Availability seen = count("...DD.....", "ommmmooooo");

        assertThat(seen.outages()).isEmpty();
        assertThat(seen.uptime()).isEqualTo(share("1"));
    }

    @Test
    void unreachableIsDownForTheServiceAndOnNeitherSideOfTheOwnFault() {
        Availability seen = count("RRRRR.D.......", "oooooooooooooo");

        assertThat(seen.uptime()).contains(new BigDecimal("0.571428571428"));
        assertThat(seen.ownFaultUptime()).contains(new BigDecimal("0.888888888888"));
    }

    @Test
    void unreachableThenDownIsOneOutage() {
        assertThat(count("..RRDD....", "oooooooooo").begun()).isEqualTo(1);
        assertThat(count("..RR.DD...", "oooooooooo").begun()).isEqualTo(2);
    }

    @Test
    void degradedServes() {
        Availability seen = count("..gggg....", "oooooooooo");

        assertThat(seen.degraded().total()).isEqualTo(hours(4));
        assertThat(seen.uptime()).isEqualTo(share("1"));
        assertThat(count("..DDgDD...", "oooooooooo").begun()).isEqualTo(2);
    }

    @Test
    void unknownIsNeitherUpNorDown() {
        Availability seen = count("?????D....", "oooooooooo");

        assertThat(seen.unknown().total()).isEqualTo(hours(5));
        assertThat(seen.uptime()).isEqualTo(share("0.8"));
        assertThat(seen.coverage()).isEqualTo(share("0.5"));
    }

    @Test
    void unknownBetweenTwoBadStretchesDoesNotEndAnOutage() {
        Availability seen = count("..DD??RR...", "ooooooooooo");

        assertThat(seen.begun()).isEqualTo(1);
        assertThat(seen.meanTimeToRepair()).contains(hours(4));
        assertThat(count("..DD?.?RR..", "ooooooooooo").begun()).isEqualTo(2);
    }

    @Test
    void unknownAfterABadStretchEndsItWhereItWasLastSeen() {
        Availability seen = count("..DD????????", "oooooo      ");

        assertThat(seen.ended()).isEqualTo(1);
        assertThat(seen.outages().get(0).whole()).isEqualTo(new Interval(hour(2), hour(4)));
    }

    @Test
    void whereNothingIsMeasuredThereIsNoFigure() {
        Availability unknown = count("??????????", "oooooooooo");
        Availability planned = count("DDDDDDDDDD", "mmmmmmmmmm");

        assertThat(unknown.uptime()).isEmpty();
        assertThat(unknown.ownFaultUptime()).isEmpty();
        assertThat(unknown.coverage()).isEqualTo(share("0"));
        assertThat(planned.coverage()).isEmpty();
        assertThat(count("RRRR", "oooo").uptime()).isEqualTo(share("0"));
        assertThat(count("RRRR", "oooo").ownFaultUptime()).isEmpty();
    }

    @Test
    void whatIsClosedDoesNotCount() {
        Availability seen = count("..DDDD....", "oocccooooo");

        assertThat(seen.calendar().total()).isEqualTo(hours(7));
        assertThat(seen.down().total()).isEqualTo(hours(1));
        assertThat(seen.begun()).isEqualTo(1);
        assertThat(count("..DDD.....", "oocccooooo").outages()).isEmpty();
    }

    @Test
    void maintenanceAtNightTakesNothingAway() {
        History history = new History(
                new Interval(hour(0), hour(10)),
                Interval.ALWAYS,
                span -> Intervals.of(span).minus(Intervals.of(new Interval(hour(0), hour(6)))),
                List.of(),
                Intervals.of(new Interval(hour(2), hour(7))));

        assertThat(Availability.of(history).maintenance().total()).isEqualTo(hours(1));
    }

    @Test
    void anObjectCountsFromWhenItWasAddedUntilItWasRetired() {
        Availability added = count("DDDDDD....", "nnnnoooooo");
        Availability retired = count("......DDDD", "oooooooonn");

        assertThat(added.calendar().total()).isEqualTo(hours(6));
        assertThat(added.down().total()).isEqualTo(hours(2));
        assertThat(added.meanTimeToRepair()).contains(hours(2));
        assertThat(retired.down().total()).isEqualTo(hours(2));
        assertThat(retired.ended()).isEqualTo(1);
    }

    @Test
    void anObjectThatWasNotThereHasNoFigure() {
        History history = new History(
                new Interval(hour(0), hour(10)),
                new Interval(hour(10), Instant.MAX),
                OpeningHours.ALL_HOURS,
                List.of(new Stretch(Condition.DOWN, hour(2), hour(12))),
                Intervals.NONE);

        Availability seen = Availability.of(history);

        assertThat(seen.calendar().isEmpty()).isTrue();
        assertThat(seen.uptime()).isEmpty();
        assertThat(seen.outages()).isEmpty();
    }

    @Test
    void blipsAreListedApartAndCountAllTheSame() {
        Availability seen = count("..D..DDD..", "oooooooooo");

        assertThat(seen.blips(hours(2)))
                .singleElement()
                .extracting(CountedOutage::length)
                .isEqualTo(hours(1));
        assertThat(seen.blips(hours(1))).isEmpty();
        assertThat(seen.down().total()).isEqualTo(hours(4));
        assertThat(seen.begun()).isEqualTo(2);
    }

    @Test
    void aFigureCanBeOpened() {
        Availability seen = count("..DD?.RR..", "ooooooommo");

        assertThat(seen.down().list()).containsExactly(new Interval(hour(2), hour(4)));
        assertThat(seen.unknown().list()).containsExactly(new Interval(hour(4), hour(5)));
        assertThat(seen.unreachable().list()).containsExactly(new Interval(hour(6), hour(7)));
        assertThat(seen.maintenance().list()).containsExactly(new Interval(hour(7), hour(9)));
        assertThat(seen.down()
                        .or(seen.unknown())
                        .or(seen.unreachable())
                        .or(seen.maintenance())
                        .or(seen.measured()))
                .isEqualTo(seen.calendar());
    }

    @Test
    void oneIsSaidOfNothingLess() {
        Instant at = hour(1);
        History history = new History(
                new Interval(hour(0), hour(24 * 365)),
                Interval.ALWAYS,
                OpeningHours.ALL_HOURS,
                List.of(new Stretch(Condition.DOWN, at, at.plusNanos(1))),
                Intervals.NONE);

        assertThat(Availability.of(history).uptime()).contains(new BigDecimal("0.999999999999"));
    }

    @Test
    void aHistoryDoesNotContradictItself() {
        Stretch up = new Stretch(Condition.UP, hour(0), hour(5));
        Stretch down = new Stretch(Condition.DOWN, hour(4), hour(6));
        Interval period = new Interval(hour(0), hour(10));

        assertThatThrownBy(() ->
                        new History(period, Interval.ALWAYS, OpeningHours.ALL_HOURS, List.of(down, up), Intervals.NONE))
                .hasMessageContaining("Exactly one condition");
        assertThatThrownBy(() -> new History(
                        new Interval(Instant.MIN, hour(1)),
                        Interval.ALWAYS,
                        OpeningHours.ALL_HOURS,
                        List.of(),
                        Intervals.NONE))
                .hasMessageContaining("A period has a beginning and an end");
    }

    @Test
    void aGroupIsWeightedByMeasuredTimeAndSaysHowManyAreBelowTheTarget() {
        Availability good = count("..........", "oooooooooo");
        Availability bad = count("D.", "oo");
        Availability blind = count("??????????", "oooooooooo");

        GroupUptime village = GroupUptime.of(List.of(good, bad, blind), new BigDecimal("0.995"));

        assertThat(village.uptime()).contains(new BigDecimal("0.916666666666"));
        assertThat(village.services()).isEqualTo(3);
        assertThat(village.belowTarget()).isEqualTo(1);
        assertThat(GroupUptime.of(List.of(blind), BigDecimal.ONE).uptime()).isEmpty();
        assertThat(GroupUptime.of(List.of(good), BigDecimal.ONE).belowTarget()).isZero();
    }
}
