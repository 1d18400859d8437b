package io.langsong.wifi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds conflicts among the radios of a village, and channels with few of them. The same radios give the same plan, in whatever order. */
final class ChannelPlanner {
    /** One at a site outweighs as many across a village as there will ever be. */
    private static final int WITHIN_SITE = 1000;

    private static final Comparator<WifiRadio> ORDER = Comparator.comparing(
                    (WifiRadio radio) -> radio.site().value())
            .thenComparing(radio -> radio.accessPoint().value())
            .thenComparing(WifiRadio::band)
            .thenComparing(WifiRadio::width);

    private ChannelPlanner() {}

    /** In the order of sites and access points; those of one site first. */
    static List<ChannelConflict> conflicts(List<WifiRadio> radios) {
        List<WifiRadio> all = radios.stream().sorted(ORDER).toList();
        List<ChannelConflict> conflicts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                WifiRadio one = all.get(i);
                WifiRadio other = all.get(j);
                if (inConflict(one, other)) {
                    conflicts.add(new ChannelConflict(
                            one, other, one.site().equals(other.site()), one.channel() == other.channel()));
                }
            }
        }
        conflicts.sort(Comparator.comparing(conflict -> !conflict.sameSite()));
        return conflicts;
    }

    private static boolean inConflict(WifiRadio one, WifiRadio other) {
        return one.band() == other.band() && one.span().overlaps(other.span());
    }

    /** What conflicts weigh together. */
    static long weight(List<WifiRadio> radios) {
        return conflicts(radios).stream()
                .mapToLong(conflict -> conflict.sameSite() ? WITHIN_SITE : 1)
                .sum();
    }

    /** One radio after the other, each on the channel that is best beside those before it. */
    static List<WifiRadio> greedy(List<WifiRadio> radios) {
        List<WifiRadio> placed = new ArrayList<>();
        radios.stream().sorted(ORDER).forEach(radio -> placed.add(best(radio, placed)));
        return placed;
    }

    /** What {@link #greedy} finds, then one radio moved at a time as long as that helps. */
    static List<WifiRadio> plan(List<WifiRadio> radios) {
        List<WifiRadio> plan = greedy(radios);
        boolean better = true;
        while (better) {
            better = false;
            for (int i = 0; i < plan.size(); i++) {
                List<WifiRadio> others = new ArrayList<>(plan);
                WifiRadio now = others.remove(i);
                WifiRadio moved = best(now, others);
                if (weight(moved, others) < weight(now, others)) {
                    plan.set(i, moved);
                    better = true;
                }
            }
        }
        return plan;
    }

    /** The first of those with the least weight. */
    private static WifiRadio best(WifiRadio radio, List<WifiRadio> others) {
        return Spectrum.candidates(radio.band(), radio.width()).stream()
                .map(radio::on)
                .min(Comparator.comparingLong(moved -> weight(moved, others)))
                .orElse(radio);
    }

    private static long weight(WifiRadio radio, List<WifiRadio> others) {
        return others.stream()
                .filter(other -> inConflict(radio, other))
                .mapToLong(other -> radio.site().equals(other.site()) ? WITHIN_SITE : 1)
                .sum();
    }
}
