package io.langsong.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.availability.Holiday;
import io.langsong.availability.Holidays;
import io.langsong.availability.Interval;
import io.langsong.oncall.Rotation.Every;
import io.langsong.oncall.Turn.Reason;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is on duty: small pictures, and what holds for whatever rota. */
class RosterTest {
    private static final ZoneId VIET_NAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final RotaId ID = new RotaId("ky-thuat");
    private static final LocalTime EIGHT = LocalTime.of(8, 0);
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Holidays NONE = new Holidays(List.of());
    /** A Monday. */
    private static final LocalDate FIRST = LocalDate.of(2026, 12, 7);

    @ParameterizedTest(name = "a weekly rota of an, ba, chi on {0}: {1}")
    @CsvSource(textBlock = """
            # handed over on Mondays at 08:00
            2026-12-07T07:59:59, nobody
            2026-12-07T08:00,    an
            2026-12-14T07:59:59, an
            2026-12-14T08:00,    ba
            2026-12-21T08:00,    chi
            2026-12-28T08:00,    an
            2027-01-04T07:59,    an
            """)
    void handsOverByTheWeek(LocalDateTime at, String person) {
        assertThat(who(weekly("an", "ba", "chi"), at)).isEqualTo(person);
    }

    @ParameterizedTest(name = "a daily rota of an, ba on {0}: {1}")
    @CsvSource(textBlock = """
            2026-12-07T08:00, an
            2026-12-08T07:59, an
            2026-12-08T08:00, ba
            2026-12-09T08:00, an
            """)
    void handsOverByTheDay(LocalDateTime at, String person) {
        Roster daily = roster(new Rotation(FIRST, Every.DAY, EIGHT, List.of("an", "ba"), List.of()));

        assertThat(who(daily, at)).isEqualTo(person);
    }

    @Test
    void nobodyIsOnDutyBeforeItBegins() {
        Turn before = weekly("an").at(LONG_AGO);

        assertThat(before.vacant()).isTrue();
        assertThat(before.reason()).isEqualTo(new Reason.NotBegun());
        assertThat(before.span()).isEqualTo(new Interval(Instant.MIN, at(FIRST, 8)));
    }

