package io.langsong.dashboard;

import io.langsong.event.EngineFaults;
import io.langsong.event.Messages;
import io.langsong.event.TestMessages;
import io.langsong.event.UnknownSenders;
import io.langsong.testkit.TestDatabase;
import io.langsong.testkit.WholeServer;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The web server with its pages over an invented commune: {@code main} for looking, a configuration for tests. Without
 * {@code @Configuration}, so that no other test's component scan finds it.
 */
@EnableAutoConfiguration
@ConfigurationPropertiesScan({"io.langsong.access", "io.langsong.web"})
@ComponentScan(
        basePackages = {"io.langsong.access", "io.langsong.web", "io.langsong.event.web", "io.langsong.dashboard"},
        excludeFilters = {
            @ComponentScan.Filter(
                    type = FilterType.ASSIGNABLE_TYPE,
                    classes = {Sources.class, Intervals.class, OutagePage.class}),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class)
        })
public class Gallery {
    public static final String PASSWORD = WholeServer.PASSWORD;
    public static final String TOKEN = WholeServer.TOKEN;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DataSource dataSource() {
        return TestDatabase.fresh();
    }

    @Bean
    Messages messages(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        return TestMessages.invented(jdbc, template, clock.instant(), "v7-r", "v1-ap1");
    }

    @Bean
    UnknownSenders unknownSenders(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        return TestMessages.unknown(jdbc, template, clock.instant());
    }

    @Bean
    EngineFaults engineFaults(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        return TestMessages.faults(jdbc, template, clock.instant(), "v7-r", "v1-ap1");
    }

    @Bean
    Invented sources(Messages messages, EngineFaults faults, Clock clock) {
        return new Invented(messages, faults, clock);
    }

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(Gallery.class);
        application.setDefaultProperties(java.util.Map.of(
                "server.address", "127.0.0.1",
                "server.port", "0",
                "server.compression.enabled", "true",
                "spring.flyway.enabled", "false",
                "spring.quartz.auto-startup", "false",
                "langsong.access.admin-password", PASSWORD,
                "langsong.access.api-token", TOKEN,
                "langsong.web.duty-phone", "0237 000 000"));
        application.run(args).getBean(Invented.class).set(Invented.Mood.valueOf(System.getProperty("mood", "MIXED")));
    }
}
