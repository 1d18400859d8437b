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
 *   <li>both failed: {@code log2(½ (n−1) / (k−1))}. Two of 36 together weigh 4.1 bits, three 3.1, twelve 0.7. A storm that strikes
 *       half of the commune weighs nothing, and one that strikes all weighs −1 bit: whoever fails with everybody shows nothing of
 *       a line in common, so storms bring no pair about, however many they are;
 *   <li>one failed alone: {@code log2(½ (n−1) / (n−k))}, which is −1 bit where nobody else failed, and never more than 0 in an
 *       episode that struck less than half.
 * </ul>
 *
 * <p>A pair is close with at least {@link #ENOUGH} bits, which chance alone reaches about once in a thousand pairs, and after at
 * least {@link #TIMES} failures together on different days. A group is made only of sites that are all close to each other, so that
 * two lines are not taken for one because of a single site that failed with both.
 */
final class SharedPower {
    /** What loses its power together does so within so long of each other; domain rule. */
    static final Duration TOGETHER = Duration.ofMinutes(2);

    static final double ENOUGH = 10;
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
     * @param bits the weakest tie between two of them
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

        private boolean isClose() {
            return bits >= ENOUGH && days() >= TIMES;
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
        TreeSet<String> close = new TreeSet<>();
        ties.forEach((pair, tie) -> {
            if (tie.isClose()) {
                close.add(pair.one());
                close.add(pair.other());
            }
        });
        close.forEach(site -> groups.add(new TreeSet<>(List.of(site))));
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
                    tie.bits += log2(SHARE * (all - 1) / (episode.sites().size() - 1));
                }
            });
        }
        ties.forEach((pair, tie) -> {
            for (Episode episode : episodes) {
                boolean alone =
                        episode.sites().contains(pair.one()) != episode.sites().contains(pair.other());
                if (alone && counts(pair, episode, refuted)) {
                    tie.bits += log2(SHARE * (all - 1) / (all - episode.sites().size()));
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

    /** Of all groups that may become one, the two whose weakest tie is the strongest. */
    private static boolean mergeClosest(List<TreeSet<String>> groups, Map<Pair, Tie> ties) {
        double best = 0;
        int one = -1;
        int other = -1;
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                double weakest = weakest(groups.get(i), groups.get(j), ties);
                if (weakest > best) {
                    best = weakest;
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

    /** 0 when some two of them are not close. */
    private static double weakest(TreeSet<String> some, TreeSet<String> others, Map<Pair, Tie> ties) {
        double weakest = Double.MAX_VALUE;
        for (String one : some) {
            for (String other : others) {
                Tie tie = ties.get(Pair.of(one, other));
                if (tie == null || !tie.isClose()) {
                    return 0;
                }
                weakest = Math.min(weakest, tie.bits);
            }
        }
        return weakest;
    }

    private static Group group(TreeSet<String> sites, Map<Pair, Tie> ties) {
        List<Tie> within = new ArrayList<>();
        eachPair(sites, pair -> within.add(Objects.requireNonNull(ties.get(pair))));
        return new Group(
                sites.stream().map(SiteId::new).toList(),
                within.stream().mapToDouble(tie -> tie.bits).min().orElse(0),
                within.stream()
                        .flatMap(tie -> tie.together.stream())
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList());
    }
}
