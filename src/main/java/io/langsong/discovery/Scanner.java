package io.langsong.discovery;

import io.langsong.polling.SnmpFault;
import io.langsong.polling.profile.Profiles;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One scan: asks every address once by each credential, at a steady pace, again where nobody answered, and asks who answered
 * what it is; whom it sees is the matter of {@link Neighbours}. {@link #start}, {@link #cancel} and {@link #progress} may be called from any thread; the rest
 * happens on the engine's loop.
 *
 * <p>The pace bounds what goes to addresses at which nobody may be. Who answered is then read as a probe reads it, a few at a
 * time.
 */
public final class Scanner {
    private static final Oid SYS_OBJECT_ID = Oid.parse("1.3.6.1.2.1.1.2.0");
    /** Looks under way at once; at the usual pace and patience there are never so many. */
    private static final int MOST_LOOKS = 2_000;
    /** Devices that are read at once. */
    private static final int MOST_READ = 8;

    private static final int MAX_REPETITIONS = 60;
    private static final int MAX_VAR_BINDS = 20;
    private static final int READ_RETRIES = 2;

    private final SnmpEngine engine;
    private final Profiles profiles;
    private final Settings settings;
    private final List<Aim> aims;
    private final List<SnmpCredentials> credentials;
    private final Listener listener;
    private final Pace pace;

    private final Deque<Look> again = new ArrayDeque<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Identification.Result> read = new ArrayList<>();
    private final Neighbours neighbours;
    private int next;
    private int looking;
    private int reading;
    private boolean sleeping;
    private boolean asksNeighbours;
    private boolean ended;
    private boolean going;
    private boolean more;
    private volatile boolean cancelled;
    private volatile Progress progress;

    /**
     * @param rate datagrams a second, at most {@link DiscoveryProperties#FASTEST}
     * @param timeout how long one datagram is waited for
     * @param retries further tries of each credential
     * @param neighbours whether those that answer are asked whom they see
     */
    public record Settings(int rate, Duration timeout, int retries, boolean neighbours) {}

    /**
     * An address to look at.
     *
     * @param credentials to try, in this order, by their place in the list of the scan
     */
    public record Aim(InetSocketAddress address, List<Integer> credentials) {
        public Aim {
            credentials = List.copyOf(credentials);
            if (credentials.isEmpty() || address.isUnresolved() || address.getPort() == 0) {
                throw new IllegalArgumentException(
                        "An address with a port, and credentials to try, are needed: " + address);
            }
        }
    }

    /**
     * How far a scan is.
     *
     * @param aims addresses to look at
     * @param looked of which so many are done: somebody answered, or nobody did to the last try
     * @param answered at so many somebody did
     * @param read of whom so many were asked all that was to be asked
     * @param sent datagrams sent to look, without those to devices that answered
     */
    public record Progress(int aims, int looked, int answered, int read, long sent) {}

    /** Who is told; on the engine's loop, so it must not block. */
    public interface Listener {
        void answered(Answer answer);

        /** Called once, after everything else. */
        void ended();
    }

    private static final class Look {
        final Aim aim;
        final Set<Integer> hopeless = new HashSet<>();
        int tried;

        @Nullable
        SnmpFault fault;

        Look(Aim aim) {
            this.aim = aim;
        }
    }

    public Scanner(
            SnmpEngine engine,
            Profiles profiles,
            Settings settings,
            List<Aim> aims,
            List<SnmpCredentials> credentials,
            Listener listener) {
        this(engine, profiles, settings, aims, credentials, listener, Map.of(), new Known());
    }

    /**
     * @param keys of boxes whose addresses are known before
     * @param known by what others may see boxes that are known before
     */
    Scanner(
            SnmpEngine engine,
            Profiles profiles,
            Settings settings,
            List<Aim> aims,
            List<SnmpCredentials> credentials,
            Listener listener,
            Map<InetSocketAddress, String> keys,
            Known known) {
        this.engine = engine;
        this.profiles = profiles;
        this.settings = settings;
        this.aims = List.copyOf(aims);
        this.credentials = List.copyOf(credentials);
        this.listener = listener;
        this.neighbours = new Neighbours(engine, keys, known);
        this.pace = new Pace(settings.rate());
        this.progress = new Progress(aims.size(), 0, 0, 0, 0);
    }

    public void start() {
        engine.execute(this::go);
    }

    /** No more is asked; what is under way ends by itself, then {@link Listener#ended} is called. */
    public void cancel() {
        cancelled = true;
        engine.execute(this::go);
    }

    public Progress progress() {
        return progress;
    }

    /** What those that answered see of each other; complete when the scan has ended. */
    Neighbours neighbours() {
        return neighbours;
    }

    /** A reply may come within the call that asks: when the engine has stopped. */
    private void go() {
        more = true;
        if (going) {
            return;
        }
        going = true;
        while (more) {
            more = false;
            step();
        }
        going = false;
    }

    private void step() {
        look();
        readOn();
        boolean nothingLeft = cancelled || (next == aims.size() && again.isEmpty() && waiting.isEmpty());
        if (ended || looking > 0 || reading > 0 || !nothingLeft) {
            return;
        }
        if (settings.neighbours() && !asksNeighbours && !cancelled) {
            asksNeighbours = true;
            neighbours.meet(read);
            read.forEach(one -> waiting.add(() -> neighbours.ask(one, () -> cancelled, this::neighboursAsked)));
            more = true;
            return;
        }
        ended = true;
        listener.ended();
    }

    private void look() {
        while (!cancelled && !sleeping && looking < MOST_LOOKS) {
            Look look = again.poll();
            if (look == null && next < aims.size()) {
                look = new Look(aims.get(next++));
            }
            if (look == null) {
                return;
            }
            int credential = credentialOf(look);
            int datagrams = credentials.get(credential) instanceof SnmpCredentials.User ? 2 : 1;
            long wait = pace.take(System.nanoTime(), datagrams);
            if (wait > 0) {
                again.addFirst(look);
                sleep(wait);
            } else {
                send(look, credential);
            }
        }
    }

    private void sleep(long nanos) {
        sleeping = true;
        engine.schedule(
                () -> {
                    sleeping = false;
                    go();
                },
                Duration.ofNanos(nanos));
    }

    private static int credentialOf(Look look) {
        List<Integer> all = look.aim.credentials();
        return all.get(look.tried % all.size());
    }

    private void send(Look look, int credential) {
        looking++;
        progress =
                new Progress(aims.size(), progress.looked(), progress.answered(), progress.read(), progress.sent() + 1);
        engine.get(target(look.aim, credential, 0), List.of(SYS_OBJECT_ID), reply -> {
            looking--;
            replied(look, credential, reply);
            go();
        });
    }

    private SnmpTarget target(Aim aim, int credential, int retries) {
        return new SnmpTarget(
                aim.address(),
                credentials.get(credential),
                settings.timeout(),
                retries,
                MAX_REPETITIONS,
                MAX_VAR_BINDS);
    }

    /** A refusal came by a credential that is right. */
    private void replied(Look look, int credential, SnmpReply reply) {
        if (reply instanceof SnmpReply.Answered || reply instanceof SnmpReply.Refused) {
            looked(true);
            SnmpTarget target = target(look.aim, credential, READ_RETRIES);
            waiting.add(() -> new Identification(engine, profiles, target, credential, this::identified).start());
            return;
        }
        if (reply instanceof SnmpReply.NotAuthenticated || reply instanceof SnmpReply.Malformed) {
            look.fault = SnmpFault.of(reply);
            look.hopeless.add(credential);
        } else if (reply instanceof SnmpReply.NotSent) {
            look.hopeless.add(credential);
        }
        if (!tryOther(look)) {
            looked(look.fault != null);
            if (look.fault != null) {
                listener.answered(Answer.unread(look.aim.address(), look.fault));
            }
        }
    }

    private boolean tryOther(Look look) {
        int tries = look.aim.credentials().size() * (settings.retries() + 1);
        do {
            look.tried++;
        } while (look.tried < tries && look.hopeless.contains(credentialOf(look)));
        if (look.tried >= tries) {
            return false;
        }
        again.add(look);
        return true;
    }

    private void looked(boolean answered) {
        progress = new Progress(
                aims.size(),
                progress.looked() + 1,
                progress.answered() + (answered ? 1 : 0),
                progress.read(),
                progress.sent());
    }

    private void readOn() {
        while (!cancelled && reading < MOST_READ && !waiting.isEmpty()) {
            reading++;
            waiting.remove().run();
        }
    }

    private void identified(Identification.Result result) {
        reading--;
        if (result.answer().recognised() != null) {
            read.add(result);
        }
        if (!settings.neighbours()) {
            countRead();
        }
        listener.answered(result.answer());
        go();
    }

    private void countRead() {
        progress =
                new Progress(aims.size(), progress.looked(), progress.answered(), progress.read() + 1, progress.sent());
    }

    private void neighboursAsked() {
        reading--;
        countRead();
        go();
    }
}
