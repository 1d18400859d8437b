package io.langsong.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.database.DatabaseStartException;
import io.langsong.inventory.TestInventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.notification.Post;
import io.langsong.secret.LateSecretBox;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.mock.env.MockEnvironment;

/** Everything comes back as it was, or nothing is touched; and nobody is told old news. */
class BackupTest {
    private static final String PASSPHRASE = "mật khẩu của bản sao lưu";
    private static final Instant NOW = Instant.parse("2026-11-30T17:00:00Z");

    private static final byte[] IMAGE = "an image of firmware".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final String IMAGE_SHA256 = sha256(IMAGE);

    private final TestClock clock = new TestClock(NOW);
    private final PGSimpleDataSource source = TestDatabase.unpooled();

    @TempDir
    private Path folder;

    private Path file;

    /** What differs by a restore. */
    private static final Set<String> OF_THE_RESTORE =
            Set.of("flyway_schema_history", "backup_restore", "database_epoch");

    @BeforeEach
    void name() {
        file = folder.resolve("langsong.zip");
    }

    private static MockEnvironment environment(PGSimpleDataSource database, Path data) {
        return new MockEnvironment()
                .withProperty("spring.datasource.url", database.getURL())
                .withProperty("spring.datasource.username", database.getUser())
                .withProperty("spring.datasource.password", database.getPassword())
                .withProperty("langsong.data-dir", data.toString());
    }

