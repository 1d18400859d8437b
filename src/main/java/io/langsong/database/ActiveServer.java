package io.langsong.database;

import java.net.ConnectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes one of several servers on a database the active one: it holds an advisory lock on a connection of its own. The
 * others stand by and try again every few seconds.
 *
 * <p>The database ends that connection after {@link Timing#silence} without a word, so that a server which hangs, or which
 * the network has cut off, loses the lock although its connection looks alive. {@link #isActive} is false before that. One that
 * wakes and finds that nobody took over meanwhile goes on as if nothing had been.
 *
 * <p>Methods may be called by any thread. Alone on its database a server becomes active at once.
 */
public final class ActiveServer implements SmartLifecycle {
    /** "LangSong" in ASCII; advisory locks are numbers, and this one should be nobody else's. */
    static final long ACTIVE_LOCK = 0x4C616E67_536F6E67L;
    /** Shared by transactions of the active server, taken alone by a take-over. */
    private static final long FENCE_LOCK = ACTIVE_LOCK + 1;

    private static final int BEATS_OF_GRACE = 4;

    /** By which servers on one database see each other's connections. */
    private static final String NAMES = "langsong-server-";
    /** Longer than a start takes. */
    private static final Duration OTHERS_REMEMBERED = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(ActiveServer.class);

    private final DataSource unpooled;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Timing timing;

    private volatile boolean active;
    private volatile long epoch;
    private volatile long confirmedNanos;

    /** The take-over whose listeners failed. */
    private volatile long failedEpoch;

    private @Nullable Deadline rest;
    private @Nullable ScheduledExecutorService heart;
    private @Nullable ExecutorService messenger;
    private @Nullable Connection connection;
    private volatile @Nullable Deadline saidStandby;

    /** Whether the connection with the lock went while this server was active. Of the thread that beats alone, like the next. */
    private boolean lockLost;

    private @Nullable Deadline saidWaiting;

    private final String name = NAMES + UUID.randomUUID();
    private @Nullable Deadline othersSeen;
    /** Whether there were other servers when the database was asked last. */
    private volatile boolean hasOthers;
    /** Whether it said that it does not run when it was asked last. */
    private volatile boolean refused;

    /**
     * @param beat between two words to the database, and between two tries of a standby
     * @param trust how long after the last answer of the database this server holds itself to be active
     * @param silence after which the database takes the lock from a server; longer than {@code trust}
     */
    record Timing(Duration beat, Duration trust, Duration silence) {
        static final Timing DEFAULT = new Timing(Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(30));

        Timing {
            if (beat.compareTo(trust) >= 0 || trust.compareTo(silence) >= 0) {
                throw new IllegalArgumentException(
                        "beat %s, trust %s and silence %s must grow".formatted(beat, trust, silence));
            }
        }
    }

    /**
     * @param unpooled opens a new connection at each call
     * @param pool of the ordinary work, for {@link #requireActive}
     */
    ActiveServer(DataSource unpooled, DataSource pool, ApplicationEventPublisher events, Timing timing) {
        this.unpooled = unpooled;
        this.jdbc = JdbcClient.create(pool);
        this.events = events;
        this.timing = timing;
    }

    /** Whether this server is the one that polls, judges and sends. Cheap; long work asks again and again. */
    public boolean isActive() {
        return active && System.nanoTime() - confirmedNanos < timing.trust().toNanos();
    }

    /**
     * Whether it may tell people what it can not write. False where there are other servers and the database has been silent for so long that one of them
     * may have taken over, unless it says itself that it does not run: then none of them has. Alone on its database a server may as long as it works.
     */
    public boolean mayTell() {
        boolean isSure = System.nanoTime() - confirmedNanos < timing.silence().toNanos();
        return active && (isSure || !hasOthers || refused);
    }

    /**
     * Whether another server does the work, or the database could not be asked; until those who listen to a take-over are
     * done. False before the first try.
     */
    public boolean standsBy() {
        return saidStandby != null;
    }

    /**
     * Number of the last take-over by this server; 0 before the first. Whoever keeps it beside what it writes can see later
     * which server wrote.
     */
    public long epoch() {
        return epoch;
    }

    /**
     * To be called inside a transaction, before what only the active server may write: no other server can take over until
     * that transaction ends.
     *
     * @throws NotActiveException if another has taken over, or if this server never was active
     */
    public void requireActive() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(:lock)")
                .param("lock", FENCE_LOCK)
                .query((row, number) -> "")
                .single();
        long now =
                jdbc.sql("SELECT epoch FROM database_epoch").query(Long.class).single();
        if (now != epoch || epoch == 0) {
            throw new NotActiveException(epoch, now);
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService beating =
                Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "active-server"));
        messenger = Executors.newSingleThreadExecutor(work -> daemon(work, "active-server-events"));
        heart = beating;
        beating.scheduleWithFixedDelay(this::beat, 0, timing.beat().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends being active, and waits until those who listen have stopped. */
    @Override
    public void stop() {
        ScheduledExecutorService stopping = heart;
        ExecutorService last = messenger;
        if (stopping == null || last == null) {
            return;
        }
        stopping.shutdownNow();
        try {
            if (!stopping.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("database does not answer while stopping");
            }
            if (active) {
                log.info("server ends being active because it stops epoch={}", epoch);
                endActivity();
            }
            last.shutdown();
            if (!last.awaitTermination(30, TimeUnit.SECONDS)) {
                log.warn("work of the active server goes on after 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // The lock goes last: nobody takes over while our listeners still work.
            disconnect();
            heart = null;
        }
    }

    @Override
    public boolean isRunning() {
        return heart != null;
    }

    /** Last to start and first to stop: listeners find everything else ready. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void beat() {
        try {
            if (active && failedEpoch == epoch) {
                giveUp();
            } else if (active && lockLost) {
                goOn("the database is asked again");
            } else if (active) {
                confirm();
            } else if (rest == null || rest.passed()) {
                tryToTakeOver();
            }
        } catch (SQLException | RuntimeException | Error e) {
            // After an error too, such as a lack of memory for a moment, the next beat must come.
            disconnect();
            if (!active) {
                // After a restart of the database whoever was active gets the lock before us.
                rest = new Deadline(timing.beat().multipliedBy(BEATS_OF_GRACE));
                sayStandby("no connection to the database: " + e.getMessage());
            } else {
                lockLost = true;
                goOn(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Takes the lock again that went with its connection. While the database can not be asked nobody can take over from us, or
     * nobody who does not also see it; what is done meanwhile is written only when it says that it is still ours to write.
     */
    private void goOn(String reason) {
        long asked = System.nanoTime();
        try (Statement statement = connected().createStatement()) {
            if (!isTrue(statement, "SELECT epoch = " + epoch + " FROM database_epoch")) {
                log.warn("server is no longer active epoch={} reason={}", epoch, reason);
                endActivity();
                disconnect();
            } else if (isTrue(statement, "SELECT pg_try_advisory_lock(" + ACTIVE_LOCK + ")")) {
                settle(statement, asked);
            } else {
                // Our former connection may still hold it, or another server is about to take over.
                waitForTheDatabase("its lock is held", false);
            }
        } catch (SQLException | RuntimeException e) {
            waitForTheDatabase(String.valueOf(e.getMessage()), isRefusal(e));
        }
    }

    /** Its machine lets nobody in where it does not run; while it starts or stops it says so itself (57P01 to 57P03). */
    private static boolean isRefusal(Exception e) {
        return e.getCause() instanceof ConnectException
                || (e instanceof SQLException said
                        && String.valueOf(said.getSQLState()).matches("57P0[123]"));
    }

    /** Asked again now that nobody else can take over any more. */
    private void settle(Statement statement, long asked) throws SQLException {
        if (isTrue(statement, "SELECT epoch = " + epoch + " FROM database_epoch")) {
            confirmedNanos = asked;
            lockLost = false;
            saidWaiting = null;
            log.warn(
                    "server lost its connection to the database and goes on, nobody took over meanwhile epoch={}",
                    epoch);
        } else {
            log.warn("server is no longer active epoch={} reason=another took over and ended", epoch);
            endActivity();
            disconnect();
        }
    }

    private void waitForTheDatabase(String reason, boolean isRefusal) {
        disconnect();
        refused = isRefusal;
        if (saidWaiting == null || saidWaiting.passed()) {
            saidWaiting = new Deadline(Duration.ofMinutes(1));
            log.warn(
                    "server goes on without the database and writes when it is back epoch={} reason={}", epoch, reason);
        }
    }

    /** Another server may do better; this one tries again after a while. */
    private void giveUp() {
        active = false;
        rest = new Deadline(timing.silence());
        disconnect();
        sayStandby("its work could not begin, it tries again in " + timing.silence());
    }

    private void confirm() throws SQLException {
        long asked = System.nanoTime();
        try (Statement statement = connected().createStatement()) {
            if (isTrue(statement, """
                    SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                      AND application_name LIKE '%s%%' AND application_name <> '%s')
                    """.formatted(NAMES, name))) {
                othersSeen = new Deadline(OTHERS_REMEMBERED);
            }
        }
        // The database restarted its count when it got our word, not when its answer came.
        confirmedNanos = asked;
        hasOthers = othersSeen != null && !othersSeen.passed();
    }

    private void tryToTakeOver() throws SQLException {
        long asked = System.nanoTime();
        Connection own = connected();
        try (Statement statement = own.createStatement()) {
            if (!isTrue(statement, "SELECT pg_try_advisory_lock(" + ACTIVE_LOCK + ")")) {
                sayStandby("another server is active on this database");
                return;
            }
            try {
                epoch = nextEpoch(own, statement);
            } catch (SQLException e) {
                // The lock goes with the connection; transactions of the former server hold us up at most their
                // time-out.
                sayStandby("waiting for the last transactions of the former server: " + e.getMessage());
                disconnect();
                return;
            }
        }
        confirmedNanos = asked;
        lockLost = false;
        active = true;
        log.info("server is active epoch={}", epoch);
        BecameActive taken = new BecameActive(epoch);
        onMessenger(() -> begin(taken));
    }

    /** Who listens and fails leaves the work half begun, so all of them end it again, while the lock still keeps others out. */
    private void begin(BecameActive taken) {
        if (tell(taken)) {
            saidStandby = null;
        } else {
            tell(new NoLongerActive(taken.epoch()));
            failedEpoch = taken.epoch();
        }
    }

    private static long nextEpoch(Connection own, Statement statement) throws SQLException {
        own.setAutoCommit(false);
        statement.execute("SET LOCAL lock_timeout = '5s'");
        statement.execute("SELECT pg_advisory_xact_lock(" + FENCE_LOCK + ")");
        long next;
        try (ResultSet row = statement.executeQuery("UPDATE database_epoch SET epoch = epoch + 1 RETURNING epoch")) {
            row.next();
            next = row.getLong(1);
        }
        own.commit();
        own.setAutoCommit(true);
        return next;
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private synchronized Connection connected() throws SQLException {
        Connection own = connection;
        if (own == null) {
            own = unpooled.getConnection();
            connection = own;
            int patience = (int) timing.trust().minus(timing.beat()).toMillis();
            own.setNetworkTimeout(Runnable::run, Math.max(patience, 100));
            try (Statement statement = own.createStatement()) {
                statement.execute(
                        "SET idle_session_timeout = " + timing.silence().toMillis());
                statement.execute("SET application_name = '" + name + "'");
            }
        }
        return own;
    }

    private synchronized void disconnect() {
        Connection own = connection;
        connection = null;
        if (own != null) {
            try {
                own.close();
            } catch (SQLException e) {
                log.debug("lost connection could not be closed reason={}", e.getMessage());
            }
        }
    }

    private void endActivity() {
        active = false;
        NoLongerActive ended = new NoLongerActive(epoch);
        onMessenger(() -> tell(ended));
    }

    private void sayStandby(String reason) {
        if (saidStandby == null || saidStandby.passed()) {
            saidStandby = new Deadline(Duration.ofMinutes(1));
            log.info("server stands by reason={}", reason);
        }
    }

    /** On a thread of its own: a slow listener must not keep us from our word to the database. */
    private void onMessenger(Runnable work) {
        ExecutorService thread = messenger;
        if (thread != null) {
            thread.execute(work);
        }
    }

    /** @return whether every listener did its part */
    private boolean tell(Object event) {
        try {
            events.publishEvent(event);
            return true;
        } catch (RuntimeException | Error e) {
            log.error("a listener failed event={}", event, e);
            return false;
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