    @ParameterizedTest(name = "on {0}: {1}")
    @CsvSource(textBlock = """
            # the days of Tet are those of x, y in turn; the weeks go on beneath them
            2027-02-04T07:59, chi
            2027-02-04T08:00, x
            2027-02-05T08:00, y
            2027-02-06T08:00, x
            2027-02-07T08:00, y
            2027-02-08T08:00, x
            2027-02-09T08:00, y
            2027-02-10T08:00, x
            2027-02-11T07:59, x
            2027-02-11T08:00, an
            2027-02-15T08:00, ba
            """)
    void holidaysHavePeopleOfTheirOwn(LocalDateTime at, String person) {
        LocalDate monday = LocalDate.of(2027, 1, 18);
        Rotation rotation = new Rotation(monday, Every.WEEK, EIGHT, List.of("an", "ba", "chi"), List.of("x", "y"));
        Roster rota = new Roster(rota(List.of(rotation)), List.of(), List.of(), Holidays.ofVietNam(), VIET_NAM);

        assertThat(who(rota, at)).isEqualTo(person);
        assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void aWorkingDayInExchangeIsNoHoliday() {
        Rotation rotation = new Rotation(LocalDate.of(2026, 1, 5), Every.WEEK, EIGHT, List.of("an"), List.of("x"));
        Roster rota = new Roster(rota(List.of(rotation)), List.of(), List.of(), Holidays.ofVietNam(), VIET_NAM);

        assertThat(who(rota, LocalDateTime.of(2026, 1, 10, 12, 0))).isEqualTo("an");
        assertThat(who(rota, LocalDateTime.of(2026, 2, 17, 12, 0))).isEqualTo("x");
    }

    @Test
    void withoutPeopleForThemHolidaysAreDaysAsOthers() {
        Roster rota = new Roster(
                rota(List.of(new Rotation(FIRST, Every.WEEK, EIGHT, List.of("an", "ba"), List.of()))),
                List.of(),
                List.of(),
                Holidays.ofVietNam(),
                VIET_NAM);

        assertThat(rota.turns(span(FIRST, 0, 60 * 24)))
                .extracting(turn -> turn.reason().getClass().getSimpleName())
                .containsOnly("NotBegun", "ByRotation");
        assertThat(rota.lacksHolidays(span(LocalDate.of(2029, 1, 1), 0, 24))).isFalse();
    }

    @Test
    void saysThatHolidaysAreNotKnownYet() {
        Rotation rotation = new Rotation(FIRST, Every.WEEK, EIGHT, List.of("an"), List.of("x"));
        Roster rota = new Roster(rota(List.of(rotation)), List.of(), List.of(), Holidays.ofVietNam(), VIET_NAM);

        assertThat(rota.lacksHolidays(span(LocalDate.of(2028, 6, 1), 0, 24))).isFalse();
        assertThat(rota.lacksHolidays(span(LocalDate.of(2028, 12, 20), 0, 24 * 28)))
                .isTrue();
    }

    @Test
    void anOverrideCountsMoreThanTheRotaAndTheLastOneMost() {
        DutyOverride first = override(1, "dung", span(FIRST, 20, 10));
        DutyOverride second = override(2, null, span(FIRST, 22, 2));
        Roster rota = new Roster(weekly("an", "ba").rota(), List.of(second, first), List.of(), NONE, VIET_NAM);

        assertThat(picture(rota.turns(span(FIRST, 8, 24))))
                .containsExactly(
                        "an 08:00 12-07",
                        "dung 20:00 12-07",
                        "nobody 22:00 12-07",
                        "dung 00:00 12-08",
                        "an 06:00 12-08");
        assertThat(rota.at(at(FIRST, 22)).reason()).isEqualTo(new Reason.ByOverride(second));
    }

    @Test
    void oneOverrideOverSeveralTurnsIsOneTurn() {
        Roster rota = new Roster(
                roster(new Rotation(FIRST, Every.DAY, EIGHT, List.of("an", "ba"), List.of()))
                        .rota(),
                List.of(override(1, "dung", span(FIRST, 12, 72))),
                List.of(),
                NONE,
                VIET_NAM);

        Turn now = rota.at(at(FIRST.plusDays(2), 3));

        assertThat(now.person()).isEqualTo("dung");
        assertThat(now.span()).isEqualTo(span(FIRST, 12, 72));
    }

    @Test
    void twoPeopleExchangeTheirTurns() {
        Roster before = weekly("an", "ba", "chi");
        Swap swap = swap(1, before, FIRST, FIRST.plusWeeks(2));
        Roster after = new Roster(before.rota(), List.of(), List.of(swap), NONE, VIET_NAM);

        assertThat(people(before, 4)).containsExactly("an", "ba", "chi", "an");
        assertThat(people(after, 4)).containsExactly("chi", "ba", "an", "an");
        assertThat(after.at(at(FIRST, 9)).reason()).isEqualTo(new Reason.BySwap(swap, new Reason.ByRotation()));
        assertThat(after.inEffect(swap)).isTrue();
    }

    @Test
    void aSwapOfASwappedTurnSeesTheFirstOne() {
        Roster plain = weekly("an", "ba", "chi");
        Swap first = swap(1, plain, FIRST, FIRST.plusWeeks(1));
        Roster once = new Roster(plain.rota(), List.of(), List.of(first), NONE, VIET_NAM);
        Swap second = swap(2, once, FIRST, FIRST.plusWeeks(2));
        Roster twice = new Roster(plain.rota(), List.of(), List.of(first, second), NONE, VIET_NAM);

        assertThat(people(twice, 3)).containsExactly("chi", "an", "ba");
        Roster without = new Roster(plain.rota(), List.of(), List.of(second), NONE, VIET_NAM);
        assertThat(people(without, 3)).as("as a whole or not at all").containsExactly("an", "ba", "chi");
        assertThat(without.inEffect(second)).isFalse();
    }

    @Test
    void aSwapEndsToCountWhenTheRotaGivesOneOfTheTurnsToSomebodyElse() {
        Roster before = weekly("an", "ba", "chi");
        Swap swap = swap(1, before, FIRST, FIRST.plusWeeks(2));
        Rotation changed = new Rotation(FIRST.plusWeeks(1), Every.WEEK, EIGHT, List.of("dung", "em"), List.of());
        Roster after =
                new Roster(rota(List.of(before.rota().last(), changed)), List.of(), List.of(swap), NONE, VIET_NAM);

        assertThat(after.inEffect(swap)).isFalse();
        assertThat(people(after, 4)).containsExactly("an", "dung", "em", "dung");
    }

    @Test
    void aChangeOfTheRotaLeavesWhatWas() {
        Rotation old = new Rotation(FIRST, Every.WEEK, EIGHT, List.of("an", "ba"), List.of());
        Rotation changed =
                new Rotation(FIRST.plusDays(10), Every.DAY, LocalTime.of(17, 30), List.of("chi", "an"), List.of());
        Roster rota = new Roster(rota(List.of(changed, old)), List.of(), List.of(), NONE, VIET_NAM);

        assertThat(picture(rota.turns(span(FIRST, 8, 12 * 24))))
                .containsExactly("an 08:00 12-07", "ba 08:00 12-14", "chi 17:30 12-17", "an 17:30 12-18");
    }

    @Test
    void goingOnKeepsWhoComesNext() {
        Rotation rotation = new Rotation(FIRST, Every.WEEK, EIGHT, List.of("an", "ba", "chi"), List.of("x", "y"));
        Roster rota = new Roster(rota(List.of(rotation)), List.of(), List.of(), Holidays.ofVietNam(), VIET_NAM);
        Instant now = at(LocalDate.of(2027, 1, 13), 12);

        Rotation next = rota.goingOn(now);

        assertThat(next.first()).isEqualTo(LocalDate.of(2027, 1, 18));
        Roster changed =
                new Roster(rota(List.of(rotation, next)), List.of(), List.of(), Holidays.ofVietNam(), VIET_NAM);
        Interval year = span(FIRST, 8, 24 * 400);
        assertThat(changed.turns(year)).isEqualTo(rota.turns(year));
        assertThat(next.people()).containsExactly("an", "ba", "chi");
        assertThat(next.holidayPeople()).as("1 January was x’s").containsExactly("y", "x");
    }

    /** Clocks are put forward at 02:00 on 28 March 2027 in Berlin, and Samoa left out 30 December 2011. */
    @Test
    void followsTheRulesOfAClockThatIsPutForward() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        LocalDate day = LocalDate.of(2027, 3, 27);
        Rotation rotation = new Rotation(day, Every.DAY, LocalTime.of(2, 30), List.of("an", "ba"), List.of());
        Roster rota = new Roster(rota(List.of(rotation)), List.of(), List.of(), NONE, berlin);
        Instant begin = ZonedDateTime.of(day, LocalTime.of(2, 30), berlin).toInstant();

        assertThat(rota.turns(new Interval(begin, begin.plus(Duration.ofDays(3)))))
                .extracting(turn -> turn.span().length().toHours())
                .containsExactly(24L, 23L, 24L, 24L);

        ZoneId samoa = ZoneId.of("Pacific/Apia");
        Rotation daily =
                new Rotation(LocalDate.of(2011, 12, 28), Every.DAY, EIGHT, List.of("an", "ba", "chi"), List.of());
        Roster there = new Roster(rota(List.of(daily)), List.of(), List.of(), NONE, samoa);
        Interval days = new Interval(daily.begin(samoa), daily.begin(samoa).plus(Duration.ofDays(4)));
        assertTiles(there.turns(days), days);
    }

