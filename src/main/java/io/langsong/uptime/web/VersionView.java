package io.langsong.uptime.web;

import io.langsong.uptime.FigureVersion;
import io.langsong.uptime.Figures;
import io.langsong.uptime.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is kept, beside what is counted now.
 *
 * @param because in lower case
 * @param differs whether what is counted now is another
 */
record VersionView(
        FigureVersion version,
        Figures figures,
        String because,
        @Nullable String reason,
        Instant madeAt,
        boolean differs) {

    /** Those of this very period and calendar, newest first. */
    static List<VersionView> of(List<FigureVersion> versions, Uptime uptime, Figures now) {
        return versions.stream()
                .filter(one -> one.period().equals(uptime.availability().period())
                        && one.calendar().equals(uptime.calendar().id()))
                .map(one -> new VersionView(
                        one,
                        one.figures(),
                        one.because().name().toLowerCase(Locale.ROOT),
                        one.reason(),
                        one.madeAt(),
                        !one.figures().equals(now)))
                .toList();
    }
}
