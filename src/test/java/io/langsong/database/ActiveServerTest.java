package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.testkit.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class ActiveServerTest {
    private static final ActiveServer.Timing QUICK =
            new ActiveServer.Timing(Duration.ofMillis(100), Duration.ofMillis(5000), Duration.ofMillis(10_000));

    /** As in {@link ActiveServer}. */
    private static final long ACTIVE_LOCK = 0x4C616E67_536F6E67L;

    private final PGSimpleDataSource database = TestDatabase.unpooled();
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final List<ActiveServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(ActiveServer::stop);
    }

    @Test
    void isActiveAtOnceWhenAlone() {
        ActiveServer server = server();
        assertThat(server.isActive()).isFalse();

        server.start();

        await().until(server::isActive);
        await().untilAsserted(() -> assertThat(events).containsExactly(new BecameActive(1)));
    }

    @Test
    void standsByAndTakesOverWhenTheOtherStops() {
        ActiveServer first = server();
        first.start();
        await().until(first::isActive);
        ActiveServer second = server();
        second.start();
        await().during(Duration.ofMillis(500)).until(() -> !second.isActive() && first.isActive());

        first.stop();

        await().until(second::isActive);
        assertThat(first.isActive()).isFalse();
        await().untilAsserted(() ->
                assertThat(events).containsExactly(new BecameActive(1), new NoLongerActive(1), new BecameActive(2)));
    }

    @Test
    void goesOnWhenItsConnectionIsLostAndNobodyTookOver() {
        ActiveServer server = server();
        server.start();
        await().until(server::isActive);

        takeTheLockFromWhoHasIt();

        await().untilAsserted(() -> assertThat(locks()).as("it holds it again").isEqualTo(1));
        assertThat(server.isActive()).isTrue();
        assertThat(server.epoch()).isEqualTo(1);
        assertThat(events).containsExactly(new BecameActive(1));
    }

    @Test
    void goesOnWithoutTheDatabaseAndIsActiveAgainWhenItIsBack() {
        AwayAtTimes away = new AwayAtTimes(database);
        ActiveServer server = server(away);
        server.start();
        await().until(server::isActive);

        away.gone = true;
        takeTheLockFromWhoHasIt();

        await().until(() -> !server.isActive());
        await().during(Duration.ofMillis(500)).until(() -> events.equals(List.of(new BecameActive(1))));
        assertThat(server.standsBy()).as("what it began goes on").isFalse();

        away.gone = false;
        await().until(server::isActive);
        assertThat(locks()).isEqualTo(1);
        assertThat(server.epoch()).isEqualTo(1);
        assertThat(events).containsExactly(new BecameActive(1));
    }

    @Test
    void isNoLongerActiveWhenAnotherTookOverWhileItDidNotReachTheDatabase() {
        AwayAtTimes away = new AwayAtTimes(database);
        ActiveServer server = server(away);
        server.start();
        await().until(server::isActive);
        away.gone = true;
        takeTheLockFromWhoHasIt();
        await().until(() -> !server.isActive());

        ActiveServer other = server();
        other.start();
        await().until(other::isActive);
        assertThat(events).containsExactly(new BecameActive(1), new BecameActive(2));
        away.gone = false;

        await().untilAsserted(() ->
                assertThat(events).containsExactly(new BecameActive(1), new BecameActive(2), new NoLongerActive(1)));
        assertThat(other.isActive()).isTrue();
        assertThat(server.isActive()).isFalse();
    }

    @Test
    void aloneItMayTellHoweverLongTheDatabaseIsAway() {
        AwayAtTimes away = new AwayAtTimes(database);
        ActiveServer server = server(away);
        assertThat(server.mayTell()).isFalse();
        server.start();
        await().until(server::isActive);
        assertThat(server.mayTell()).isTrue();

        away.gone = true;
        takeTheLockFromWhoHasIt();

        await().until(() -> !server.isActive());
        await().during(Duration.ofMillis(2500)).until(server::mayTell);
    }

    @Test
    void besideAnotherItMayTellUntilThatMayHaveTakenOver() {
        AwayAtTimes away = new AwayAtTimes(database);
        ActiveServer server = server(away);
        server.start();
        await().until(server::isActive);
        ActiveServer other = server();
        other.start();
        await().until(other::standsBy);
        // For its next word to the database.
        await().during(Duration.ofMillis(500)).until(server::isActive);

        away.gone = true;
        takeTheLockFromWhoHasIt();
        assertThat(server.mayTell()).as("for two seconds in this test").isTrue();
        await().until(other::isActive);
        await().until(() -> !server.mayTell());

        away.gone = false;
        await().until(() -> events.contains(new NoLongerActive(1)));
        assertThat(server.mayTell()).isFalse();
        assertThat(other.mayTell()).isTrue();
    }

    @Test
    void besideAnotherItMayTellWhileTheDatabaseDoesNotRun() {
        AwayAtTimes away = new AwayAtTimes(database);
        ActiveServer server = server(away);
        server.start();
        await().until(server::isActive);
        ActiveServer other = server();
        other.start();
        await().until(other::standsBy);
        await().during(Duration.ofMillis(500)).until(server::isActive);
        other.stop();

        away.why = new ConnectException("Connection refused");
        away.gone = true;
        takeTheLockFromWhoHasIt();

        await().during(Duration.ofMillis(2500)).until(server::mayTell);
        away.why = null;
        await("nobody knows any more").until(() -> !server.mayTell());
    }

    private ActiveServer server(DataSource source) {
        ActiveServer server = new ActiveServer(
                source,
                database,
                events::add,
                new ActiveServer.Timing(Duration.ofMillis(100), Duration.ofMillis(1000), Duration.ofMillis(2000)));
        servers.add(server);
        return server;
    }

    private static final class AwayAtTimes extends DelegatingDataSource {
        private volatile boolean gone;
        private volatile Exception why;

        AwayAtTimes(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (gone) {
                throw new SQLTransientConnectionException("the database can not be reached", why);
            }
            return super.getConnection();
        }
    }

    @Test
    void isNoLongerActiveWhenAnotherTookOverMeanwhileAndBecomesSoAgain() throws SQLException {
        ActiveServer server = server();
        server.start();
        await().until(server::isActive);

        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.execute("SELECT pg_advisory_lock(" + ACTIVE_LOCK + ")");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().until(() -> JdbcClient.create(database)
                            .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .query(Integer.class)
                            .single()
                    == 1);
            takeTheLockFromWhoHasIt();
            waiting.join();
            statement.execute("UPDATE database_epoch SET epoch = epoch + 1");
            await().untilAsserted(() -> assertThat(events).containsExactly(new BecameActive(1), new NoLongerActive(1)));
            assertThat(server.isActive()).isFalse();
        }

        await().untilAsserted(() ->
                assertThat(events).containsExactly(new BecameActive(1), new NoLongerActive(1), new BecameActive(3)));
        assertThat(server.epoch()).isEqualTo(3);
    }

    @Test
    void givesUpWhenAListenerFailsAndTriesAgainAfterAWhile() {
        ActiveServer server = new ActiveServer(
                database,
                database,
                event -> {
                    events.add(event);
                    if (event.equals(new BecameActive(1))) {
                        throw new IllegalStateException("a part of the work can not begin");
                    }
                },
                new ActiveServer.Timing(Duration.ofMillis(100), Duration.ofMillis(1000), Duration.ofMillis(2000)));
        servers.add(server);
        server.start();

        await().untilAsserted(() -> {
            assertThat(events).containsExactly(new BecameActive(1), new NoLongerActive(1));
            assertThat(server.isActive()).isFalse();
            assertThat(server.standsBy()).isTrue();
            assertThat(locks()).as("another server may take over").isZero();
        });

        await().untilAsserted(() -> {
            assertThat(events).containsExactly(new BecameActive(1), new NoLongerActive(1), new BecameActive(2));
            assertThat(server.isActive()).isTrue();
            assertThat(server.standsBy()).isFalse();
        });
    }

    @Test
    void fencesOutWhoWasActiveBefore() {
        ActiveServer first = server();
        first.start();
        await().until(first::isActive);
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE written (by text)").update();
        FencedTransactions ofFirst = new FencedTransactions(manager, database, first);
        ofFirst.executeWithoutResult(
                status -> jdbc.sql("INSERT INTO written VALUES ('first')").update());
        first.stop();
        ActiveServer second = server();
        second.start();
        await().until(second::isActive);

        assertThatThrownBy(() -> ofFirst.executeWithoutResult(status ->
                        jdbc.sql("INSERT INTO written VALUES ('too late')").update()))
                .isInstanceOf(NotActiveException.class)
                .hasMessageContaining("epoch 1");
        new FencedTransactions(manager, database, second)
                .executeWithoutResult(status ->
                        jdbc.sql("INSERT INTO written VALUES ('second')").update());
        assertThat(jdbc.sql("SELECT by FROM written").query(String.class).list())
                .containsExactly("first", "second");
    }

    @Test
    void takesOverOnlyAfterTheLastGuardedTransactionOfTheFormer() {
        ActiveServer first = server();
        first.start();
        await().until(first::isActive);
        ActiveServer second = server();
        DataSourceTransactionManager manager = new DataSourceTransactionManager(database);

        new TransactionTemplate(manager).executeWithoutResult(status -> {
            first.requireActive();
            first.stop();
            second.start();
            await().during(Duration.ofMillis(700)).until(() -> !second.isActive());
        });

        await().atMost(Duration.ofSeconds(20)).until(second::isActive);
    }

    @Test
    @Timeout(120)
    void losesTheLockWhenItHangsAndKnowsItWhenItWakes() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ActiveServerChild.class.getName(),
                        database.getURL(),
                        database.getUser(),
                        database.getPassword())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader words =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            awaitLines(words, "BecameActive[epoch=1]");
            ActiveServer standby = server();
            standby.start();

            signal("STOP", child);
            await().atMost(Duration.ofSeconds(30)).until(standby::isActive);
            child.getOutputStream().write('?');
            child.getOutputStream().flush();
            signal("CONT", child);

            // Which of the two it says first is a race that either may win.
            awaitLines(words, "isActive false", "NoLongerActive[epoch=1]");
            assertThat(standby.isActive()).isTrue();
            assertThat(standby.epoch()).isEqualTo(2);
        } finally {
            child.destroyForcibly();
        }
    }

    private void takeTheLockFromWhoHasIt() {
        JdbcClient.create(database).sql("""
                        SELECT pg_terminate_backend(pid) FROM pg_locks
                        WHERE locktype = 'advisory' AND granted
                          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).query().listOfRows();
    }

    private int locks() {
        return JdbcClient.create(database)
                .sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Integer.class)
                .single();
    }

    private ActiveServer server() {
        ActiveServer server = new ActiveServer(database, database, events::add, QUICK);
        servers.add(server);
        return server;
    }

    private static void awaitLines(BufferedReader words, String... wanted) throws IOException {
        Set<String> missing = new HashSet<>(List.of(wanted));
        List<String> others = new ArrayList<>();
        while (!missing.isEmpty()) {
            String line = words.readLine();
            assertThat(line).as("%s after %s", missing, others).isNotNull();
            missing.remove(line);
            others.add(line);
        }
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }
}
