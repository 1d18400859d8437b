package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresTest {
    /** As the first start leaves it; to make one is what takes the time. */
    @TempDir
    static Path made;

    @TempDir
    Path data;

    private final List<EmbeddedPostgres> started = new ArrayList<>();

    @BeforeAll
    static void make() {
        try (EmbeddedPostgres first = TestPostgres.safe(made).start()) {
            assertThat(first.adopted()).isFalse();
        }
    }

    @BeforeEach
    void copy() throws Exception {
        Process copying = new ProcessBuilder("cp", "-a", made + "/.", data.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        started.forEach(EmbeddedPostgres::close);
    }

    @Test
    void keepsWhatWasWrittenBetweenTwoStarts() {
        EmbeddedPostgres first = start();
        client(first).sql("CREATE TABLE kept AS SELECT 'Thôn Mán' AS name").update();
        first.close();

        EmbeddedPostgres second = start();

        assertThat(client(second)
                        .sql("SELECT name FROM kept")
                        .query(String.class)
                        .single())
                .isEqualTo("Thôn Mán");
        assertThat(second.adopted()).isFalse();
    }

    @Test
    void isSafeAgainstAPowerCutAndOpenToNobodyElse() throws IOException {
        EmbeddedPostgres postgres = start();

        assertThat(List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums"))
                .allSatisfy(name -> assertThat(setting(postgres, name)).isEqualTo("on"));
        assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
        assertThat(client(postgres)
                        .sql("SELECT upper('đường')")
                        .query(String.class)
                        .single())
                .isEqualTo("ĐƯỜNG");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("postgres/data/langsong.password"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> JdbcClient.create(
                                new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), "wrong"))
                        .sql("SELECT 1")
                        .query()
                        .singleValue())
                .hasStackTraceContaining("password authentication failed");
    }

    @Test
    void hasASessionOfItsOwnSoThatCtrlCReachesOnlyUs() throws IOException {
        EmbeddedPostgres postgres = start();

        String[] fields = Files.readString(Path.of("/proc", String.valueOf(postgres.pid()), "stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ");

        assertThat(fields[3]).as("session").isEqualTo(String.valueOf(postgres.pid()));
    }

    @Test
    void adoptsThePostmasterOfAKilledServerWithEveryAcknowledgedRow() throws Exception {
        try (PostgresChild child = PostgresChild.start("rows", data)) {
            long postmaster = Long.parseLong(child.awaitWord("ready"));
            int acknowledged = child.killAndReadLastRow(200);

            EmbeddedPostgres next = start();

            assertThat(next.adopted()).isTrue();
            assertThat(next.pid()).isEqualTo(postmaster);
            assertHasRows(next, acknowledged);
            next.close();
            await().until(() -> !alive(postmaster));
        }
    }

    @Test
    void recoversWhenServerAndPostmasterWereKilledTogether() throws Exception {
        try (PostgresChild child = PostgresChild.start("rows", data)) {
            long postmaster = Long.parseLong(child.awaitWord("ready"));
            int acknowledged = child.killAndReadLastRow(200);
            kill(postmaster);

            EmbeddedPostgres next = start();

            assertThat(next.adopted()).isFalse();
            assertHasRows(next, acknowledged);
        }
    }

    @Test
    void startsAPostmasterThatDiedAgainOnTheSamePort() {
        EmbeddedPostgres postgres = start();
        client(postgres).sql("CREATE TABLE kept AS SELECT 1 AS n").update();
        long killed = postgres.pid();

        kill(killed);

        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(client(postgres)
                            .sql("SELECT n FROM kept")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
            assertThat(postgres.pid()).isNotEqualTo(killed);
        });
    }

    @Test
    void ignoresAPidFileThatAPowerCutLeftAndWhoseNumberIsNowOurs() throws IOException {
        start().close();
        Files.writeString(
                data.resolve("postgres/data/postmaster.pid"),
                "%d\n%s\n1790000000\n5432\n\n127.0.0.1\n  1  1\nready   \n"
                        .formatted(ProcessHandle.current().pid(), data.resolve("postgres/data")));

        assertThat(start().adopted()).isFalse();
    }

    @Test
    void refusesADirectoryThatAnotherServerHas() throws IOException {
        try (PostgresChild child = PostgresChild.start("wait", data)) {
            child.awaitWord("ready");

            assertThatThrownBy(this::start)
                    .isInstanceOf(DatabaseStartException.class)
                    .hasMessageContainingAll(
                            data.toRealPath().toString(), "process " + child.pid(), "LANGSONG_DATA_DIR");
        }
        assertThat(start().adopted()).isFalse();
    }

    @Test
    void refusesASecondServerInTheSameProcessAndTheFirstKeepsItsLock() throws IOException {
        start();

        assertThatThrownBy(this::start).hasMessageContaining("in use");
        try (PostgresChild child = PostgresChild.start("wait", data)) {
            assertThat(child.awaitWord("refused"))
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        start().close();
        Files.writeString(data.resolve("postgres/data/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start).hasMessageContainingAll("PostgreSQL 17", "brings PostgreSQL 18", "backup");
    }

    @Test
    void refusesDataWithoutItsPassword() throws IOException {
        start().close();
        Files.delete(data.resolve("postgres/data/langsong.password"));

        assertThatThrownBy(this::start).hasMessageContaining("langsong.password");
    }

    @Test
    void saysWhatPostgresSaysWhenItDoesNotStart() throws IOException {
        start().close();
        Files.writeString(data.resolve("postgres/data/local.conf"), "shared_buffers = 'a lot'\n");

        assertThatThrownBy(this::start).hasMessageContaining("shared_buffers");
    }

    @Test
    void beginsAnewWhereAKillInterruptedTheMaking(@TempDir Path empty) throws IOException {
        Files.createDirectories(empty.resolve("postgres/making-1/base"));
        Files.createDirectories(empty.resolve("postgres/unpacking-1/bin"));

        started.add(TestPostgres.safe(empty).start());

        assertThat(empty.resolve("postgres/making-1")).doesNotExist();
        assertThat(empty.resolve("postgres/unpacking-1")).doesNotExist();
    }

    @Test
    void runsAsAnUnprivilegedUserWhereRootMayNotHaveANamespace(@TempDir Path other) throws IOException {
        assumeTrue(root(), "needs root");
        letThrough(other);
        Path directory = other.resolve("data");
        EmbeddedPostgres asNobody = new EmbeddedPostgres(
                DataDirectory.at(directory), TestPostgres.options("nobody", Optional.empty(), Map.of()));
        started.add(asNobody.start());
        client(asNobody).sql("CREATE TABLE kept AS SELECT 1 AS n").update();

        assertThat(Files.getAttribute(Path.of("/proc", String.valueOf(asNobody.pid())), "unix:uid"))
                .isNotEqualTo(0);
        asNobody.close();

        EmbeddedPostgres asRoot = TestPostgres.safe(directory);
        started.add(asRoot.start());
        assertThat(client(asRoot).sql("SELECT n FROM kept").query(Integer.class).single())
                .isEqualTo(1);
    }

    @Test
    void runsForAnOrdinaryUserWithNothingButTheJar(@TempDir Path other) throws IOException {
        assumeTrue(root(), "needs root to become an ordinary user");
        letThrough(other);
        Path directory = Files.createDirectory(other.resolve("data"));
        Files.setAttribute(directory, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        try (PostgresChild child = PostgresChild.startAsNobody(other, "wait", directory)) {
            long postmaster = Long.parseLong(child.awaitWord("ready"));
            child.close();
            child.awaitWord("closed");
            await().until(() -> !alive(postmaster));
        }
        Path foreign = Files.createDirectory(other.resolve("foreign"));
        try (PostgresChild child = PostgresChild.startAsNobody(other, "wait", foreign)) {
            assertThat(child.awaitWord("refused")).contains(foreign.toString(), "not writable", "LANGSONG_DATA_DIR");
        }
    }

    private EmbeddedPostgres start() {
        EmbeddedPostgres postgres = TestPostgres.safe(data);
        started.add(postgres);
        return postgres.start();
    }

    private static void assertHasRows(EmbeddedPostgres postgres, int acknowledged) {
        assertThat(client(postgres)
                        .sql("SELECT number FROM row ORDER BY 1")
                        .query(Integer.class)
                        .list())
                .startsWith(IntStream.rangeClosed(1, acknowledged).boxed().toArray(Integer[]::new))
                .hasSizeLessThanOrEqualTo(acknowledged + 1);
    }

    private static JdbcClient client(EmbeddedPostgres postgres) {
        return JdbcClient.create(new DriverManagerDataSource(postgres.jdbcUrl(), postgres.user(), postgres.password()));
    }

    private static String setting(EmbeddedPostgres postgres, String name) {
        return client(postgres).sql("SHOW " + name).query(String.class).single();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The temporary folders of JUnit are ours alone. */
    private static void letThrough(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
