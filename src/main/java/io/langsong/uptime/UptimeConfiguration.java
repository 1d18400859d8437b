package io.langsong.uptime;

import io.langsong.calendar.CalendarJob;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UptimeConfiguration {
    /** At night, since it reads four weeks of measurements. */
    @Bean
    CalendarJob expectedUsersJob(Impact impact) {
        return new CalendarJob("uptime-expected-users", "0 40 3 * * ?", impact::recount);
    }

    @Bean
    CalendarJob recountIssuedFiguresJob(IssuedFigures figures) {
        return new CalendarJob("uptime-recount", "0 20 4 * * ?", figures::recount);
    }
}