    static List<Long> seeds() {
        return IntStream.range(0, 60).mapToObj(Long::valueOf).toList();
    }

    /** Against a second way of counting, hour by hour. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void turnsTileTheTimeAndEachInstantHasItsPerson(long seed) {
        Random random = new Random(seed);
        Roster rota = invented(random);
        Instant from = at(FIRST.plusDays(random.nextInt(60) - 20), random.nextInt(24));
        Interval window = new Interval(from, from.plus(Duration.ofHours(1 + random.nextInt(24 * 40))));

        List<Turn> turns = rota.turns(window);

        assertTiles(turns, window);
        for (Instant at = window.from(); at.isBefore(window.until()); at = at.plus(Duration.ofMinutes(90))) {
            Turn there = covering(turns, at);
            assertThat(there).as("at %s", at).isEqualTo(rota.at(at));
            assertThat(there.person()).as("at %s", at).isEqualTo(counted(rota, at));
        }
        for (Turn turn : turns) {
            Turn whole = rota.at(turn.span().until().minusNanos(1));
            assertThat(whole).as("whole, whatever window is asked for").isEqualTo(turn);
            assertThat(rota.at(turn.span().until()).span().from())
                    .as("the hand-over belongs to the next")
                    .isEqualTo(turn.span().until());
        }
    }

    /** An exchange takes from nobody: together each has as much time as before. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSwapOfEqualTurnsLeavesEverybodysTime(long seed) {
        Random random = new Random(seed);
        List<String> people = List.of("an", "ba", "chi", "dung").subList(0, 2 + random.nextInt(3));
        Roster plain = roster(new Rotation(FIRST, Every.DAY, EIGHT, people, List.of()));
        List<Swap> swaps = new ArrayList<>();
        Roster swapped = plain;
        for (int i = 1; i < 6; i++) {
            LocalDate one = FIRST.plusDays(random.nextInt(12));
            LocalDate other = FIRST.plusDays(random.nextInt(12));
            if (!who(swapped, one.atTime(9, 0)).equals(who(swapped, other.atTime(9, 0)))) {
                swaps.add(swap(i, swapped, one, other));
                swapped = new Roster(plain.rota(), List.of(), swaps, NONE, VIET_NAM);
            }
        }
        Interval all = span(FIRST, 8, 24 * 12);

        assertThat(swaps).allMatch(swapped::inEffect);
        assertThat(hours(swapped.turns(all))).isEqualTo(hours(plain.turns(all)));
    }

    @Test
    void whatCanNotBeIsRefused() {
        Interval day = span(FIRST, 8, 24);
        assertThatThrownBy(() -> new Rotation(FIRST, Every.DAY, EIGHT, List.of(), List.of("x")))
                .hasMessageContaining("1 to 30 people");
        assertThatThrownBy(() -> new Rotation(FIRST, Every.DAY, LocalTime.of(8, 0, 1), List.of("an"), List.of()))
                .hasMessageContaining("whole minute");
        assertThatThrownBy(() -> override(1, "an", span(FIRST, 8, 24 * 367))).hasMessageContaining("366 days");
        Swap.Side side = new Swap.Side("an", day);
        assertThatThrownBy(() -> new Swap(1, ID, side, side, null, "an", LONG_AGO))
                .hasMessageContaining("not an alone");
        Swap.Side same = new Swap.Side("ba", day);
        assertThatThrownBy(() -> new Swap(1, ID, side, same, null, "an", LONG_AGO))
                .hasMessageContaining("apart");
        assertThatThrownBy(() -> new RotaId("Ky thuat")).hasMessageContaining("Ky thuat");
    }

    private static void assertTiles(List<Turn> turns, Interval window) {
        assertThat(turns.get(0).span().from()).isBeforeOrEqualTo(window.from());
        assertThat(turns.get(0).span().until()).isAfter(window.from());
        assertThat(turns.get(turns.size() - 1).span().from()).isBefore(window.until());
        assertThat(turns.get(turns.size() - 1).span().until()).isAfterOrEqualTo(window.until());
        for (int i = 1; i < turns.size(); i++) {
            assertThat(turns.get(i).span().from())
                    .isEqualTo(turns.get(i - 1).span().until());
        }
    }

    private static Turn covering(List<Turn> turns, Instant at) {
        return turns.stream()
                .filter(turn ->
                        !turn.span().from().isAfter(at) && turn.span().until().isAfter(at))
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                    assertThat(found).as("exactly one at %s", at).hasSize(1);
                    return found.get(0);
                }));
    }

    /** Day by day from the first on, then what lies over it. */
    private static @Nullable String counted(Roster rota, Instant at) {
        for (int i = rota.overrides().size() - 1; i >= 0; i--) {
            DutyOverride override = rota.overrides().get(i);
            if (!at.isBefore(override.span().from())
                    && at.isBefore(override.span().until())) {
                return override.person();
            }
        }
        Rotation valid = null;
        for (Rotation rotation : rota.rota().rotations()) {
            if (!at.isBefore(at(rotation.first(), rotation.handOver()))) {
                valid = rotation;
            }
        }
        if (valid == null) {
            return null;
        }
        int turn = -1;
        int holiday = -1;
        boolean free = false;
        for (LocalDate day = valid.first(); !at(day, valid.handOver()).isAfter(at); day = day.plusDays(1)) {
            boolean hands = valid.every() == Every.DAY
                    || day.getDayOfWeek() == valid.first().getDayOfWeek();
            turn += hands ? 1 : 0;
            LocalDate date = day;
            free = rota.holidays().days().stream().anyMatch(one -> one.date().equals(date));
            holiday += free ? 1 : 0;
        }
        return free && !valid.holidayPeople().isEmpty()
                ? valid.holidayPeople().get(holiday % valid.holidayPeople().size())
                : valid.people().get(turn % valid.people().size());
    }

