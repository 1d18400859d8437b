package io.langsong.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own below a data directory, on a random port of 127.0.0.1, with a random password.
 *
 * <p>It outlives a kill -9 of this process: the next start adopts it. When it dies itself it is started again on the same
 * port. It has a session of its own, so that Ctrl-C in the terminal reaches only us, and we can finish.
 *
 * <p>{@link #start}, {@link #close} and the accessors may be called by any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** Name of the database that {@link #start} makes. */
    public static final String DATABASE = "langsong";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** Recovery after a power cut reads at most max_wal_size, on a slow disk for some minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Backends of a killed postmaster notice its death within seconds; until then the data is theirs. */
    private static final Duration LEFTOVERS_GONE = Duration.ofSeconds(20);

    private static final Duration ADOPTION = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final long LITTLE_ROOM = 50L << 20;

    private final DataDirectory directory;
    private final Options options;
    private final ScheduledExecutorService keeper;

    private @Nullable DirectoryLock lock;
    private @Nullable Running running;
    private @Nullable Deadline saidDead;

    public EmbeddedPostgres(DataDirectory directory) {
        this(directory, Options.DEFAULTS);
    }

    EmbeddedPostgres(DataDirectory directory, Options options) {
        this.directory = directory;
        this.options = options;
        this.keeper = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "database-keeper");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What may differ from the ordinary.
     *
     * @param runAs user to run PostgreSQL as when we are root; empty: decide
     * @param binaries directory with initdb, pg_ctl and postgres, instead of those that come with the program
     * @param unpackInto where the programs are unpacked, instead of beside the data
     * @param settings of PostgreSQL, on top of ours
     */
    record Options(String runAs, Optional<Path> binaries, Optional<Path> unpackInto, Map<String, String> settings) {
        static final Options DEFAULTS = new Options("", Optional.empty(), Optional.empty(), Map.of());

        Options {
            settings = Map.copyOf(settings);
        }
    }

    /** @param child the postmaster where we started it; absent where we adopted it */
    private record Running(
            Cluster cluster, String password, int port, ProcessHandle postmaster, Optional<Process> child) {
        boolean isAlive() {
            return child.map(Process::isAlive).orElseGet(postmaster::isAlive);
        }
    }

    /**
     * Starts or adopts the server and waits until it answers.
     *
     * @throws DatabaseStartException with the remedy
     */
    public synchronized EmbeddedPostgres start() {
        long begun = System.nanoTime();
        lock = DirectoryLock.take(directory);
        try {
            StagedData.finish(directory);
            Cluster cluster = Cluster.open(directory, options);
            Running ready = adopt(cluster).orElse(null);
            if (ready == null) {
                ready = launch(cluster, 0);
            }
            running = ready;
            makeDatabase();
            cluster.removeOlderPrograms();
            keeper.scheduleWithFixedDelay(this::startAgainIfDead, 1, 1, TimeUnit.SECONDS);
            log.info(
                    "postgres ready adopted={} pid={} port={} version={} folder={} tookMs={}",
                    ready.child().isEmpty(),
                    ready.postmaster().pid(),
                    ready.port(),
                    cluster.major(),
                    cluster.folder(),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
            return this;
        } catch (IOException e) {
            close();
            throw new DatabaseStartException(
                    "The database in %s can not be started: %s".formatted(directory.path(), e),
                    "free space on that disk or correct its permissions, and start again",
                    e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(running().port(), DATABASE);
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return running().password();
    }

    public int port() {
        return running().port();
    }

    /** Process number of the postmaster. */
    public long pid() {
        return running().postmaster().pid();
    }

    /** True when the server was found running, left behind by a process of ours that was killed. */
    public boolean adopted() {
        return running().child().isEmpty();
    }

    /** Stops the server: open transactions are rolled back, everything committed is kept. Does nothing when stopped. */
    @Override
    public void close() {
        // First of all, because a repair that is under way holds the monitor.
        keeper.shutdownNow();
        stopAndUnlock();
    }

    private synchronized void stopAndUnlock() {
        Running stopping = running;
        running = null;
        try {
            if (stopping != null) {
                stop(stopping.cluster(), stopping.postmaster());
            }
        } catch (IOException e) {
            log.error("postgres not stopped pid={} reason={}", pid(stopping), e.toString());
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    private static long pid(@Nullable Running stopping) {
        return stopping == null ? 0 : stopping.postmaster().pid();
    }

    private synchronized Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("The embedded PostgreSQL in %s does not run".formatted(directory.path()));
        }
        return now;
    }

    private Optional<Running> adopt(Cluster cluster) throws IOException {
        PostmasterFile found = PostmasterFile.read(cluster.data()).orElse(null);
        if (found == null || !found.isAlive(cluster.data())) {
            // PostgreSQL would refuse if somebody else now has that process number.
            Files.deleteIfExists(PostmasterFile.in(cluster.data()));
            return Optional.empty();
        }
        ProcessHandle postmaster = ProcessHandle.of(found.pid()).orElse(null);
        if (postmaster == null) {
            return Optional.empty();
        }
        if (runsOurPrograms(cluster)) {
            String password = cluster.password();
            Deadline deadline = new Deadline(ADOPTION);
            while (postmaster.isAlive() && !deadline.passed()) {
                found = PostmasterFile.read(cluster.data()).orElse(found);
                if (found.ready() && answers(cluster, found.port(), password)) {
                    return Optional.of(new Running(cluster, password, found.port(), postmaster, Optional.empty()));
                }
                Deadline.pause(MOMENT);
            }
        }
        log.warn("stopping a postgres that can not be adopted pid={} folder={}", found.pid(), cluster.folder());
        stop(cluster, postmaster);
        return Optional.empty();
    }

    /** After an update of this program an older PostgreSQL may be running; it is replaced. */
    private static boolean runsOurPrograms(Cluster cluster) throws IOException {
        Path file = cluster.data().resolve("postmaster.opts");
        return Files.exists(file)
                && Files.readString(file)
                        .startsWith(cluster.bin().resolve("postgres").toString());
    }

    /** @param wanted port, or 0 for any free one */
    private Running launch(Cluster cluster, int wanted) throws IOException {
        String password = cluster.password();
        Deadline deadline = new Deadline(LEFTOVERS_GONE);
        while (true) {
            int port = wanted == 0 ? freePort() : wanted;
            cluster.configure(port, options.settings());
            Process child = Commands.builder(inOwnSession(
                            cluster.command("postgres", "-D", cluster.data().toString())))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(cluster.startLog().toFile())
                    .start();
            boolean ready = false;
            try {
                ready = becomesReady(cluster, port, password, child);
            } finally {
                if (!ready) {
                    child.destroy();
                }
            }
            if (ready) {
                return new Running(cluster, password, port, child.toHandle(), Optional.of(child));
            }
            String words = cluster.lastWords();
            boolean worthAnotherTry = words.contains("shared memory block")
                    || words.contains("could not bind")
                    || words.contains("lock file");
            if (!worthAnotherTry || deadline.passed()) {
                throw notStarted(cluster, words);
            }
            Deadline.pause(MOMENT.multipliedBy(10));
        }
    }

    private boolean becomesReady(Cluster cluster, int port, String password, Process child) throws IOException {
        Deadline deadline = new Deadline(PATIENCE);
        Deadline nextWord = new Deadline(Duration.ofSeconds(10));
        while (child.isAlive()) {
            Optional<PostmasterFile> file = PostmasterFile.read(cluster.data());
            if (file.isPresent()
                    && file.get().pid() == child.pid()
                    && file.get().ready()
                    && answers(cluster, port, password)) {
                return true;
            }
            if (deadline.passed()) {
                return false;
            }
            if (nextWord.passed()) {
                log.info("waiting for postgres, which may be recovering folder={}", cluster.folder());
                nextWord = new Deadline(Duration.ofSeconds(30));
            }
            Deadline.pause(MOMENT);
        }
        return false;
    }

    private static DatabaseStartException notStarted(Cluster cluster, String words) throws IOException {
        long free = Cluster.free(cluster.folder());
        String remedy = free < LITTLE_ROOM
                ? "the disk is full (%d MB free): free space there".formatted(free >> 20)
                : "correct what PostgreSQL says, its logs are in %s; or restore a backup into a new data directory"
                        .formatted(cluster.log());
        return new DatabaseStartException(
                "PostgreSQL did not start in %s: %s".formatted(cluster.folder(), words), remedy);
    }

    /** True when a server with our password and our data is there; a stranger on that port has neither. */
    private boolean answers(Cluster cluster, int port, String password) {
        try (Connection connection = at(port, password, "postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW data_directory")) {
            return result.next() && Path.of(result.getString(1)).equals(cluster.data());
        } catch (SQLException e) {
            log.debug("postgres does not answer yet port={} reason={}", port, e.getMessage());
            return false;
        }
    }

    private void makeDatabase() throws IOException {
        Running now = running();
        try (Connection connection = at(now.port(), now.password(), "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new IOException("database %s could not be made: %s".formatted(DATABASE, e.getMessage()), e);
        }
    }

    private synchronized void startAgainIfDead() {
        Running dead = running;
        if (dead == null || dead.isAlive()) {
            return;
        }
        boolean say = saidDead == null || saidDead.passed();
        if (say) {
            saidDead = new Deadline(Duration.ofMinutes(1));
            log.error(
                    "postgres ended by itself, starting it again pid={}",
                    dead.postmaster().pid());
        }
        try {
            Files.deleteIfExists(PostmasterFile.in(dead.cluster().data()));
            Running again = launch(dead.cluster(), dead.port());
            running = again;
            saidDead = null;
            log.info("postgres ready again pid={} port={}", again.postmaster().pid(), again.port());
        } catch (IOException | RuntimeException e) {
            if (say) {
                log.error("postgres could not be started again, trying each second reason={}", e.getMessage());
            }
        }
    }

    private static void stop(Cluster cluster, ProcessHandle postmaster) throws IOException {
        for (String mode : new String[] {"fast", "immediate"}) {
            Commands.Ended ended = Commands.run(cluster.command(
                    "pg_ctl",
                    "stop",
                    "-w",
                    "-t",
                    "60",
                    "-m",
                    mode,
                    "-D",
                    cluster.data().toString()));
            if (ended.succeeded() || !postmaster.isAlive()) {
                return;
            }
            log.warn(
                    "postgres does not stop mode={} said={}",
                    mode,
                    ended.output().strip());
        }
        throw new IOException("process %d in %s did not stop".formatted(postmaster.pid(), cluster.folder()));
    }

    private static String[] inOwnSession(String[] command) throws IOException {
        if (!Commands.succeeds("setsid", "true")) {
            return command;
        }
        String[] all = new String[command.length + 1];
        all[0] = "setsid";
        System.arraycopy(command, 0, all, 1, command.length);
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static PGSimpleDataSource at(int port, String password, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(Cluster.USER);
        source.setPassword(password);
        source.setConnectTimeout(5);
        source.setSocketTimeout(60);
        return source;
    }
}
