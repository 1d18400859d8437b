package io.langsong.outage;

import io.langsong.inventory.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which sites seem to hang on one distribution line, told from when they lost power. A pure function: the same failures give the
 * same groups, in the same order.
 *
 * <p>Failures less than two minutes after the first of them are one <b>episode</b>. For each pair of sites every episode that struck
 * one of them is weighed, as the likelihood ratio of "they hang on one line" against "they do not", in bits. Let {@code k} of the
 * {@code n} sites have failed in it, and let a site on a shared line fail together with another of the line in half of its power
 * cuts, the other half being its own fuse or an answer that was missed. Then
 *
 * <ul>
 *   <li>both failed: {@code log2(½ (n−1) / (k−1))}, at least 0. Two of 36 together weigh 4.1 bits, three 3.1, twelve 0.7. A storm
 *       that strikes half of the commune or more weighs nothing: whoever fails with everybody shows nothing of a line in common,
 *       so storms bring no pair about, however many they are;
 *   <li>one failed alone: {@code log2(½ (n−1) / (n−k))}, at most 0. It is −1 bit where nobody else failed, and nothing in a storm.
 * </ul>
 *
 * <p>Two groups, at first of one site each, become one when what ties the sites of one to those of the other is {@link #ENOUGH} bits
 * in the mean, which chance alone reaches about once in 250 pairs, and no two of them are tied by less than
 * {@link #LEAST} bits, or failed together on fewer than {@link #TIMES} days: the strongest first, until none are left. So two lines
 * are not taken for one because of a single site that failed with both, and one site whose answers are often missed does not
 * break its line up.
 */
final class SharedPower {
    /** What loses its power together does so within so long of each other; domain rule. */
    static final Duration TOGETHER = Duration.ofMinutes(2);

    static final double ENOUGH = 8;
    static final double LEAST = 2.5;
    static final int TIMES = 3;
    private static final double SHARE = 0.5;
    private static final Duration DAY = Duration.ofDays(1);

    private SharedPower() {}

    /** A site lost its power, as far as can be told, at {@code at}. */
    record Failure(SiteId site, Instant at) {}

    /** Sites that failed together. */
    record Episode(Instant at, TreeSet<String> sites) {}

    /**
     * Sites that seem to hang on one line.
     *
     * @param sites two or more, in order
     * @param bits what ties two of them, in the mean
     * @param together when at least two of them failed together, the newest first
     */
    record Group(List<SiteId> sites, double bits, List<Instant> together) {}

    /** Two sites, in order of their ids. */
    record Pair(String one, String other) {
        static Pair of(String a, String b) {
            return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
        }
    }

    private static final class Tie {
        private double bits;
        private final List<Instant> together = new ArrayList<>();

        private boolean isThere() {
            return bits >= LEAST && days() >= TIMES;
        }

        private long days() {
            return together.stream()
                    .map(at -> Duration.between(Instant.EPOCH, at).dividedBy(DAY))
                    .distinct()
                    .count();
        }
    }

    /**
     * @param sites all there are, of whatever power area
     * @param refuted until when what happened says nothing of a pair, because a person said that it is none
     */
    static List<Group> groups(Collection<SiteId> sites, List<Failure> failures, Map<Pair, Instant> refuted) {
        List<Episode> episodes = episodes(failures);
        Map<Pair, Tie> ties = ties(sites.size(), episodes, refuted);
        List<TreeSet<String>> groups = new ArrayList<>();
        TreeSet<String> tied = new TreeSet<>();
        ties.forEach((pair, tie) -> {
            if (tie.isThere()) {
                tied.add(pair.one());
                tied.add(pair.other());
            }
        });
        tied.forEach(site -> groups.add(new TreeSet<>(List.of(site))));
        while (mergeClosest(groups, ties)) {}
        return groups.stream()
                .filter(group -> group.size() > 1)
                .map(group -> group(group, ties))
                .toList();
    }

    static List<Episode> episodes(List<Failure> failures) {
        List<Failure> sorted = failures.stream()
                .sorted(Comparator.comparing(Failure::at)
                        .thenComparing(failure -> failure.site().value()))
                .toList();
        List<Episode> episodes = new ArrayList<>();
        for (Failure failure : sorted) {
            Episode last = episodes.isEmpty() ? null : episodes.get(episodes.size() - 1);
            if (last == null || failure.at().isAfter(last.at().plus(TOGETHER))) {
                last = new Episode(failure.at(), new TreeSet<>());
                episodes.add(last);
            }
            last.sites().add(failure.site().value());
        }
        return episodes;
    }

    private static Map<Pair, Tie> ties(int all, List<Episode> episodes, Map<Pair, Instant> refuted) {
        Map<Pair, Tie> ties = new TreeMap<>(Comparator.comparing(Pair::one).thenComparing(Pair::other));
        for (Episode episode : episodes) {
            eachPair(episode.sites(), pair -> {
                if (counts(pair, episode, refuted)) {
                    Tie tie = ties.computeIfAbsent(pair, fresh -> new Tie());
                    tie.together.add(episode.at());
                    tie.bits += Math.max(
                            0, log2(SHARE * (all - 1) / (episode.sites().size() - 1)));
                }
            });
        }
        ties.forEach((pair, tie) -> {
            for (Episode episode : episodes) {
                boolean alone =
                        episode.sites().contains(pair.one()) != episode.sites().contains(pair.other());
                if (alone && counts(pair, episode, refuted)) {
                    tie.bits += Math.min(
                            0, log2(SHARE * (all - 1) / (all - episode.sites().size())));
                }
            }
        });
        return ties;
    }

    private static boolean counts(Pair pair, Episode episode, Map<Pair, Instant> refuted) {
        Instant until = refuted.get(pair);
        return until == null || episode.at().isAfter(until);
    }

    private static void eachPair(TreeSet<String> sites, Consumer<Pair> action) {
        for (String one : sites) {
            for (String other : sites.tailSet(one, false)) {
                action.accept(new Pair(one, other));
            }
        }
    }

    private static double log2(double ratio) {
        return Math.log(ratio) / Math.log(2);
    }

    /** Of all groups that may become one, the two that are tied best. */
    private static boolean mergeClosest(List<TreeSet<String>> groups, Map<Pair, Tie> ties) {
        double best = 0;
        int one = -1;
        int other = -1;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                double mean = mean(groups.get(i), groups.get(j), ties);
                if (mean >= ENOUGH && mean > best) {
                    best = mean;
                    one = i;
                    other = j;
                }
            }
        }
        if (one < 0) {
            return false;
        }
        groups.get(one).addAll(groups.remove(other));
        return true;
    }

    /** What ties them, in bits; 0 when some two of them are not tied. */
    private static double mean(TreeSet<String> some, TreeSet<String> others, Map<Pair, Tie> ties) {
        double sum = 0;
        for (String one : some) {
            for (String other : others) {
                Tie tie = ties.get(Pair.of(one, other));
                if (tie == null || !tie.isThere()) {
                    return 0;
                }
                sum += tie.bits;
            }
        }
        return sum / (some.size() * others.size());
    }

    private static Group group(TreeSet<String> sites, Map<Pair, Tie> ties) {
        List<Tie> within = new ArrayList<>();
        eachPair(sites, pair -> within.add(Objects.requireNonNull(ties.get(pair))));
        return new Group(
                sites.stream().map(SiteId::new).toList(),
                within.stream().mapToDouble(tie -> tie.bits).average().orElse(0),
                within.stream()
                        .flatMap(tie -> tie.together.stream())
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList());
    }
}
