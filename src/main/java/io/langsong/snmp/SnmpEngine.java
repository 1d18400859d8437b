package io.langsong.snmp;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to many agents over one pair of sockets (IPv4, IPv6) on one Netty event loop. All methods may be called
 * from any thread; calls made on the loop itself (see {@link #execute}) leave at once, which is how thousands of
 * devices are asked without a wake-up each. Callbacks run on the loop and must not block; only those of an
 * engine that is not running run on the caller's thread. What a callback throws is logged and hurts nobody else.
 *
 * <p>Requests in flight are bounded by the receive buffer that the kernel gives (4 MiB are asked for, see
 * {@code net.core.rmem_max}); what exceeds it waits in order, and its timeout begins when it is sent.
 */
public final class SnmpEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnmpEngine.class);
    static final SnmpReply NOT_RUNNING = new SnmpReply.NotSent("the SNMP engine is not running");

    private volatile @Nullable Running running;

    private record Running(IoEventLoopGroup group, IoEventLoop loop, Exchanges exchanges) {}

    /** Opens the sockets and starts the loop; the thread is named {@code snmp-loop}. */
    public void start() {
        IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1,
                task -> {
                    Thread thread = new FastThreadLocalThread(task, "snmp-loop");
                    thread.setDaemon(true);
                    return thread;
                },
                NioIoHandler.newFactory());
        IoEventLoop loop = group.next();
        Exchanges exchanges = new Exchanges(loop);
        try {
            exchanges.open();
        } catch (RuntimeException noSocket) {
            var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw noSocket;
        }
        running = new Running(group, loop, exchanges);
    }

    /** Ends the loop; what is in flight ends as {@link SnmpReply.NotSent}. */
    @Override
    public void close() {
        Running stopping = running;
        running = null;
        if (stopping == null) {
            return;
        }
        if (stopping.loop().inEventLoop()) {
            stopping.exchanges().close();
            var unused = stopping.group().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        } else {
            stopping.loop().submit(stopping.exchanges()::close).awaitUninterruptibly();
            stopping.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /**
     * Asks for {@code oids}, in as many PDUs as the target's limit needs. {@code done} is called exactly once.
     *
     * <p>A variable that the agent gave no usable value for stands in the answer as what its {@link SnmpValue} says. When
     * a later PDU of several stays silent, the answer holds what came, is not complete and says "timed out".
     *
     * @throws IllegalArgumentException for no OIDs
     */
    public void get(SnmpTarget target, List<Oid> oids, Consumer<SnmpReply> done) {
        List<Oid> asked = requireSome(oids);
        Consumer<SnmpReply> guarded = guard(done);
        ask(asked, guarded, exchanges -> new GetTask(exchanges, target, asked, guarded).start());
    }

    /**
     * Reads every variable below each of {@code roots}, which are walked side by side in one PDU like the columns of a
     * table. Rows out of order end the walk of that root; see {@link WalkLimits} for the caps.
     *
     * @throws IllegalArgumentException for no roots
     */
    public void walk(SnmpTarget target, List<Oid> roots, WalkLimits limits, Consumer<SnmpReply> done) {
        List<Oid> asked = requireSome(roots);
        Consumer<SnmpReply> guarded = guard(done);
        ask(
                asked,
                guarded,
                exchanges -> WalkTask.collecting(exchanges, target, asked, limits, guarded)
                        .next());
    }

    /**
     * A GET to be asked again and again, on the loop.
     *
     * @throws IllegalArgumentException for no OIDs, or one that no agent can know
     */
    public PreparedGet prepareGet(SnmpTarget target, List<Oid> oids, PreparedGet.Observer observer) {
        List<Oid> asked = requireSome(oids);
        requireKnowable(asked);
        return new PreparedGet(this, target, asked, observer);
    }

    /**
     * A walk to be done again and again, on the loop.
     *
     * @throws IllegalArgumentException for no roots, or one that no agent can know
     */
    public PreparedWalk prepareWalk(
            SnmpTarget target, List<Oid> roots, WalkLimits limits, PreparedWalk.Observer observer) {
        List<Oid> asked = requireSome(roots);
        requireKnowable(asked);
        return new PreparedWalk(this, target, asked, limits, observer);
    }

    /**
     * What a GET and a walk of the same agent ask for, in one GETBULK, on the loop; empty where that can not be: the agent
     * speaks version 1, or has shown limits, or all that does not fit one message.
     *
     * @param answers to the GET, one for each OID, and behind them all rows of the walk, of one poll
     */
    public Optional<PreparedBulk> prepareBulk(
            PreparedGet get, PreparedWalk walk, VarBinds answers, PreparedBulk.Observer observer) {
        Exchanges now = onLoop();
        SnmpTarget target = get.target();
        int[] rows = walk.rows();
        boolean unlimited = get.mostVariables() == AgentLimits.NO_LIMIT && !walk.isBounded() && !walk.isRefused();
        boolean known = IntStream.range(0, rows.length)
                .allMatch(root -> rows[root] >= 0 && walk.roots().get(root).length() > 1);
        boolean instances = get.oids().stream().allMatch(oid -> oid.length() > 2);
        if (now == null || target.isVersion1() || !unlimited || !known || !instances) {
            return Optional.empty();
        }
        BulkForm form = new BulkForm.Plan(now).form(answers, get.oids(), walk.roots(), rows);
        return form.isWithin(target, answers.octetsAVariable())
                ? Optional.of(new PreparedBulk(this, target, now.shared(form), observer))
                : Optional.empty();
    }

    private static void requireKnowable(List<Oid> oids) {
        oids.stream().filter(oid -> !oid.hasBer()).findFirst().ifPresent(oid -> {
            throw new IllegalArgumentException(unknowable(oid));
        });
    }

    private static String unknowable(Oid oid) {
        return "no agent can know the OID " + oid
                + ": it must begin with 0, 1 or 2, and below 0 and 1 go on with less than 40";
    }

    /** Null when the engine is not running. */
    @Nullable
    Exchanges onLoop() {
        Running now = running;
        if (now != null && !now.loop().inEventLoop()) {
            throw new IllegalStateException("This is done on the engine's loop alone, see execute");
        }
        return now == null ? null : now.exchanges();
    }

    private static List<Oid> requireSome(List<Oid> oids) {
        if (oids.isEmpty()) {
            throw new IllegalArgumentException("An SNMP request needs at least one OID");
        }
        return List.copyOf(oids);
    }

    private void ask(List<Oid> oids, Consumer<SnmpReply> done, Consumer<Exchanges> task) {
        for (Oid oid : oids) {
            if (!oid.hasBer()) {
                done.accept(new SnmpReply.NotSent(unknowable(oid)));
                return;
            }
        }
        Running now = running;
        if (now == null) {
            done.accept(NOT_RUNNING);
        } else if (now.loop().inEventLoop()) {
            task.accept(now.exchanges());
        } else {
            try {
                now.loop().execute(() -> task.accept(now.exchanges()));
            } catch (RejectedExecutionException stopping) {
                done.accept(NOT_RUNNING);
            }
        }
    }

    private static Consumer<SnmpReply> guard(Consumer<SnmpReply> done) {
        return reply -> {
            try {
                done.accept(reply);
            } catch (RuntimeException | Error thrown) {
                logThrown(thrown);
            }
        };
    }

    static void logThrown(Throwable thrown) {
        log.error("snmp callback failed", thrown);
    }

    /** Runs {@code task} on the loop; not at all when the engine is not running. */
    public void execute(Runnable task) {
        schedule(task, Duration.ZERO);
    }

    /**
     * Runs {@code task} on the loop after {@code delay}, to about a millisecond; monotonic time. It does not run when
     * the engine is stopped before.
     */
    public void schedule(Runnable task, Duration delay) {
        Running now = running;
        if (now == null) {
            return;
        }
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                log.error("snmp task failed", thrown);
            }
        };
        try {
            if (delay.isZero() || delay.isNegative()) {
                now.loop().execute(guarded);
            } else {
                var unused = now.loop().schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException stopping) {
            log.debug("snmp task left out because the engine stops");
        }
    }

    /** What happened since {@link #start}, as of one instant. Any thread; waits for the loop's next pass. */
    public Counts counts() {
        return read(Exchanges::counts, Counts.NONE);
    }

    /** The engines of version 3 that answered, each with what is known of its clock. Any thread; waits for the loop's next pass. */
    public List<MetEngine> engines() {
        return read(Exchanges::engines, List.of());
    }

    private <T> T read(Function<Exchanges, T> reading, T otherwise) {
        Running now = running;
        if (now == null) {
            return otherwise;
        }
        if (now.loop().inEventLoop()) {
            return reading.apply(now.exchanges());
        }
        try {
            return now.loop()
                    .submit(() -> reading.apply(now.exchanges()))
                    .syncUninterruptibly()
                    .getNow();
        } catch (RejectedExecutionException stopping) {
            return otherwise;
        }
    }

    /**
     * Requests (PDUs asked, however many datagrams each took) and datagrams. Sums that always hold:
     * {@code requests = answered + timedOut + refused + notAuthenticated + malformed + notSent + pending} and
     * {@code received = accepted + wrongSource + late + unmatched + undecodable}.
     *
     * @param refused answered with an error-status, also one that led to asking again in another way
     * @param malformed ended because only what breaks the rules came back
     * @param pending begun and not ended; {@code queued} of them wait for room in the receive buffer
     * @param sent datagrams sent, retries and discoveries included
     * @param accepted datagrams that were of use
     * @param wrongSource datagrams with the id of a request, from an address or port that was not asked
     * @param late answers to requests that had ended, duplicates among them
     * @param unmatched readable datagrams that answer nothing we asked, or are not to be believed
     * @param undecodable datagrams that are not SNMP or break its rules
     */
    public record Counts(
            long requests,
            long answered,
            long timedOut,
            long refused,
            long notAuthenticated,
            long malformed,
            long notSent,
            long pending,
            long queued,
            long sent,
            long received,
            long accepted,
            long wrongSource,
            long late,
            long unmatched,
            long undecodable) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
