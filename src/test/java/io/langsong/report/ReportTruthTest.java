package io.langsong.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.availability.Availability;
import io.langsong.availability.Interval;
import io.langsong.availability.Intervals;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.VirtualMonth;
import io.langsong.outage.VirtualMonth.Part;
import io.langsong.outage.VirtualMonth.State;
import io.langsong.outage.VirtualMonth.Work;
import io.langsong.report.PlaceLine.Kind;
import io.langsong.uptime.CalendarWish;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The report of a simulated month against what was true, for every object and every sum of objects. More months with {@code
 * -Dlangsong.months=12}, or {@code LANGSONG_LONG=true}; others than the first with {@code -Dlangsong.first-month=7}.
 */
class ReportTruthTest {
    private static final int MONTHS =
            Integer.getInteger("langsong.months", "true".equals(System.getenv("LANGSONG_LONG")) ? 24 : 1);
    private static final int FIRST = Integer.getInteger("langsong.first-month", 1);
    /** The first month; the seventeenth has a leap day. In every second there are also troubles too short to be noticed for certain. */
    private static final YearMonth BEGIN = YearMonth.of(2026, 10);
    /** Seconds that are whole for each object. */
    private static final double ROUNDED = 1;

    @TempDir
    private Path data;

    private final List<String> faults = new ArrayList<>();
    private double outSeconds;
    private double wrongSeconds;
    private double uncertainSeconds;
    private double softSeconds;

    static Stream<Arguments> months() {
        return Stream.iterate(FIRST, number -> number + 1)
                .limit(MONTHS)
                .map(number -> Arguments.of(number, BEGIN.plusMonths(number - 1L), number % 2 == 0));
    }

    @ParameterizedTest(name = "{1}, seed {0}, with short troubles {2}")
    @MethodSource("months")
    void theReportIsWhatWasTrue(long seed, YearMonth month, boolean withShort) throws InterruptedException {
        long begun = System.nanoTime();
        VirtualMonth truth = new VirtualMonth(seed, month, withShort);
        TestCommune commune = new TestCommune(data, truth.things());
        commune.added(truth.period.from().minus(Duration.ofDays(1)));
        commune.added(truth.late, truth.lateSince);
        officeHours(commune);
        truth.play(commune);
        Duration played = Duration.ofNanos(System.nanoTime() - begun);
        TestReports reports = new TestReports(commune, 0);

        Report report = reports.of(month);

        Map<ObjectRef, List<Part>> parts = truth.truth();
        Map<ObjectRef, Uptime> own = commune.uptimes.of(parts.keySet(), truth.period, null);
        Map<ObjectRef, Uptime> always = commune.uptimes.of(parts.keySet(), truth.period, UptimeCalendar.ALL_HOURS);
        assertThat(report.objects()).extracting(ObjectLine::object).containsExactlyInAnyOrderElementsOf(parts.keySet());
        Map<ObjectRef, Truth> truths = new HashMap<>();
        for (ObjectLine line : report.objects()) {
            List<Part> of = Objects.requireNonNull(parts.get(line.object()));
            Uptime inItsHours = Objects.requireNonNull(own.get(line.object()));
            Uptime dayAndNight = Objects.requireNonNull(always.get(line.object()));
            Truth counted = Truth.of(of, inItsHours.availability().measured());
            truths.put(line.object(), counted);
            judge(line.object() + " own", line.own(), counted, 1);
            judge(
                    line.object() + " always",
                    line.always(),
                    Truth.of(of, dayAndNight.availability().measured()),
                    1);
            judgeWhoseFault(line, counted, of, inItsHours.availability().measured());
            judgeTime(truth, line, dayAndNight);
            outSeconds += line.own().outSeconds();
            wrongSeconds += Math.abs(line.own().outSeconds() - counted.out());
            uncertainSeconds += uncertain(line.own());
            softSeconds += counted.most() - counted.least();
        }
        judgePlaces(report, truths);
        System.out.printf(
                "month %s seed %d: objects %d, out %.0f s, wrong by %.0f s in all, stated ± %.0f s, too short to be sure of %.0f s, faults %d, played in %d ms%n",
                month,
                seed,
                report.objects().size(),
                outSeconds,
                wrongSeconds,
                uncertainSeconds,
                softSeconds,
                faults.size(),
                played.toMillis());
        assertThat(faults).isEmpty();
        assertThat(softSeconds).as("most of it must show").isLessThan(withShort ? outSeconds / 20 : 1);
        assertThat(uncertainSeconds).as("what is stated is not just anything").isLessThan(outSeconds / 20);
        Measure wholeMonth =
                report.object(ObjectRef.parse("device:ap-1-1")).orElseThrow().own();
        assertThat(wholeMonth.uptime()).isEqualByComparingTo("0");
        assertThat(wholeMonth.outages()).as("it began before").isZero();
        assertThat(wholeMonth.ended()).as("it lasts").isZero();
    }

