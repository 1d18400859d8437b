package io.langsong.health;

import static io.langsong.health.Level.BROKEN;
import static io.langsong.health.Level.FINE;
import static io.langsong.health.Level.UNKNOWN;
import static io.langsong.health.Level.WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.langsong.calendar.JobCalendar.Job;
import io.langsong.calendar.Run;
import io.langsong.calendar.Run.Outcome;
import io.langsong.database.DataDirectory;
import io.langsong.event.EventCounts;
import io.langsong.event.EventReceiver.ClosedPort;
import io.langsong.health.ClockCheck.Synchronised;
import io.langsong.metric.MetricStore.Room;
import io.langsong.outage.MonitoringPath;
import io.langsong.testkit.Peers;
import io.langsong.testkit.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.util.unit.DataSize;

/** What each check thinks of its figures. */
class ChecksTest {
    private static final Instant NOW = Instant.parse("2026-06-05T07:05:30Z");

    @ParameterizedTest(name = "monitoring path {0} -> {1} {2}")
    @CsvSource({
        "NONE,    FINE,  none",
        "ASKING,  FINE,  asking",
        "ANSWERS, FINE,  answers",
        "SILENT,  WATCH, silent",
        "BLIND,   WATCH, blind"
    })
    void monitoringPath(MonitoringPath.State state, Level level, String kind) {
        Instant since = state.compareTo(MonitoringPath.State.ANSWERS) < 0 ? null : NOW;

        Finding finding = ReferenceCheck.judge(
                new MonitoringPath.Look(state, List.of("198.51.100.1", "dns.example:53"), "198.51.100.1", since));

        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.kind()).isEqualTo(kind);
    }

    @ParameterizedTest(name = "active {0}, {1} devices, silent {2} s, late {3} ms, {4} missed -> {5} {6}")
    @CsvSource({
        "true,  166,   2,   12, 0, FINE,    fine",
        "true,  166, 120,   12, 0, FINE,    fine",
        "true,  166, 121,   12, 0, BROKEN,  silent",
        "true,  166,   2, 1000, 0, FINE,    fine",
        "true,  166,   2, 1001, 0, WATCH,   late",
        "true,  166,   2,   12, 3, WATCH,   missed",
        "true,    0, 999,    0, 0, UNKNOWN, nothing",
        "false, 166, 999,    0, 0, FINE,    standby",
    })
    void polling(boolean active, long devices, long silent, long late, long missed, Level level, String kind) {
        Finding finding = PollingCheck.judge(new PollingCheck.Measured(
                active, devices, Duration.ofSeconds(silent), Duration.ofSeconds(30), Duration.ofMillis(late), missed));

        assertThat(finding).extracting(Finding::level, Finding::kind).containsExactly(level, kind);
    }

    @ParameterizedTest(name = "{0} results, {1} turns, {2} dropped, writes {3}, nothing for {4} s -> {5} {6}")
    @CsvSource({
        "0,       0, 0, true,    0, FINE,   fine",
        "1000,  200, 0, true,  300, FINE,   fine",
        "1001,    0, 0, true,    0, WATCH,  results",
        "0,     201, 0, true,    0, WATCH,  turns",
        "65536,   0, 1, true,    0, BROKEN, dropped",
        "0,       1, 0, true,  301, BROKEN, unwritten",
        "0,       0, 0, false,   0, BROKEN, stopped",
    })
    void judgement(long results, long turns, long dropped, boolean writes, long unwritten, Level level, String kind) {
        assertThat(JudgementCheck.judge(
                        new JudgementCheck.Measured(results, turns, dropped, writes, Duration.ofSeconds(unwritten))))
                .extracting(Finding::level, Finding::kind)
                .containsExactly(level, kind);
    }

    @ParameterizedTest(name = "{0} wait, still for {1} s, {2} dropped, {3} rejected -> {4} {5}")
    @CsvSource({
        "0,      0, 0, 0, FINE,   fine",
        "9000, 120, 0, 0, FINE,   fine",
        "9000, 121, 0, 0, WATCH,  away",
        "0,      0, 0, 4, WATCH,  rejected",
        "9000, 600, 7, 0, BROKEN, dropped",
    })
    void metrics(long waiting, long still, long dropped, long rejected, Level level, String kind) {
        assertThat(MetricsCheck.judge(new MetricsCheck.Measured(
                        waiting, Duration.ofSeconds(still), 1_000, dropped, rejected, "away (503)", Optional.empty())))
                .extracting(Finding::level, Finding::kind)
                .containsExactly(level, kind);
    }

    @ParameterizedTest(name = "{0} bytes of 1000, {1} samples gone -> {2} {3}")
    @CsvSource({
        " 900, 0, FINE,  fine",
        "1000, 7, FINE,  shortened",
        "1001, 7, WATCH, crowded",
        "1001, 0, WATCH, crowded",
    })
    void roomOfMetrics(long bytes, long gone, Level level, String kind) {
        Room room = new Room(bytes, 1_000, gone, gone > 0 ? Optional.of(Instant.EPOCH) : Optional.empty());

        assertThat(MetricsCheck.judge(new MetricsCheck.Measured(0, Duration.ZERO, 1_000, 0, 0, "", Optional.of(room))))
                .extracting(Finding::level, Finding::kind)
                .containsExactly(level, kind);
    }

    @ParameterizedTest(name = "recipients {0}, {1} pending for {2} s, {3} failed -> {4} {5}")
    @CsvSource({
        "true,  0,   0, 0, FINE,  fine",
        "true,  1, 300, 0, FINE,  fine",
        "true,  1, 301, 0, WATCH, waiting",
        "true,  0,   0, 2, WATCH, failed",
        "false, 0,   0, 0, WATCH, nobody",
    })
    void messages(boolean recipients, long pending, long oldest, long failed, Level level, String kind) {
        assertThat(MessagesCheck.judge(
                        new MessagesCheck.Measured(recipients, pending, Duration.ofSeconds(oldest), failed, 5)))
                .extracting(Finding::level, Finding::kind)
                .containsExactly(level, kind);
    }

    @Test
    void database() {
        DatabaseCheck.Answer soon = new DatabaseCheck.Answer("18.6", DataSize.ofMegabytes(120), Duration.ofMillis(2));
        DatabaseCheck.Answer late =
                new DatabaseCheck.Answer("18.6", DataSize.ofMegabytes(120), Duration.ofMillis(1001));

        assertThat(DatabaseCheck.judge(soon, "", true, true))
                .isEqualTo(new Finding(
                        "database",
                        FINE,
                        "embedded",
                        List.of("18.6", DataSize.ofMegabytes(120), Duration.ofMillis(2))));
        assertThat(DatabaseCheck.judge(soon, "", false, true).kind()).isEqualTo("external-active");
        assertThat(DatabaseCheck.judge(soon, "", false, false).kind()).isEqualTo("external-standby");
        assertThat(DatabaseCheck.judge(late, "", false, true).level()).isEqualTo(WATCH);
        assertThat(DatabaseCheck.judge(null, "refused", false, true))
                .isEqualTo(new Finding("database", BROKEN, "away", List.of("refused")));
        assertThat(DatabaseCheck.judge(null, "refused", true, true).kind()).isEqualTo("away-embedded");
    }

    @ParameterizedTest(name = "{0} MB free -> {1}")
    @CsvSource({"299, BROKEN", "300, WATCH", "2047, WATCH", "2048, FINE"})
    void disk(long freeMegabytes, Level level) {
        assertThat(DiskCheck.judge(DataSize.ofMegabytes(freeMegabytes), DataSize.ofGigabytes(100), "/var/lib/langsong")
                        .level())
                .isEqualTo(level);
    }

    /** A folder in the place of the file that is written for trial can not be opened for writing, by root neither. */
    @Test
    void aDiskThatTakesNothingIsBrokenHoweverMuchOfItIsFree(@TempDir Path folder) throws IOException {
        DiskCheck check = new DiskCheck(new DataDirectory(folder.toRealPath()));
        assertThat(check.look().orElseThrow().level()).isNotEqualTo(BROKEN);
        assertThat(folder).isEmptyDirectory();

        Path obstacle = Files.createDirectory(folder.resolve(".disk-check"));
        assertThat(check.look().orElseThrow())
                .returns(BROKEN, Finding::level)
                .returns("unwritable", Finding::kind)
                .returns(List.of(folder.toRealPath().toString(), "Is a directory"), Finding::figures);

        Files.delete(obstacle);
        assertThat(check.look().orElseThrow().level()).isNotEqualTo(BROKEN);
    }

    @ParameterizedTest(name = "timesyncd {0}, timedatectl \"{1}\" -> {2}")
    @CsvSource({
        "false, yes, YES",
        "false, no,  NO",
        "true,  no,  NO",
        "true,  '',  YES",
        "false, '',  UNKNOWN",
        "false, System has not been booted with systemd, UNKNOWN",
    })
    void clock(boolean timesyncd, String said, Synchronised synchronised) {
        assertThat(ClockCheck.read(timesyncd, said + "\n")).isEqualTo(synchronised);
    }

    @Test
    void aClockOfWhichNothingIsKnownIsNotCalledRight() {
        assertThat(ClockCheck.judge(Synchronised.YES, NOW).level()).isEqualTo(FINE);
        assertThat(ClockCheck.judge(Synchronised.NO, NOW).level()).isEqualTo(WATCH);
        assertThat(ClockCheck.judge(Synchronised.UNKNOWN, NOW).level()).isEqualTo(UNKNOWN);
    }

    @ParameterizedTest(name = "ends in {0} days -> {1} {2}")
    @CsvSource({"21, FINE, fine", "20, WATCH, soon", "0, BROKEN, expired", "-1, BROKEN, expired"})
    void certificate(int days, Level level, String kind) {
        assertThat(CertificateCheck.judge(NOW.minusSeconds(1), NOW.plus(Duration.ofDays(days)), NOW))
                .extracting(Finding::level, Finding::kind)
                .containsExactly(level, kind);
    }

    @Test
    void aCertificateOfTomorrowIsNotValidToday() {
        assertThat(CertificateCheck.judge(NOW.plusSeconds(1), NOW.plusSeconds(99), NOW)
                        .kind())
                .isEqualTo("early");
    }

    /** A real certificate in real files, as the settings name them. */
    @Test
    void readsTheCertificateOfThePages(@TempDir Path folder) throws Exception {
        Path openssl = Peers.require("openssl", "openssl");
        Process process = new ProcessBuilder(
                        openssl.toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "10",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "cert.pem",
                        "-subj",
                        "/CN=giam-sat")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0)
                .isTrue();
        ServerProperties server = new ServerProperties();
        assertThat(certificateOf(server).look()).as("served without one").isEmpty();

        Ssl ssl = new Ssl();
        ssl.setCertificate(folder.resolve("cert.pem").toUri().toString());
        ssl.setCertificatePrivateKey(folder.resolve("key.pem").toUri().toString());
        server.setSsl(ssl);

        Finding finding = certificateOf(server).look().orElseThrow();
        assertThat(finding.kind()).isEqualTo("soon");
        assertThat((Duration) finding.figures().get(1)).isBetween(Duration.ofDays(9), Duration.ofDays(10));
    }

    private static CertificateCheck certificateOf(ServerProperties server) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("server", server);
        return new CertificateCheck(
                beans.getBeanProvider(ServerProperties.class),
                beans.getBeanProvider(SslBundles.class),
                Clock.systemUTC());
    }

    @Test
    void jobs() {
        assertThat(JobsCheck.judge(List.of(job("a", null), job("b", Outcome.DONE), job("c", Outcome.KILLED)))
                        .level())
                .isEqualTo(FINE);
        assertThat(JobsCheck.judge(List.of(job("a", Outcome.FAILED), job("b", Outcome.DONE), job("c", Outcome.FAILED))))
                .isEqualTo(new Finding("jobs", WATCH, "failed", List.of(2L, "a, c")));
    }

    private static Job job(String name, @Nullable Outcome last) {
        return new Job(
                name,
                "0 0 3 * * ?",
                false,
                last == null ? null : new Run(name, NOW, Duration.ofSeconds(1), last, null, null),
                null,
                null);
    }

    @Test
    void growthIsThatOfTheLastTenMinutes() {
        Growth growth = new Growth();

        assertThat(growth.seen(100, NOW)).as("what was before").isZero();
        assertThat(growth.seen(103, NOW.plusSeconds(300))).isEqualTo(3);
        assertThat(growth.seen(103, NOW.plusSeconds(600))).isEqualTo(3);
        assertThat(growth.seen(103, NOW.plusSeconds(601))).isZero();
        assertThat(growth.seen(2, NOW.plusSeconds(620))).as("began anew").isZero();
        assertThat(growth.seen(5, NOW.plusSeconds(630))).isEqualTo(3);
        assertThat(growth.seen(6, NOW.plusSeconds(1))).as("clock set back").isZero();
    }

    @ParameterizedTest(name = "open {0}, closed {1}, {2} limited, {3} missed -> {4} {5}")
    @CsvSource({
        "true,  false, 0, 0, FINE,  fine",
        "false, false, 0, 0, FINE,  off",
        "true,  true,  0, 0, WATCH, closed",
        "true,  false, 7, 0, WATCH, limited",
        "true,  false, 7, 1, WATCH, dropped",
    })
    void events(boolean open, boolean closed, long limited, long missed, Level level, String kind) {
        Finding finding = EventsCheck.judge(new EventsCheck.Measured(
                open,
                closed
                        ? List.of(new ClosedPort("langsong.event.trap-port", 1162, "Address already in use"))
                        : List.of(),
                limited,
                missed,
                new EventCounts(10, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0)));

        assertThat(finding).extracting(Finding::level, Finding::kind).containsExactly(level, kind);
    }

    /** Each would wait for it as long as for a page, and the news with them. */
    @Test
    void whoCanTellNothingWithoutTheDatabaseIsNotAskedWhileItIsAway() {
        HealthCheck waits = new HealthCheck() {
            @Override
            public String name() {
                return "jobs";
            }

            @Override
            public boolean asksDatabase() {
                return true;
            }

            @Override
            public Optional<Finding> look() {
                throw new AssertionError("asked");
            }
        };
        HealthChecks checks = new HealthChecks(
                List.of(
                        waits,
                        check("disk", () -> Finding.of("disk", FINE, "fine")),
                        check("database", () -> Finding.of("database", BROKEN, "away", "refused"))),
                looked -> {},
                new TestClock(NOW));

        checks.look();

        assertThat(checks.looked().findings())
                .extracting(Finding::check, Finding::level)
                .containsExactly(tuple("database", BROKEN), tuple("jobs", UNKNOWN), tuple("disk", FINE));
    }

    @Test
    void showsTheWorstFirstAndWhatCouldNotBeLookedAt() {
        List<HealthChecks.Looked> heard = new ArrayList<>();
        HealthChecks checks = new HealthChecks(
                List.of(
                        check("fine", () -> Finding.of("fine", FINE, "fine")),
                        check("watch", () -> Finding.of("watch", WATCH, "late", 3L)),
                        check("dead", () -> {
                            throw new IllegalStateException("no answer");
                        }),
                        check("broken", () -> Finding.of("broken", BROKEN, "full"))),
                heard::add,
                new TestClock(NOW));
        assertThat(checks.looked().findings()).isEmpty();
        assertThat(HealthConfiguration.health(checks.looked(), "fine").getStatus())
                .isEqualTo(Status.UNKNOWN);

        checks.look();

        assertThat(checks.looked().at()).isEqualTo(NOW);
        assertThat(heard).containsExactly(checks.looked());
        assertThat(checks.looked().findings())
                .extracting(Finding::check)
                .containsExactly("broken", "watch", "dead", "fine");
        assertThat(checks.looked().of("dead")).contains(Finding.of("dead", UNKNOWN, "not-looked", "no answer"));
        assertThat(List.of("fine", "watch", "broken", "dead"))
                .extracting(name ->
                        HealthConfiguration.health(checks.looked(), name).getStatus())
                .containsExactly(Status.UP, Status.UP, Status.DOWN, Status.UNKNOWN);
        assertThat(List.of("fine", "watch", "broken", "dead"))
                .extracting(name -> HealthConfiguration.number(checks.looked(), name))
                .containsExactly(0.0, 1.0, 2.0, Double.NaN);
    }

    private static HealthCheck check(String name, Supplier<Finding> found) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Finding> look() {
                return Optional.of(found.get());
            }
        };
    }

    /** Read from the sources: whoever adds a kind of finding is told of the words that are missing. */
    @Test
    void everyFindingHasWordsAndARemedyWhenItIsNotFine() throws IOException {
        Pattern found = Pattern.compile("Finding\\.of\\(\\s*NAME,\\s*Level\\.(\\w+),\\s*([^)]*?\"[^)]*)");
        Pattern name = Pattern.compile("String NAME = \"([a-z]+)\"");
        Properties vietnamese = words("/messages/health.properties");
        Properties english = words("/messages/health_en.properties");
        List<String> keys = new ArrayList<>(List.of(
                "health.database.embedded", "health.database.external-active", "health.database.external-standby"));
        try (var files = Files.list(Path.of("src/main/java/io/langsong/health"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Check.java")).toList()) {
                String source = Files.readString(file);
                Matcher named = name.matcher(source);
                Matcher finding = found.matcher(source);
                while (named.find()) {
                    keys.add("health." + named.group(1));
                    while (finding.find()) {
                        Matcher kind = Pattern.compile("\"([a-z-]+)\"").matcher(finding.group(2));
                        while (kind.find()) {
                            String key = "health." + named.group(1) + "." + kind.group(1);
                            keys.add(key);
                            if (!finding.group(1).equals("FINE")) {
                                keys.add(key + ".do");
                            }
                        }
                    }
                }
            }
        }

        assertThat(keys).hasSizeGreaterThan(50);
        assertThat(vietnamese.stringPropertyNames()).containsAll(keys);
        assertThat(english.stringPropertyNames()).containsAll(keys);
        for (Level level : Level.values()) {
            assertThat(english).containsKey("health.level." + level.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Properties words(String file) throws IOException {
        Properties words = new Properties();
        try (InputStream in = ChecksTest.class.getResourceAsStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            words.load(reader);
        }
        return words;
    }
}