    private static Roster invented(Random random) {
        List<Rotation> rotations = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            rotations.add(new Rotation(
                    FIRST.plusDays(i * 12L + random.nextInt(9)),
                    random.nextBoolean() ? Every.DAY : Every.WEEK,
                    LocalTime.of(random.nextInt(24), 30 * random.nextInt(2)),
                    List.of("an", "ba", "chi", "dung").subList(0, 1 + random.nextInt(4)),
                    random.nextBoolean() ? List.of() : List.of("x", "y", "z")));
        }
        List<DutyOverride> overrides = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            Interval span = span(FIRST.plusDays(random.nextInt(30) - 3), random.nextInt(24), 1 + random.nextInt(100));
            overrides.add(override(i, random.nextInt(4) == 0 ? null : "o" + i, span));
        }
        List<Holiday> holidays = IntStream.range(0, 40)
                .filter(day -> random.nextInt(4) == 0)
                .mapToObj(day -> new Holiday(
                        FIRST.plusDays(day - 4L), Holiday.Kind.HOLIDAY, false, "Ngày nghỉ", "Holiday", null, "Luật"))
                .toList();
        return new Roster(rota(rotations), overrides, List.of(), new Holidays(holidays), VIET_NAM);
    }

    private static Roster weekly(String... people) {
        return roster(new Rotation(FIRST, Every.WEEK, EIGHT, List.of(people), List.of()));
    }

    private static Roster roster(Rotation rotation) {
        return new Roster(rota(List.of(rotation)), List.of(), List.of(), NONE, VIET_NAM);
    }

    private static Rota rota(List<Rotation> rotations) {
        return new Rota(ID, "Kỹ thuật", rotations, new UUID(1, 2), 1, LONG_AGO);
    }

    private static DutyOverride override(long id, @Nullable String person, Interval span) {
        return new DutyOverride(id, ID, span, person, null, "an", LONG_AGO);
    }

    private static Swap swap(long id, Roster rota, LocalDate one, LocalDate other) {
        return new Swap(id, ID, side(rota, one), side(rota, other), null, "an", LONG_AGO);
    }

    private static Swap.Side side(Roster rota, LocalDate day) {
        Turn turn = rota.at(at(day, 9));
        return new Swap.Side(String.valueOf(turn.person()), turn.span());
    }

    private static String who(Roster rota, LocalDateTime at) {
        String person = rota.at(at.atZone(VIET_NAM).toInstant()).person();
        return person == null ? "nobody" : person;
    }

    private static List<String> people(Roster rota, int weeks) {
        return IntStream.range(0, weeks)
                .mapToObj(week -> who(rota, FIRST.plusWeeks(week).atTime(9, 0)))
                .toList();
    }

    private static List<String> picture(List<Turn> turns) {
        return turns.stream()
                .map(turn -> (turn.person() == null ? "nobody" : turn.person())
                        + java.time.format.DateTimeFormatter.ofPattern(" HH:mm MM-dd")
                                .format(turn.span().from().atZone(VIET_NAM)))
                .toList();
    }

    private static java.util.Map<String, Long> hours(List<Turn> turns) {
        return turns.stream()
                .collect(Collectors.groupingBy(
                        turn -> String.valueOf(turn.person()),
                        Collectors.summingLong(turn -> turn.span().length().toHours())));
    }

    private static Interval span(LocalDate day, int hour, int hours) {
        return new Interval(at(day, hour), at(day, hour).plus(Duration.ofHours(hours)));
    }

    private static Instant at(LocalDate day, int hour) {
        return at(day, LocalTime.of(hour, 0));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(VIET_NAM).toInstant();
    }
}