    private static void officeHours(TestCommune commune) {
        Map<DayOfWeek, String> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY) {
                week.put(day, "07:00-11:30, 13:30-17:00");
            }
        }
        commune.calendars.change(
                "gio-hanh-chinh", new CalendarWish("Giờ hành chính", week, false, List.of("site:office")), null);
    }

    /**
     * What should come out of the time that was measured.
     *
     * @param out seconds in which it did not serve
     * @param least of them, without those of troubles too short to be noticed for certain
     * @param most with those between troubles that are as short
     */
    private record Truth(double out, double least, double most, double measured) {
        static Truth of(List<Part> parts, Intervals measured) {
            Intervals out = intervals(parts, state -> state != State.UP);
            Intervals shortOut = brief(out);
            Intervals shortUp = brief(intervals(parts, state -> state == State.UP));
            return new Truth(
                    seconds(measured.and(out)),
                    seconds(measured.and(out.minus(shortOut))),
                    seconds(measured.and(out.or(shortUp))),
                    seconds(measured));
        }

        Truth and(Truth other) {
            return new Truth(out + other.out, least + other.least, most + other.most, measured + other.measured);
        }
    }

    private static Intervals intervals(List<Part> parts, Predicate<State> which) {
        return new Intervals(parts.stream()
                .filter(part -> which.test(part.state()))
                .map(Part::during)
                .toList());
    }

    private static Intervals brief(Intervals all) {
        return new Intervals(all.list().stream()
                .filter(one -> one.length().compareTo(VirtualMonth.DETECTION) < 0)
                .toList());
    }

    private static double seconds(Intervals some) {
        return some.total().toMillis() / 1000.0;
    }

    private static double uncertain(Measure measure) {
        BigDecimal share = measure.uncertainty();
        return share == null ? 0 : share.doubleValue() * measure.measuredSeconds();
    }

    /** @param objects that are added up, each to the second */
    private void judge(String what, Measure said, Truth truth, int objects) {
        double give = uncertain(said) + objects * ROUNDED;
        if (said.outSeconds() < truth.least() - give || said.outSeconds() > truth.most() + give) {
            faults.add("%s: out %d s, truly %.1f s (%.1f to %.1f), ± %.1f s"
                    .formatted(what, said.outSeconds(), truth.out(), truth.least(), truth.most(), give));
        }
        if (Math.abs(said.measuredSeconds() - truth.measured()) > objects * ROUNDED * 3) {
            faults.add("%s: measured %d s, truly %.1f s".formatted(what, said.measuredSeconds(), truth.measured()));
        }
        BigDecimal uptime = said.uptime();
        if (uptime == null) {
            faults.add(what + ": no figure");
            return;
        }
        double share = Objects.requireNonNull(said.uncertainty()).doubleValue() + 1e-9;
        double best = 1 - truth.least() / truth.measured();
        double worst = 1 - truth.most() / truth.measured();
        if (uptime.doubleValue() > best + share || uptime.doubleValue() < worst - share) {
            faults.add("%s: uptime %s, truly %.9f to %.9f, ± %.9f".formatted(what, uptime, worst, best, share));
        }
    }

    /**
     * Of what fails by itself while it is hidden either may be said, and so of what was mended meanwhile and is still hidden: nobody can see
     * that. Where one becomes the other it takes until that is found.
     */
    private void judgeWhoseFault(ObjectLine line, Truth truth, List<Part> parts, Intervals measured) {
        double own = seconds(measured.and(intervals(parts, state -> state == State.OWN)));
        Intervals either = eitherWay(parts);
        double hidden = seconds(
                measured.and(intervals(parts, state -> state == State.HIDDEN).minus(either)));
        double both = seconds(measured.and(either));
        double give = uncertain(line.own())
                + 2 * ROUNDED
                + truth.most()
                - truth.least()
                + changes(parts, measured) * VirtualMonth.DETECTION.toSeconds();
        Measure said = line.own();
        if (said.downSeconds() < own - give || said.downSeconds() > own + both + give) {
            faults.add("%s: down by itself %d s, truly %.1f s and %.1f s that are both, ± %.1f s"
                    .formatted(line.object(), said.downSeconds(), own, both, give));
        }
        if (said.unreachableSeconds() < hidden - give || said.unreachableSeconds() > hidden + both + give) {
            faults.add("%s: hidden %d s, truly %.1f s and %.1f s that are both, ± %.1f s"
                    .formatted(line.object(), said.unreachableSeconds(), hidden, both, give));
        }
    }

    private static Intervals eitherWay(List<Part> parts) {
        List<Interval> either = new ArrayList<>();
        State before = State.UP;
        for (Part part : parts) {
            boolean mendedUnseen = before == State.BOTH && part.state() == State.HIDDEN;
            if (part.state() == State.BOTH || mendedUnseen) {
                either.add(part.during());
            }
            before = part.state();
        }
        return new Intervals(either);
    }

    /** How often one that was out stayed out for another reason. */
    private static long changes(List<Part> parts, Intervals measured) {
        long changes = 0;
        for (int i = 1; i < parts.size(); i++) {
            boolean stays = parts.get(i - 1).state() != State.UP && parts.get(i).state() != State.UP;
            changes += stays && !measured.and(parts.get(i).during()).isEmpty() ? 1 : 0;
        }
        return changes;
    }

    private void judgeTime(VirtualMonth truth, ObjectLine line, Uptime uptime) {
        Availability all = uptime.availability();
        Intervals unseen = new Intervals(truth.unseen);
        Intervals about = new Intervals(truth.unseen.stream()
                .map(one -> new Interval(one.from().minusSeconds(6), one.until().plus(VirtualMonth.DETECTION)))
                .toList());
        if (!all.unknown().minus(about).isEmpty()) {
            faults.add(line.object() + ": unknown while somebody looked "
                    + all.unknown().minus(about));
        }
        if (!all.measured().and(unseen).isEmpty()) {
            faults.add(line.object() + ": known while nobody looked "
                    + all.measured().and(unseen));
        }
        Intervals there = Intervals.of(truth.period)
                .and(
                        line.object().equals(truth.late)
                                ? new Interval(truth.lateSince, truth.period.until())
                                : truth.period);
        Intervals planned = new Intervals(truth.works.stream()
                        .filter(work -> work.covers().contains(line.object()))
                        .map(Work::during)
                        .toList())
                .and(there);
        if (!all.maintenance().equals(planned)) {
            faults.add(line.object() + ": planned " + all.maintenance() + ", truly " + planned);
        }
        Measure said = line.always();
        long up = said.measuredSeconds() - said.outSeconds();
        long sum =
                up + said.downSeconds() + said.unreachableSeconds() + said.unknownSeconds() + said.maintenanceSeconds();
        if (sum != there.total().toSeconds() || up < 0) {
            faults.add("%s: adds up to %d s of %d s"
                    .formatted(line.object(), sum, there.total().toSeconds()));
        }
    }

    private void judgePlaces(Report report, Map<ObjectRef, Truth> truths) {
        for (PlaceLine place : report.places()) {
            List<ObjectLine> members =
                    report.objects().stream().filter(line -> isOf(line, place)).toList();
            String name = place.kind() + " " + place.id();
            Predicate<ObjectLine> counts =
                    line -> place.kind() == Kind.GROUP || line.object().kind() == ObjectRef.Kind.SERVICE;
            judge(name, place.services(), members.stream().filter(counts).toList(), truths);
            judge(name + " access points", place.accessPoints(), ofType(members, "access-point"), truths);
            judge(name + " links", place.links(), ofType(members, "link"), truths);
        }
    }

    private static boolean isOf(ObjectLine line, PlaceLine place) {
        return switch (place.kind()) {
            case COMMUNE -> true;
            case GROUP -> line.type().equals(place.id());
            case VILLAGE -> place.id().equals(line.village());
            case SITE -> place.id().equals(line.site());
        };
    }

    private static List<ObjectLine> ofType(List<ObjectLine> members, String type) {
        return members.stream().filter(line -> line.type().equals(type)).toList();
    }

    private void judge(String what, Measure said, Collection<ObjectLine> of, Map<ObjectRef, Truth> truths) {
        assertThat(said.objects()).as(what).isEqualTo(of.size());
        @Nullable
        Truth sum = of.stream()
                .map(line -> Objects.requireNonNull(truths.get(line.object())))
                .reduce(Truth::and)
                .orElse(null);
        if (sum != null) {
            judge(what, said, sum, of.size());
        }
    }
}
