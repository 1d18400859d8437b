package io.langsong.uptime.web;

import io.langsong.uptime.Affected;
import io.langsong.uptime.Figures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures as a table for a spreadsheet, one object a line, in the words of the reader. */
final class UptimeCsv {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final List<String> COLUMNS = List.of(
            "village",
            "object",
            "name",
            "kind",
            "from",
            "to",
            "calendar",
            "uptime",
            "uncertainty",
            "own-fault",
            "coverage",
            "measured",
            "down",
            "unreachable",
            "degraded",
            "maintenance",
            "unknown",
            "outages",
            "longest",
            "mttr",
            "mtbf",
            "estimated",
            "people",
            "user-hours");

    private final Words words;
    private final UptimeProperties settings;

    UptimeCsv(Words words, UptimeProperties settings) {
        this.words = words;
        this.settings = settings;
    }

    List<String> columns() {
        return COLUMNS.stream()
                .map(column -> words.message("uptime.csv." + column))
                .toList();
    }

    List<@Nullable String> cells(SeenObject object, String village, Uptime uptime, @Nullable Affected affected) {
        Figures figures = Figures.of(uptime, settings.blip());
        return Arrays.asList(Stream.<@Nullable String>of(
                        village,
                        object.ref().toString(),
                        object.name(),
                        words.message("dashboard.kind." + object.type()),
                        TIME.format(words.there(uptime.availability().period().from())),
                        TIME.format(words.there(uptime.availability().period().until())),
                        uptime.calendar().isAllHours()
                                ? words.message("uptime.all-hours")
                                : uptime.calendar().name(),
                        percent(figures.uptime(), RoundingMode.DOWN),
                        percent(figures.uncertainty(), RoundingMode.UP),
                        percent(figures.ownFaultUptime(), RoundingMode.DOWN),
                        percent(figures.coverage(), RoundingMode.DOWN),
                        Long.toString(figures.measuredSeconds()),
                        Long.toString(figures.downSeconds()),
                        Long.toString(figures.unreachableSeconds()),
                        Long.toString(figures.degradedSeconds()),
                        Long.toString(figures.maintenanceSeconds()),
                        Long.toString(figures.unknownSeconds()),
                        Integer.toString(figures.outages()),
                        Long.toString(figures.longestSeconds()),
                        figures.meanToRepairSeconds() == null
                                ? null
                                : figures.meanToRepairSeconds().toString(),
                        figures.meanBetweenFailuresSeconds() == null
                                ? null
                                : figures.meanBetweenFailuresSeconds().toString(),
                        words.message(figures.estimated() ? "uptime.yes" : "uptime.no"),
                        affected == null ? null : Long.toString(Math.round(affected.people())),
                        affected == null ? null : words.number(affected.userHours(), 1))
                .toArray(String[]::new));
    }

    /** To four places; an empty cell where there is no figure. In Vietnamese spreadsheets read the comma. */
    private @Nullable String percent(@Nullable BigDecimal share, RoundingMode rounding) {
        return share == null
                ? null
                : words.number(share.movePointRight(2).setScale(4, rounding).doubleValue(), 4);
    }
}
