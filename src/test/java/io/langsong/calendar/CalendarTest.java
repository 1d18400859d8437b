package io.langsong.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.calendar.Run.Outcome;
import io.langsong.database.ActiveServer;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private final PGSimpleDataSource database = TestDatabase.unpooled();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TestClock clock = new TestClock(Instant.parse("2026-10-15T05:00:00Z"));
    private final List<PeriodEnded> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger nightly = new AtomicInteger();
    private volatile Runnable work = () -> {};
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
        clock.set(Instant.parse("2026-10-31T16:59:59Z"));
        periodEnds().publishEnded();
        assertThat(ended).isEmpty();

        clock.set(Instant.parse("2026-10-31T17:00:05Z"));
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
        clock.set(Instant.parse("2027-01-10T00:00:00Z"));

        periodEnds().publishEnded();

        assertThat(ended)
                .extracting(PeriodEnded::month)
                .containsExactly(YearMonth.of(2026, 10), YearMonth.of(2026, 11), YearMonth.of(2026, 12));
    }

    @Test
    void repeatsNothingWhenTheClockWasMovedBack() {
        start();
        clock.set(Instant.parse("2026-11-02T00:00:00Z"));
        periodEnds().publishEnded();

        clock.set(Instant.parse("2026-08-02T00:00:00Z"));
        periodEnds().publishEnded();
        clock.set(Instant.parse("2026-11-03T00:00:00Z"));
        periodEnds().publishEnded();

        assertThat(ended).hasSize(1);
    }

    @Test
    void tellsAMonthAgainWhoseListenerFailed() {
        start();
        clock.set(Instant.parse("2026-11-02T00:00:00Z"));
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
        clock.set(Instant.parse("2026-11-01T01:00:00Z"));
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

        context.getBean(JobCalendar.class).run("test-failing", null);
        context.getBean(JobCalendar.class).run("test-nightly", null);

        assertThat(nightly).hasValue(1);
        assertThat(context.getBean(Scheduler.class).isStarted()).isTrue();
    }

    @Test
    void keepsHowEachRunWent() {
        start();
        assertThat(job("test-nightly").last()).isNull();
        assertThat(job("test-nightly").nextRunAt()).isNotNull();

        calendar().run("test-nightly", null);
        calendar().run("test-failing", "chị Hà");

        Run done = job("test-nightly").last();
        assertThat(done.outcome()).isEqualTo(Outcome.DONE);
        assertThat(done.beganAt()).isEqualTo(clock.instant());
        assertThat(done.took()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
        assertThat(done.askedBy()).isNull();
        Run failed = job("test-failing").last();
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.error()).isEqualTo("IllegalStateException: as it should");
        assertThat(failed.askedBy()).isEqualTo("chị Hà");
        assertThat(job("test-failing").lastFailure()).isEqualTo(failed);
        assertThat(job("test-nightly").lastFailure()).isNull();
    }

    @Test
    void runsAJobNowWhichIsNotRunTwiceAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        work = () -> {
            begun.countDown();
            try {
                mayEnd.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        start();

        assertThat(calendar().runNow("test-nightly", "admin")).isEqualTo(Asked.BEGUN);
        assertThat(calendar().runNow("test-nightly", "admin")).isEqualTo(Asked.ALREADY_RUNNING);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(calendar().runNow("test-nightly", "admin")).isEqualTo(Asked.ALREADY_RUNNING);
        assertThat(job("test-nightly").running()).isTrue();
        assertThat(job("test-nightly").last().outcome()).isEqualTo(Outcome.RUNNING);
        mayEnd.countDown();

        await().until(() -> !job("test-nightly").running());
        assertThat(job("test-nightly").last().outcome()).isEqualTo(Outcome.DONE);
        assertThat(job("test-nightly").last().askedBy()).isEqualTo("admin");
        assertThat(nightly).hasValue(1);
        work = () -> {};
        assertThat(calendar().runNow("test-nightly", "admin")).isEqualTo(Asked.BEGUN);
        await().untilAsserted(() -> assertThat(nightly).hasValue(2));
        assertThatThrownBy(() -> calendar().runNow("no-such", "admin")).hasMessageContaining("no-such");
    }

    @Test
    void whatWasCutOffIsWrittenOffAtTheNextStart() {
        start();
        context.getBean(Runs.class).begin("test-nightly", clock.instant(), null);
        context.close();

        start();

        assertThat(job("test-nightly").last().outcome()).isEqualTo(Outcome.KILLED);
        assertThat(job("test-nightly").lastFailure())
                .isEqualTo(job("test-nightly").last());
    }

    @Test
    void forgetsRunsAfterNinetyDays() {
        start();
        Instant now = clock.instant();
        clock.set(now.minus(Duration.ofDays(91)));
        calendar().run("test-failing", null);
        clock.set(now.minus(Duration.ofDays(89)));
        calendar().run("test-nightly", null);
        clock.set(now);

        calendar().run("calendar-forget-runs", null);

        assertThat(job("test-failing").last()).isNull();
        assertThat(job("test-nightly").last()).isNotNull();
    }

    @Test
    void anErrorIsKeptOnOneLineOfBoundedLength() {
        work = () -> {
            throw new IllegalStateException("line\nline\u001b[31m" + "x".repeat(2_000));
        };
        start();

        calendar().run("test-nightly", null);

        assertThat(job("test-nightly").last().error())
                .startsWith("IllegalStateException: line line [31m")
                .hasSizeLessThanOrEqualTo(501);
    }

    private JobCalendar calendar() {
        return context.getBean(JobCalendar.class);
    }

    private JobCalendar.Job job(String name) {
        return calendar().job(name).orElseThrow();
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
                            .registerSingleton("nightly", new CalendarJob("test-nightly", "0 0 2 * * ?", () -> {
                                nightly.incrementAndGet();
                                work.run();
                            }));
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
}