    private Path data(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private NewBackup.Made backUp(@Nullable String passphrase) throws IOException, SQLException {
        return NewBackup.make(environment(source, data("source")), file, passphrase, clock, "1.0", BackupProgress.NONE);
    }

    private Restore restore(PGSimpleDataSource target, Restore.Asked asked) throws IOException {
        return new Restore(environment(target, data("target")), asked, clock, "1.0", BackupProgress.NONE);
    }

    private Restore.Asked asked(@Nullable String passphrase) {
        return new Restore.Asked(file, passphrase, null, false, false, "hoa");
    }

    /** Rows of all kinds, secrets among them, and files that people wrote. */
    private void fill() throws IOException {
        JdbcClient jdbc = JdbcClient.create(source);
        village(source, "man", "Thôn \"Mận\" \\ 2");
        Post post = Post.on(source, clock);
        post.people.add("hoa", "Chị Hoa", io.langsong.access.Role.ADMIN, "mat khau rat dai day");
        for (int i = 0; i < 50; i++) {
            post.outbox.post(
                    new io.langsong.notification.Message("key-" + i, "Tin " + i, "Nội dung\n" + i, Map.of("n", i)));
        }
        jdbc.sql("CREATE TABLE IF NOT EXISTS outage_probe_of_test (id bigint)").update();
        jdbc.sql("DROP TABLE outage_probe_of_test").update();
        Files.createDirectories(data("source").resolve("profiles/rieng"));
        Files.writeString(data("source").resolve("profiles/rieng/ap.yaml"), "name: ap\n");
        Files.createDirectories(data("source").resolve("firmware"));
        Files.write(data("source").resolve("firmware").resolve(IMAGE_SHA256), IMAGE);
        Files.writeString(data("source").resolve("firmware/half.part"), "half");
        box(data("source"));
    }

    private static String sha256(byte[] content) {
        MessageDigest sha256 = RowsDigest.sha256();
        sha256.update(content);
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void village(PGSimpleDataSource database, String id, String name) throws IOException {
        TestInventory.started(database, data("inventory-" + id))
                .apply(List.of(new Village(new VillageId(id), name, 1, 320, null, null)));
    }

    private static LateSecretBox box(Path data) {
        LateSecretBox late = new LateSecretBox(
                new MockEnvironment().withProperty("langsong.data-dir", data.toString()), () -> false);
        late.open();
        return late;
    }

    /** What stands in each table, whatever the order. */
    private static Map<String, String> contents(PGSimpleDataSource database) throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        // One connection for all of the tables.
        try (Connection connection = database.getConnection()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            for (String table : jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                    .query(String.class)
                    .list()) {
                if (!OF_THE_RESTORE.contains(table)) {
                    contents.put(
                            table,
                            jdbc.sql(
                                            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \""
                                                    + table + "\" t")
                                    .query(String.class)
                                    .single());
                }
            }
        }
        return contents;
    }

    @Test
    void everythingComesBackAsItWas() throws Exception {
        fill();
        Map<String, String> before = contents(source);
        byte[] sealed = box(data("source")).open().seal("công khai?", "test");

        NewBackup.Made made = backUp(PASSPHRASE);
        PGSimpleDataSource target = TestDatabase.empty();
        Restore.Done done = restore(target, asked(PASSPHRASE)).run();

        assertThat(made.secrets()).isEqualTo(NewBackup.Secrets.SEALED);
        assertThat(before).hasSizeGreaterThan(50);
        assertThat(contents(target)).isEqualTo(before);
        assertThat(done.keyMissing()).isFalse();
        assertThat(folder.resolve("target/profiles/rieng/ap.yaml")).hasContent("name: ap");
        assertThat(folder.resolve("target/firmware"))
                .isDirectoryContaining(one -> one.getFileName().toString().equals(IMAGE_SHA256))
                .isDirectoryNotContaining("glob:**.part");
        assertThat(folder.resolve("target/firmware").resolve(IMAGE_SHA256)).hasBinaryContent(IMAGE);
        assertThat(box(data("target")).open().open(sealed, "test")).isEqualTo("công khai?");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain(
                        Files.readString(data("source").resolve("secret.key")).strip());
        // Numbers go on where they were.
        assertThat(JdbcClient.create(target)
                        .sql("SELECT nextval(pg_get_serial_sequence('notification_message', 'id'))")
                        .query(Long.class)
                        .single())
                .isEqualTo(51);
    }

    /** Two tables that are always changed together. */
    @Test
    void itIsOneInstantWhileOthersWrite() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("CREATE TABLE a_first (n bigint)").update();
        jdbc.sql("CREATE TABLE z_last (n bigint)").update();
        CountDownLatch begun = new CountDownLatch(200);
        Thread writer = new Thread(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    statement.execute("INSERT INTO z_last VALUES (" + i + ")");
                    statement.execute("INSERT INTO a_first VALUES (" + i + ")");
                    connection.commit();
                    begun.countDown();
                }
            } catch (SQLException ended) {
                Thread.currentThread().interrupt();
            }
        });
        writer.start();
        begun.await();
        try {
            backUp(null);
        } finally {
            writer.interrupt();
            writer.join();
        }
        Manifest manifest = BackupFile.manifest(file).orElseThrow();
        Map<String, Long> rows = new TreeMap<>();
        manifest.tables().forEach(table -> rows.put(table.name(), table.rows()));
        assertThat(rows.get("a_first")).isGreaterThanOrEqualTo(200).isEqualTo(rows.get("z_last"));
    }

    @Test
    void aFileThatWasChangedAnywhereIsRefusedAndNothingIsTouched() throws Exception {
        fill();
        backUp(PASSPHRASE);
        byte[] whole = Files.readAllBytes(file);
        PGSimpleDataSource target = TestDatabase.empty();
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            assertThatThrownBy(() -> restore(target, asked(PASSPHRASE)).run()).isInstanceOf(BackupRefused.class);
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> restore(target, asked(PASSPHRASE)).run())
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("damaged");
        Files.writeString(file, "no backup at all, whatever its name says. ".repeat(20));
        assertThatThrownBy(() -> restore(target, asked(PASSPHRASE)).run()).isInstanceOf(BackupRefused.class);
        assertThat(contents(target)).isEmpty();
        assertThat(folder.resolve("target/secret.key")).doesNotExist();
    }

    @Test
    void withoutTheKeyTheSecretsAreMissedBeforeAnythingIsTouched() throws Exception {
        fill();
        assertThat(backUp(null).secrets()).isEqualTo(NewBackup.Secrets.KEY_MISSING);
        PGSimpleDataSource target = TestDatabase.empty();

        assertThatThrownBy(() -> restore(target, asked(null)).run())
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("--key");
        assertThat(contents(target)).isEmpty();

        Path key = data("source").resolve("secret.key");
        assertThat(restore(target, new Restore.Asked(file, null, key, false, false, "hoa"))
                        .run()
                        .keyMissing())
                .isFalse();
    }

    @Test
    void aKeyOfTheEnvironmentIsNotWrittenToTheDisk() throws Exception {
        fill();
        backUp(PASSPHRASE);
        PGSimpleDataSource target = TestDatabase.empty();
        MockEnvironment environment = environment(target, data("target"))
                .withProperty(
                        "langsong.secret-key",
                        Files.readString(data("source").resolve("secret.key")).strip());

        Restore.Done done = new Restore(environment, asked(PASSPHRASE), clock, "1.0", BackupProgress.NONE).run();

        assertThat(done.keyMissing()).isFalse();
        assertThat(folder.resolve("target/secret.key")).doesNotExist();
    }

    @Test
    void anotherPassphraseIsRefused() throws Exception {
        fill();
        backUp(PASSPHRASE);
        PGSimpleDataSource target = TestDatabase.empty();

        assertThatThrownBy(
                        () -> restore(target, asked("another long passphrase")).run())
                .isInstanceOf(BackupRefused.class);
        assertThat(contents(target)).isEmpty();
        assertThatThrownBy(() -> NewBackup.make(
                        environment(source, data("source")),
                        folder.resolve("b.zip"),
                        "short",
                        clock,
                        "1",
                        BackupProgress.NONE))
                .isInstanceOf(BackupRefused.class);
    }

    @Test
    void whatIsThereIsKeptUnlessSomebodySaysSo() throws Exception {
        fill();
        backUp(PASSPHRASE);
        PGSimpleDataSource target = TestDatabase.unpooled();
        village(target, "cu", "Thôn cũ");
        Map<String, String> there = contents(target);

        assertThatThrownBy(() -> restore(target, asked(PASSPHRASE)).run())
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("--replace");
        assertThat(contents(target)).isEqualTo(there);

        Restore.Done done = restore(target, new Restore.Asked(file, PASSPHRASE, null, false, true, "hoa"))
                .run();

        assertThat(contents(target)).isEqualTo(contents(source));
        // What was there went into a backup of its own.
        PGSimpleDataSource back = TestDatabase.empty();
        restore(back, new Restore.Asked(done.aside(), null, null, true, false, "hoa"))
                .run();
        assertThat(contents(back)).isEqualTo(there);
        assertThatThrownBy(() -> backUp(null)).isInstanceOf(BackupRefused.class).hasMessageContaining(file.toString());
    }

    @Test
    void anEarlierProgramRefusesWhatALaterOneMade() throws Exception {
        JdbcClient.create(source)
                .sql(
                        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                                + " installed_by, execution_time, success) VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)")
                .update();
        backUp(null);
        PGSimpleDataSource target = TestDatabase.empty();

        assertThatThrownBy(() -> restore(target, asked(null)).run())
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("9999");
        assertThatThrownBy(() -> guard(source).migrate(flyway(source)))
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContaining("9999");
    }

    private static Flyway flyway(PGSimpleDataSource database) {
        return Flyway.configure().dataSource(database).outOfOrder(true).load();
    }

    private UpgradeGuard guard(PGSimpleDataSource database) throws IOException {
        return new UpgradeGuard(backups(database), true);
    }

    private ServerBackups backups(PGSimpleDataSource database) throws IOException {
        return new ServerBackups(
                database,
                io.langsong.database.DataDirectory.at(data("source")),
                environment(database, data("source")),
                BackupProperties.of(environment(database, data("source"))),
                new BackupWriter(clock, "1.0"),
                clock);
    }

    /** The newest step undone, as it was with the version before. */
    @Test
    void aBackupComesBeforeTheTablesTakeANewForm() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("DROP TABLE health_trouble").update();
        jdbc.sql("DELETE FROM flyway_schema_history WHERE version = '265'").update();

        guard(source).migrate(flyway(source));

        assertThat(jdbc.sql("SELECT count(*) FROM health_trouble")
                        .query(Long.class)
                        .single())
                .isZero();
        List<ServerBackups.Backup> made = backups(source).list();
        assertThat(made).hasSize(1);
        assertThat(made.get(0).name()).startsWith("before-upgrade-");
        assertThat(BackupFile.manifest(backups(source).file(made.get(0).name()).orElseThrow())
                        .orElseThrow())
                .as("the version before can read it")
                .returns(1, Manifest::format)
                .satisfies(manifest -> assertThat(manifest.files())
                        .noneMatch(stored -> stored.path().contains(IMAGE_SHA256)));
        // Back to the form from before, with this program going on from there.
        PGSimpleDataSource target = TestDatabase.empty();
        Path before = backups(source).file(made.get(0).name()).orElseThrow();
        restore(target, new Restore.Asked(before, null, null, true, false, "hoa"))
                .run();
        assertThat(JdbcClient.create(target)
                        .sql("SELECT count(*) FROM health_trouble")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** A supervisor starts it again and again, and only a few backups are kept: the one of the old form must be among them. */
    @Test
    void anUpgradeThatIsCutOffKeepsTheBackupItBeganWith() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("DROP TABLE backup_restore").update();
        jdbc.sql("DELETE FROM flyway_schema_history WHERE version IN ('256', '265')")
                .update();
        Path half = Files.createDirectories(data("source").resolve("backups"))
                .resolve("before-upgrade-20260101T000000Z.zip.part");
        Files.writeString(half, "what a kill left");
        for (int attempt = 0; attempt < 4; attempt++) {
            // The first step is taken, the second finds its table there and fails.
            assertThatThrownBy(() -> guard(source).migrate(flyway(source))).isInstanceOf(FlywayException.class);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(half).doesNotExist();
        List<ServerBackups.Backup> made = backups(source).list();
        assertThat(made).hasSize(1);
        assertThat(BackupFile.manifest(backups(source).file(made.get(0).name()).orElseThrow())
                        .orElseThrow()
                        .tables())
                .extracting(Manifest.Table::name)
                .doesNotContain("backup_restore");

        jdbc.sql("DROP TABLE health_trouble").update();
        guard(source).migrate(flyway(source));
        assertThat(backups(source).list()).isEqualTo(made);

        // The next upgrade has one of its own.
        jdbc.sql("DROP TABLE health_trouble").update();
        jdbc.sql("DELETE FROM flyway_schema_history WHERE version = '265'").update();
        guard(source).migrate(flyway(source));
        assertThat(backups(source).list()).hasSize(2);
    }

    @Test
    void whatWasUnderWayWaitsForAPersonAndNoServerOfBeforeTakesItForItsOwn() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("INSERT INTO provisioning_rollout (state, reason, by_whom, at, stop_after)"
                        + " VALUES ('running', 'x', 'hoa', now(), 1), ('finished', 'x', 'hoa', now(), 1)")
                .update();
        jdbc.sql("INSERT INTO firmware_image (sha256, name, family, octets, version, boards, described, by_whom, at)"
                        + " VALUES (repeat('a', 64), 'x', 'openwrt', 1, '1', ARRAY['x'], true, 'hoa', now())")
                .update();
        jdbc.sql("INSERT INTO firmware_upgrade (image, state, reason, by_whom, at, stop_after, at_once)"
                        + " VALUES (repeat('a', 64), 'running', 'x', 'hoa', now(), 1, 1)")
                .update();
        jdbc.sql("UPDATE database_epoch SET epoch = 7").update();
        backUp(null);
        PGSimpleDataSource target = TestDatabase.empty();

        restore(target, asked(null)).run();

        JdbcClient restored = JdbcClient.create(target);
        assertThat(restored.sql("SELECT state FROM provisioning_rollout ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("paused", "finished");
        assertThat(restored.sql("SELECT state FROM firmware_upgrade")
                        .query(String.class)
                        .list())
                .containsExactly("paused");
        assertThat(restored.sql("SELECT epoch FROM database_epoch")
                        .query(Long.class)
                        .single())
                .isGreaterThan(1_000_000);
    }

    @Test
    void aStormThatWentOnTellsItsNextListHalfAnHourAfterTheRestore() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        for (int serial = 1; serial <= 2; serial++) {
            jdbc.sql("""
                            INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state,
                              alarmed_at, guess, version)
                            VALUES (2026, :serial, 'device:core', 'critical', '{}', now() - interval '3 days',
                              now() - interval '3 days', 'open', now() - interval '3 days', 'UNKNOWN', 1)
                            """).param("serial", serial).update();
        }
        jdbc.sql("""
                        INSERT INTO incident_storm (incident, begun_by, begun_at, digests, told_down, told_at, next_digest_at,
                          ended_by, ended_at)
                        SELECT id, 'hoa', began_at, 1, '{}', began_at, began_at + interval '30 minutes',
                          CASE WHEN serial = 1 THEN 'hoa' END, CASE WHEN serial = 1 THEN began_at + interval '1 hour' END
                        FROM incident_record ORDER BY serial
                        """).update();
        backUp(null);
        PGSimpleDataSource target = TestDatabase.empty();

        restore(target, asked(null)).run();

        assertThat(JdbcClient.create(target)
                        .sql(
                                "SELECT next_digest_at BETWEEN now() + interval '20 minutes' AND now() + interval '30 minutes'"
                                        + " FROM incident_storm ORDER BY id")
                        .query(Boolean.class)
                        .list())
                .as("one that was over, one that was not")
                .containsExactly(false, true);
    }

    @Test
    void codesOfClientsAreInNoBackup() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("INSERT INTO agent_day (day, key) VALUES (current_date, 'sealed')")
                .update();
        backUp(null);
        PGSimpleDataSource target = TestDatabase.empty();

        restore(target, asked(null)).run();

        assertThat(JdbcClient.create(target)
                        .sql("SELECT count(*) FROM agent_day")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** As of a database whose disk is full. */
    @Test
    void whoeverEmptiedADatabaseSaysSoAndWhereItsContentIs() throws Exception {
        fill();
        backUp(PASSPHRASE);
        PGSimpleDataSource target = TestDatabase.unpooled();
        village(target, "cu", "Thôn cũ");
        Map<String, String> there = contents(target);
        Restore.Asked replacing = new Restore.Asked(file, PASSPHRASE, null, false, true, "hoa");
        Restore failing =
                new Restore(environment(target, data("target")), replacing, clock, "1.0", (step, name, done, of) -> {
                    if (step == BackupProgress.Step.COMPARE) {
                        throw new IllegalStateException("the disk is full");
                    }
                });

        assertThatThrownBy(failing::run)
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("emptied")
                .hasMessageContaining("before-restore-");
        Restore.Done done = restore(target, replacing).run();

        PGSimpleDataSource back = TestDatabase.empty();
        restore(back, new Restore.Asked(done.aside(), null, null, true, false, "hoa"))
                .run();
        assertThat(contents(back)).isEqualTo(there);
    }

    @Test
    void oldNewsIsNotSentAgain() throws Exception {
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("INSERT INTO notification_message (key, subject, text, facts, severity, words, created_at)"
                        + " VALUES ('alt', 'x', 'x', '{}', 'critical', '{}', now() - interval '1 day')")
                .update();
        jdbc.sql(
                        "INSERT INTO notification_delivery (id, message, channel, recipient, state, next_at)"
                                + " SELECT gen_random_uuid(), id, 'email', 'a@xa.example', 'queued', now() FROM notification_message")
                .update();
        backUp(null);
        PGSimpleDataSource target = TestDatabase.empty();

        restore(target, asked(null)).run();

        assertThat(JdbcClient.create(target)
                        .sql("SELECT state FROM notification_delivery")
                        .query(String.class)
                        .list())
                .containsExactly("failed");
    }

    /** Another process restores, and is killed at any moment: the target is whole, or bears the mark with which no server starts. */
    @Test
    void aRestoreThatIsKilledLeavesNothingHalfThatAServerWouldTake() throws Exception {
        fill();
        backUp(PASSPHRASE);
        Map<String, String> whole = contents(source);
        Random random = new Random();
        PGSimpleDataSource target = TestDatabase.empty();
        for (int round = 0; round < 4; round++) {
            killed(target, 200 + random.nextInt(2_500));
            boolean unfinished;
            try (Connection connection = target.getConnection()) {
                unfinished = RestoreLoad.isUnfinished(new Catalogue(connection));
            }
            Map<String, String> there = contents(target);
            if (unfinished) {
                assertThatThrownBy(() -> guard(target).migrate(flyway(target)))
                        .isInstanceOf(DatabaseStartException.class)
                        .hasMessageContaining("cut off");
            } else if (!there.isEmpty()) {
                assertThat(there).isEqualTo(whole);
                break;
            }
        }
        if (!contents(target).equals(whole)) {
            restore(target, asked(PASSPHRASE)).run();
        }
        assertThat(contents(target)).isEqualTo(whole);
    }

    private void killed(PGSimpleDataSource target, long afterMillis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BackupTest.class.getName(),
                                target.getURL(),
                                target.getUser(),
                                target.getPassword(),
                                data("target").toString(),
                                file.toString())
                        .toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("begun");
            process.waitFor(afterMillis, java.util.concurrent.TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The other process. */
    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource target = new PGSimpleDataSource();
        target.setUrl(arguments[0]);
        target.setUser(arguments[1]);
        target.setPassword(arguments[2]);
        System.out.println("begun");
        new Restore(
                        environment(target, Path.of(arguments[3])),
                        new Restore.Asked(Path.of(arguments[4]), PASSPHRASE, null, false, false, "hoa"),
                        Clock.systemUTC(),
                        "1.0",
                        BackupProgress.NONE)
                .run();
    }

    @Test
    void theNewestOfEachDayAndWeekIsKept() {
        Retention retention = new Retention(7, 4, ZoneId.of("Asia/Ho_Chi_Minh"));
        List<Instant> made = Stream.iterate(NOW, at -> at.minus(Duration.ofHours(12)))
                .limit(120)
                .toList();

        assertThat(retention.kept(made))
                .hasSize(9)
                .contains(NOW)
                .allMatch(at -> at.isAfter(NOW.minus(Duration.ofDays(28))));
        assertThat(retention.kept(List.of())).isEmpty();
    }
}
