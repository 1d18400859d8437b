package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.SiteId;
import io.langsong.outage.SharedPower.Failure;
import io.langsong.outage.SharedPower.Group;
import io.langsong.outage.SharedPower.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 400 days of a commune of 36 villages: which sites hang on one line, told from when they failed, against what is true. */
class SharedPowerTest {
    private static final Instant START = Instant.parse("2025-09-01T00:00:00Z");
    private static final int DAYS = 400;
    private static final int SITES = 36;
    /** Lines of one to five sites. */
    private static final int[] LINES = {3, 3, 2, 4, 3, 1, 5, 3, 2, 3, 1, 3, 3};

    private final List<SiteId> sites =
            IntStream.range(0, SITES).mapToObj(SharedPowerTest::site).toList();

    private static SiteId site(int number) {
        return new SiteId("thon-%02d".formatted(number + 1));
    }

    @Test
    void findsTheTrueLinesAndNoOther() {
        int found = 0;
        int wanted = 0;
        List<String> wrong = new ArrayList<>();
        for (long seed = 1; seed <= 50; seed++) {
            List<Group> said = SharedPower.groups(sites, year(seed), Map.of());
            wanted += lines().size();
            found += (int) said(said).stream().filter(lines()::contains).count();
            for (Group group : said) {
                List<String> members = group.sites().stream().map(SiteId::value).toList();
                if (lines().stream().noneMatch(line -> members.stream().allMatch(line::contains))) {
                    wrong.add("seed " + seed + ": " + members);
                }
            }
        }
        System.out.printf("learned power areas: %d of %d found whole, false merges %d%n", found, wanted, wrong.size());
        assertThat(wrong).isEmpty();
        assertThat((double) found / wanted).isGreaterThan(0.95);
    }

    @Test
    void theOrderOfTheFailuresDoesNotMatter() {
        List<Failure> year = year(7);
        List<Failure> mixed = new ArrayList<>(year);
        Collections.shuffle(mixed, new Random(3));

        assertThat(SharedPower.groups(sites, mixed, Map.of())).isEqualTo(SharedPower.groups(sites, year, Map.of()));
    }

    @Test
    void stormsThatStrikeEverythingBringNothingAbout() {
        List<Failure> storms = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(11);
        for (int day = 0; day < DAYS; day += 4) {
            Instant at = START.plus(Duration.ofDays(day));
            boolean all = random.nextBoolean();
            sites.stream()
                    .filter(site -> all || random.nextInt(3) > 0)
                    .forEach(site -> storms.add(new Failure(site, at.plusSeconds(random.nextInt(110)))));
        }

        assertThat(SharedPower.groups(sites, storms, Map.of())).isEmpty();
    }

    @Test
    void onceIsChanceAndOneDayIsOneReason() {
        List<Failure> day = new ArrayList<>();
        for (int hour = 0; hour < 8; hour++) {
            Instant at = START.plus(Duration.ofHours(hour));
            day.add(new Failure(site(1), at));
            day.add(new Failure(site(2), at.plusSeconds(90)));
        }
        assertThat(SharedPower.groups(sites, day, Map.of())).isEmpty();

        List<Failure> days = new ArrayList<>(day.subList(0, 2));
        for (int n = 1; n < 3; n++) {
            days.add(new Failure(site(1), START.plus(Duration.ofDays(n))));
            days.add(new Failure(site(2), START.plus(Duration.ofDays(n))));
        }
        List<Group> groups = SharedPower.groups(sites, days, Map.of());
        assertThat(said(groups)).containsExactly("[thon-02, thon-03]");
        assertThat(groups.get(0).together()).hasSize(3).isSortedAccordingTo((a, b) -> b.compareTo(a));
        days.add(new Failure(site(2), START.plus(Duration.ofDays(9))));
        days.add(new Failure(site(2), START.plus(Duration.ofDays(10))));
        days.add(new Failure(site(1), START.plus(Duration.ofDays(11))));
        days.add(new Failure(site(1), START.plus(Duration.ofDays(12))));
        days.add(new Failure(site(2), START.plus(Duration.ofDays(13))));
        assertThat(SharedPower.groups(sites, days, Map.of()))
                .as("each alone as often")
                .isEmpty();
    }

    @Test
    void whatAPersonRefutedMustBeShownAnew() {
        List<Failure> year = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            year.add(new Failure(site(1), START.plus(Duration.ofDays(n))));
            year.add(new Failure(site(2), START.plus(Duration.ofDays(n))));
        }
        Pair pair = Pair.of("thon-03", "thon-02");

        assertThat(SharedPower.groups(sites, year, Map.of(pair, START.plus(Duration.ofDays(6)))))
                .isEmpty();
        assertThat(said(SharedPower.groups(sites, year, Map.of(pair, START.plus(Duration.ofDays(4))))))
                .containsExactly("[thon-02, thon-03]");
    }

    /** Of more than one site. */
    private static TreeSet<String> lines() {
        TreeSet<String> lines = new TreeSet<>();
        int first = 0;
        for (int size : LINES) {
            if (size > 1) {
                lines.add(IntStream.range(first, first + size)
                        .mapToObj(number -> site(number).value())
                        .toList()
                        .toString());
            }
            first += size;
        }
        return lines;
    }

    private static TreeSet<String> said(List<Group> groups) {
        return groups.stream()
                .map(group -> group.sites().stream().map(SiteId::value).toList().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lines fail, sites fail by themselves, storms strike some or all, a feeder takes four lines, and one in ten is not seen. */
    private static List<Failure> year(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> lines = new ArrayList<>();
        int first = 0;
        for (int size : LINES) {
            lines.add(IntStream.range(first, first + size).boxed().toList());
            first += size;
        }
        List<Failure> failures = new ArrayList<>();
        for (List<Integer> line : lines) {
            for (int n = 8 + random.nextInt(8); n > 0; n--) {
                fail(failures, line, random);
            }
        }
        List<Integer> all = IntStream.range(0, SITES).boxed().toList();
        for (int number : all) {
            for (int n = random.nextInt(6); n > 0; n--) {
                fail(failures, List.of(number), random);
            }
        }
        for (int n = 0; n < 6; n++) {
            fail(failures, all, random);
            fail(failures, all.stream().filter(number -> random.nextBoolean()).toList(), random);
            int from = random.nextInt(LINES.length - 4);
            fail(
                    failures,
                    lines.subList(from, from + 4).stream().flatMap(List::stream).toList(),
                    random);
        }
        return failures;
    }

    private static void fail(List<Failure> failures, List<Integer> struck, SplittableRandom random) {
        Instant at = START.plusSeconds(random.nextLong(DAYS * 86_400L));
        for (int number : struck) {
            if (random.nextInt(10) > 0) {
                failures.add(new Failure(site(number), at.plusMillis(random.nextInt(30_000))));
            }
        }
    }
}
