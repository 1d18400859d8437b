package io.langsong.command;

import io.langsong.availability.Availability;
import io.langsong.availability.Intervals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Figures of uptime for programs: numbers without rounding but for shares, null where there is no figure. */
final class AvailabilityJson {
    private AvailabilityJson() {}

    static String line(String name, Availability figures) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("calendarSeconds", seconds(figures.calendar()));
        line.put("maintenanceSeconds", seconds(figures.maintenance()));
        line.put("unknownSeconds", seconds(figures.unknown()));
        line.put("measuredSeconds", seconds(figures.measured()));
        line.put("downSeconds", seconds(figures.down()));
        line.put("unreachableSeconds", seconds(figures.unreachable()));
        line.put("degradedSeconds", seconds(figures.degraded()));
        line.put("uptime", number(figures.uptime()));
        line.put("ownFaultUptime", number(figures.ownFaultUptime()));
        line.put("coverage", number(figures.coverage()));
        line.put("outagesBegun", figures.begun());
        line.put("outagesEnded", figures.ended());
        line.put("mttrSeconds", number(figures.meanTimeToRepair().map(AvailabilityJson::seconds)));
        line.put("mtbfSeconds", number(figures.meanTimeBetweenFailures().map(AvailabilityJson::seconds)));
        return Json.line(line);
    }

    private static Json.Exact seconds(Intervals intervals) {
        return number(Optional.of(seconds(intervals.total())));
    }

    private static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
    }

    private static Json.Exact number(Optional<BigDecimal> number) {
        return number.map(digits -> new Json.Exact(digits.stripTrailingZeros().toPlainString()))
                .orElse(Json.Exact.NULL);
    }
}
