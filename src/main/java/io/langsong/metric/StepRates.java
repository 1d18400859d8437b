package io.langsong.metric;

import io.langsong.metric.CounterRates.Stretch;
import io.langsong.metric.SeriesQuery.Step;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How fast a counter rose in each step, taken in portion by portion. One thread. */
final class StepRates {
    private final Steps steps;
    private final double[] rise;
    private final double[] seconds;
    private final double[] peaks;

    StepRates(Steps steps) {
        this.steps = steps;
        this.rise = new double[steps.count()];
        this.seconds = new double[steps.count()];
        this.peaks = new double[steps.count()];
        Arrays.fill(peaks, Double.NaN);
    }

    /** @param stretches ascending; of them counts what lies in the portion {@code [from, until)} */
    void take(List<Stretch> stretches, Instant from, Instant until) {
        for (Stretch stretch : stretches) {
            long begin = Math.max(from.toEpochMilli(), stretch.from().toEpochMilli());
            long end = Math.min(until.toEpochMilli(), stretch.until().toEpochMilli());
            while (begin < end) {
                int step = steps.at(begin);
                long next = Math.min(end, steps.startOf(step + 1));
                rise[step] += stretch.perSecond() * (next - begin) / 1e3;
                seconds[step] += (next - begin) / 1e3;
                peaks[step] =
                        Double.isNaN(peaks[step]) ? stretch.perSecond() : Math.max(peaks[step], stretch.perSecond());
                begin = next;
            }
        }
    }

    /** The mean of what is known of each step, weighted by time. */
    List<Step> means() {
        double[] means = new double[steps.count()];
        for (int i = 0; i < means.length; i++) {
            means[i] = seconds[i] > 0 ? rise[i] / seconds[i] : Double.NaN;
        }
        return steps.with(means);
    }

    /** The greatest rate between two readings of which a part lies in the step. */
    List<Step> peaks() {
        return steps.with(peaks);
    }
}
