package io.langsong.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.database.ActiveServer;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.quartz.Scheduler;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

class CalendarTest {
    private static final String JOB = "calendar-period-end";

    @TempDir
    Path folder;

    private final PGSimpleDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final MovableClock clock = new MovableClock(Instant.parse("2026-10-15T05:00:00Z"));
    private final List<PeriodEnded> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger nightly = new AtomicInteger();
    private ConfigurableApplicationContext context;

    /** Not a component, so that no other context finds it. */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        QuartzAutoConfiguration.class
    })
    @ComponentScan({"io.langsong.database", "io.langsong.calendar"})
    static class DatabaseAndCalendar {
        @Bean
        static CalendarJob failing() {
            return new CalendarJob("test-failing", "0 0 3 * * ?", () -> {
                throw new IllegalStateException("as it should");
            });
        }
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void tellsAMonthsEndOnceInVietnameseTime() {
        start();
        clock.now = Instant.parse("2026-10-31T16:59:59Z");
        periodEnds().publishEnded();
        assertThat(ended).isEmpty();

        clock.now = Instant.parse("2026-10-31T17:00:05Z");
        periodEnds().publishEnded();
        periodEnds().publishEnded();

        assertThat(ended)
                .containsExactly(new PeriodEnded(
                        YearMonth.of(2026, 10),
                        Instant.parse("2026-09-30T17:00:00Z"),
                        Instant.parse("2026-10-31T17:00:00Z")));
    }

    @Test
    void tellsEachMonthThatWasMissedInOrder() {
        start();
        clock.now = Instant.parse("2027-01-10T00:00:00Z");

        periodEnds().publishEnded();

        assertThat(ended)
                .extracting(PeriodEnded::month)
                .containsExactly(YearMonth.of(2026, 10), YearMonth.of(2026, 11), YearMonth.of(2026, 12));
    }

    @Test
    void repeatsNothingWhenTheClockWasMovedBack() {
        start();
        clock.now = Instant.parse("2026-11-02T00:00:00Z");
        periodEnds().publishEnded();

        clock.now = Instant.parse("2026-08-02T00:00:00Z");
        periodEnds().publishEnded();
        clock.now = Instant.parse("2026-11-03T00:00:00Z");
        periodEnds().publishEnded();

        assertThat(ended).hasSize(1);
    }

    @Test
    void tellsAMonthAgainWhoseListenerFailed() {
        start();
        clock.now = Instant.parse("2026-11-02T00:00:00Z");
        AtomicInteger failures = new AtomicInteger(1);
        context.addApplicationListener(listener(event -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("report could not be written");
            }
        }));

        assertThatThrownBy(() -> periodEnds().publishEnded()).hasMessage("report could not be written");
        periodEnds().publishEnded();
        periodEnds().publishEnded();

        assertThat(jdbc.sql("SELECT count(*) FROM calendar_period WHERE published_at IS NOT NULL")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(failures).hasValue(-1);
    }

    @Test
    void tellsItByQuartzOnceAfterTheServerWasOffAtMidnight() {
        start();
        context.close();
        clock.now = Instant.parse("2026-11-01T01:00:00Z");
        missedByAnHour(JOB);

        start();
        await().untilAsserted(() -> assertThat(ended).hasSize(1));
        context.close();
        start();
        missedByAnHour(JOB);
        context.close();
        start();

        await().until(() -> nextFire(JOB) > System.currentTimeMillis());
        assertThat(ended).hasSize(1);
    }

    @Test
    void runsAJobThatWasMissedAndKeepsItsHour() {
        start();
        int before = nightly.get();
        context.close();
        missedByAnHour("test-nightly");

        start();

        await().untilAsserted(() -> assertThat(nightly).hasValue(before + 1));
        assertThat(Instant.ofEpochMilli(nextFire("test-nightly"))
                        .atZone(ZoneId.of("Asia/Ho_Chi_Minh"))
                        .getHour())
                .isEqualTo(2);
    }

    @Test
    void goesOnAfterAJobThatFails() throws Exception {
        start();

        context.getBean(JobCalendar.class).run("test-failing");
        context.getBean(JobCalendar.class).run("test-nightly");

        assertThat(nightly).hasValue(1);
        assertThat(context.getBean(Scheduler.class).isStarted()).isTrue();
    }

    @Test
    void refusesAJobThatCanNotRun() {
        start();
        assertThatThrownBy(() -> new CalendarJob("x", "every day", () -> {})).hasMessageContaining("every day");
        assertThatThrownBy(() -> new CalendarJob("Not A Name", "0 0 3 * * ?", () -> {}))
                .hasMessageContaining("Not A Name");
    }

    private void start() {
        context = new SpringApplicationBuilder(DatabaseAndCalendar.class)
                .web(WebApplicationType.NONE)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("clock", clock);
                    starting.getBeanFactory()
                            .registerSingleton(
                                    "nightly",
                                    new CalendarJob("test-nightly", "0 0 2 * * ?", nightly::incrementAndGet));
                    starting.addApplicationListener(listener(ended::add));
                })
                .run(
                        "--spring.datasource.url=" + database.getURL(),
                        "--spring.datasource.username=" + database.getUser(),
                        "--spring.datasource.password=" + database.getPassword(),
                        "--langsong.data-dir=" + folder);
        Scheduler scheduler = context.getBean(Scheduler.class);
        await().until(() -> context.getBean(ActiveServer.class).isActive() && !scheduler.isInStandbyMode());
    }

    private PeriodEnds periodEnds() {
        return context.getBean(PeriodEnds.class);
    }

    private void missedByAnHour(String job) {
        assertThat(jdbc.sql("UPDATE qrtz_triggers SET next_fire_time = :at WHERE trigger_name = :job")
                        .param("at", System.currentTimeMillis() - 3_600_000)
                        .param("job", job)
                        .update())
                .isEqualTo(1);
    }

    private long nextFire(String job) {
        return jdbc.sql("SELECT next_fire_time FROM qrtz_triggers WHERE trigger_name = :job")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    private static ApplicationListener<PayloadApplicationEvent<PeriodEnded>> listener(Consumer<PeriodEnded> work) {
        return new ApplicationListener<>() {
            @Override
            public void onApplicationEvent(PayloadApplicationEvent<PeriodEnded> event) {
                work.accept(event.getPayload());
            }
        };
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now;

        MovableClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
