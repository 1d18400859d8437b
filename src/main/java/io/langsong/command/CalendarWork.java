package io.langsong.command;

import io.langsong.calendar.CalendarJob;
import io.langsong.metric.MetricUpkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs by calendar; the modules that do it know no calendar. */
@Configuration
class CalendarWork {
    @Bean
    CalendarJob metricCompaction(MetricUpkeep upkeep) {
        return new CalendarJob("metric-compaction", "30 3/10 * * * ?", upkeep::compact);
    }

    @Bean
    CalendarJob metricRetention(MetricUpkeep upkeep) {
        return new CalendarJob("metric-retention", "0 40 2 * * ?", upkeep::expireOld);
    }
}
