package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.AnswerReader;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Reading;
import io.langsong.snmp.AgentLimits;
import io.langsong.snmp.Interner;
import io.langsong.snmp.Oid;
import io.langsong.snmp.PreparedBulk;
import io.langsong.snmp.PreparedGet;
import io.langsong.snmp.PreparedWalk;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.VarBinds;
import io.langsong.snmp.WalkLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Polls one device, again and again: a GET, then the tables of its profile, packed by what earlier polls taught; or both at
 * once, as {@link Together} has it. One poll at a time, on the engine's loop.
 */
final class PollRun implements PreparedGet.Observer, PreparedWalk.Observer, PreparedBulk.Observer {
    private static final Metric UPTIME = new Metric("sys.uptime", Metric.Kind.GAUGE, "s");
    private static final Metric RTT = new Metric("reach.rtt", Metric.Kind.GAUGE, "ms");
    private static final Metric LOSS = new Metric("reach.loss", Metric.Kind.GAUGE, "%");
    private static final PollPlan UPTIMES =
            new PollPlan(List.of(Oid.parse("1.3.6.1.2.1.1.3.0"), Oid.parse("1.3.6.1.2.1.25.1.1.0")), List.of());
    /** So many polls end in a batch that was sent together, at most. */
    private static final int MOST_SPARE = 256;

    /** The tables of an optical line terminal have tens of thousands of values, and need their room once a minute. */
    private static final int MOST_SPARE_VARIABLES = 1_000;

    private static final Duration LONGEST_WALK = Duration.ofSeconds(10);
    /** RFC 3416 section 3: the agent knows us, and will not let us read. */
    private static final int NO_ACCESS = 6;

    private static final int AUTHORIZATION_ERROR = 16;

    private final Tools tools;
    private final DeviceId device;
    private final SnmpTarget target;
    private final @Nullable Profile profile;
    private final Duration interval;
    private final PollPlan plan;
    /** Number of the table that each column walked is of. */
    private final int[] tableOf;

    private final PreparedGet scalars;
    private final @Nullable PreparedWalk tables;

    private final Together together;

    private final @Nullable AnswerReader reader;
    private final Series uptimeSeries;
    private final Series rttSeries;
    private final Series lossSeries;

    private Consumer<PollResult> done = result -> {};
    /** What has been answered: {@link VarBinds} lent by the pool, or a list of our own where they came otherwise. */
    private List<VarBind> varBinds = List.of();

    private int scalarCount;
    private long octets;
    private Instant sentAt;
    private Instant answeredAt;
    private Duration roundTrip = Duration.ZERO;
    private int tries;
    private boolean wasSilent;
    private boolean isTogether;
    /** Of the agent when it answered last. */
    private Duration uptime = Duration.ZERO;

    /**
     * What the polls of all devices use in turn, on the loop.
     *
     * @param alike what is the same of devices of one kind
     * @param spare room for the answers of a poll, not in use at present
     */
    record Tools(SnmpEngine engine, Clock clock, Interner alike, ArrayDeque<VarBinds> spare) {
        Tools(SnmpEngine engine, Clock clock) {
            this(engine, clock, new Interner(), new ArrayDeque<>());
        }

        private VarBinds take() {
            VarBinds free = spare.poll();
            return free == null ? new VarBinds() : free;
        }

        private void giveBack(VarBinds used) {
            if (spare.size() < MOST_SPARE && used.size() <= MOST_SPARE_VARIABLES) {
                used.empty();
                spare.push(used);
            }
        }
    }

    /** @param profile null to ask for its uptime alone */
    private PollRun(
            Tools tools,
            DeviceId device,
            SnmpTarget target,
            @Nullable Profile profile,
            AgentLimits known,
            Duration interval) {
        this.tools = tools;
        this.device = device;
        this.target = target;
        this.profile = profile;
        this.interval = interval;
        this.plan = profile == null ? UPTIMES : profile.plan();
        this.sentAt = tools.clock().instant();
        this.answeredAt = sentAt;
        this.together = new Together(device.hashCode());
        this.reader = profile == null ? null : new AnswerReader(profile, device, tools.alike());
        this.uptimeSeries = series(device, UPTIME);
        this.rttSeries = series(device, RTT);
        this.lossSeries = series(device, LOSS);
        SnmpTarget limited =
                profile == null ? target : Targets.limited(target, profile.maxRepetitions(), profile.maxVarBinds());
        this.scalars = tools.engine().prepareGet(limited, plan.get(), this);
        scalars.limit(known);
        List<Oid> columns = plan.walks().stream().flatMap(List::stream).toList();
        this.tableOf = IntStream.range(0, plan.walks().size())
                .flatMap(table -> plan.walks().get(table).stream().mapToInt(column -> table))
                .toArray();
        this.tables = columns.isEmpty() ? null : tools.engine().prepareWalk(limited, columns, limits(interval), this);
        if (tables != null) {
            tables.limit(known);
        }
    }

    private static WalkLimits limits(Duration interval) {
        Duration half = interval.dividedBy(2);
        return new WalkLimits(
                WalkLimits.DEFAULT.rows(),
                WalkLimits.DEFAULT.requests(),
                half.compareTo(LONGEST_WALK) < 0 ? half : LONGEST_WALK);
    }

    /** Everything the profile asks for; {@code done} is told exactly once. What {@code task} learned goes on. */
    static void regular(Tools tools, PollTask task, SnmpTarget target, Duration interval, Consumer<PollResult> done) {
        PollRun run = task.run;
        if (run == null || !run.isFor(tools, task, target, interval)) {
            run = new PollRun(tools, task.device.id(), target, task.profile, known(task, target), interval);
            task.run = run;
        }
        run.begin(done);
    }

    /** What the run before found out of the same agent, else what was kept. */
    private static AgentLimits known(PollTask task, SnmpTarget target) {
        PollRun before = task.run;
        Profile profile = task.profile;
        if (before != null
                && profile != null
                && before.profile == profile
                && before.target.address().equals(target.address())) {
            return before.limits(true);
        }
        return profile == null ? AgentLimits.NONE : task.keptFor(profile);
    }

    boolean isBy(Profile other) {
        return profile == other;
    }

    /** Whether the agent turned out to bear less than its profile says. */
    boolean isBounded() {
        return scalars.mostVariables() != AgentLimits.NO_LIMIT || (tables != null && tables.isBounded());
    }

    /** What is known of the agent by now. @param withRows whether to tell the lengths of its tables */
    AgentLimits limits(boolean withRows) {
        int getVariables = scalars.mostVariables();
        return tables == null
                ? new AgentLimits(
                        getVariables,
                        AgentLimits.NO_LIMIT,
                        AgentLimits.NO_LIMIT,
                        AgentLimits.NO_LIMIT,
                        Map.of(),
                        Set.of())
                : tables.limits(getVariables, withRows);
    }

    private boolean isFor(Tools using, PollTask task, SnmpTarget asked, Duration every) {
        return tools == using
                && device.equals(task.device.id())
                && target.equals(asked)
                && profile == task.profile
                && interval.equals(every);
    }

    /** Its uptime alone, in place of {@link #regular} where that costs more than the line may carry. */
    static void uptime(Tools tools, PollTask task, SnmpTarget target, Consumer<PollResult> done) {
        new PollRun(tools, task.device.id(), target, null, AgentLimits.NONE, Duration.ofSeconds(1)).begin(done);
    }

    /** A single try, to see whether the device is there. */
    static void single(Tools tools, PollTask task, SnmpTarget target, Consumer<PollResult> done) {
        new PollRun(tools, task.device.id(), target.withRetries(0), null, AgentLimits.NONE, Duration.ofSeconds(1))
                .begin(done);
    }

    /** Its agent answered to something small: where the poll before stayed silent, that was perhaps too large for it. */
    void wasThere() {
        if (wasSilent) {
            wasSilent = false;
            if (isTogether) {
                together.wasThere();
            } else {
                scalars.wasThere();
            }
        }
    }

    private void begin(Consumer<PollResult> told) {
        done = told;
        varBinds = tools.take();
        scalarCount = 0;
        sentAt = tools.clock().instant();
        answeredAt = sentAt;
        wasSilent = false;
        PreparedBulk all = together.next();
        isTogether = all != null;
        if (all != null && varBinds instanceof VarBinds room) {
            all.ask(room);
        } else {
            scalars.ask();
        }
    }

    @Override
    public void answeredTogether(long roundTripNanos, int attempts) {
        answeredAt = tools.clock().instant();
        roundTrip = Duration.ofNanos(roundTripNanos);
        tries = attempts;
        together.served();
        tell(answered());
    }

    @Override
    public void differs() {
        together.differs();
        isTogether = false;
        scalars.ask();
    }

    @Override
    public void answered(List<VarBind> lent, long roundTripNanos, int attempts) {
        answeredAt = tools.clock().instant();
        roundTrip = Duration.ofNanos(roundTripNanos);
        tries = attempts;
        add(lent);
        scalarCount = lent.size();
        if (tables == null) {
            tell(answered());
        } else {
            tables.ask();
        }
    }

    @Override
    public void rows(VarBinds some) {
        add(some);
    }

    private void add(List<VarBind> lent) {
        if (varBinds instanceof VarBinds packed && lent instanceof VarBinds more) {
            packed.append(more);
        } else {
            loose().addAll(lent);
        }
    }

    private List<VarBind> loose() {
        if (varBinds instanceof VarBinds packed) {
            varBinds = new ArrayList<>(packed);
            tools.giveBack(packed);
        }
        return varBinds;
    }

    /** The end of a poll; the next may begin in this call. */
    private void tell(PollResult result) {
        if (varBinds instanceof VarBinds packed) {
            tools.giveBack(packed);
        }
        varBinds = List.of();
        done.accept(result);
    }

    /** Half a table would let a 32-bit counter stand in for the 64-bit one that was not reached. */
    @Override
    public void walked(BitSet broken) {
        answeredAt = tools.clock().instant();
        if (!broken.isEmpty()) {
            Set<Integer> brokenTables =
                    broken.stream().mapToObj(column -> tableOf[column]).collect(Collectors.toSet());
            List<Oid> half = IntStream.range(0, plan.walks().size())
                    .filter(brokenTables::contains)
                    .boxed()
                    .flatMap(table -> plan.walks().get(table).stream())
                    .toList();
            loose().subList(scalarCount, varBinds.size())
                    .removeIf(row -> half.stream().anyMatch(column -> row.oid().startsWith(column)));
        } else if (tables != null && varBinds instanceof VarBinds all) {
            PreparedWalk walk = tables;
            together.found(() -> tools.engine().prepareBulk(scalars, walk, all, this));
        }
        tell(answered());
    }

    /** The scalars or all tables stayed away; without tables it is still there. */
    @Override
    public void ended(SnmpReply reply) {
        if (isTogether && isOfTheQuestion(reply)) {
            differs();
        } else if (!varBinds.isEmpty()) {
            if (tables != null) {
                tables.wasThere();
            }
            loose().subList(scalarCount, varBinds.size()).clear();
            tell(answered());
        } else if (reply instanceof SnmpReply.Answered answered) {
            answered(answered.varBinds(), answered.roundTrip().toNanos(), answered.attempts());
        } else if (reply instanceof SnmpReply.TimedOut silent) {
            wasSilent = true;
            tell(silent(silent));
        } else if (reply instanceof SnmpReply.NotAuthenticated) {
            tell(refused("credentials"));
        } else if (reply instanceof SnmpReply.Malformed) {
            tell(refused("snmp"));
        } else if (reply instanceof SnmpReply.Refused refusal) {
            boolean access = refusal.status() == AUTHORIZATION_ERROR || refusal.status() == NO_ACCESS;
            tell(refused(access ? "credentials" : "snmp"));
        } else if (reply instanceof SnmpReply.NotSent unsent) {
            tell(notAsked(device, sentAt, unsent.reason()));
        }
    }

    /** Whether the agent may only not bear to be asked for all at once. */
    private boolean isOfTheQuestion(SnmpReply reply) {
        return reply instanceof SnmpReply.Malformed || (reply instanceof SnmpReply.TimedOut && !together.hasServed());
    }

    /** About as many octets as the newest poll that was answered took both ways, with the heads of its datagrams. */
    long octets() {
        return octets;
    }

    private PollResult answered() {
        octets = varBinds instanceof VarBinds packed
                ? ReadingTurns.octets(packed.octetCount())
                : ReadingTurns.octets(varBinds.size() * ReadingTurns.USUAL_VARIABLE);
        DeviceClock clock;
        List<PollResult.PortState> ports = List.of();
        List<Sample> samples;
        if (reader == null) {
            clock = Reading.clockOf(varBinds);
            samples = new ArrayList<>(3);
        } else {
            // What comes together from now on is what to learn by.
            boolean once = together.isOn() && !isTogether;
            AnswerReader.Read read = once ? reader.readOnce(varBinds, answeredAt) : reader.read(varBinds, answeredAt);
            clock = read.clock();
            ports = read.ports();
            samples = read.samples();
        }
        if (clock != null) {
            samples.add(gauge(uptimeSeries, clock.agentUptime().toMillis() / 1000.0));
            if (clock.agentUptime().compareTo(uptime) < 0) {
                together.restarted();
            }
            uptime = clock.agentUptime();
        }
        samples.add(gauge(rttSeries, roundTrip.toNanos() / 1e6));
        samples.add(gauge(lossSeries, 100.0 * (tries - 1) / tries));
        return new PollResult(
                device, sentAt, answeredAt, Outcome.ANSWERED, tries - 1, tries, clock, ports, samples, "");
    }

    private PollResult silent(SnmpReply.TimedOut reply) {
        answeredAt = tools.clock().instant();
        return new PollResult(
                device,
                sentAt,
                answeredAt,
                Outcome.SILENT,
                reply.attempts(),
                reply.attempts(),
                null,
                List.of(),
                List.of(gauge(lossSeries, 100)),
                "");
    }

    private PollResult refused(String fault) {
        return new PollResult(
                device, sentAt, tools.clock().instant(), Outcome.REFUSED, 0, 1, null, List.of(), List.of(), fault);
    }

    /**
     * The box showed itself beside SNMP, at {@code at}: its agent is at fault, or our access to it. The silence of the agent
     * says nothing of the line, so it is no lost try.
     */
    static PollResult onlySnmpSilent(PollResult silence, Instant at) {
        return new PollResult(
                silence.device(), silence.sentAt(), at, Outcome.REFUSED, 0, 1, null, List.of(), List.of(), "snmp");
    }

    static PollResult notAsked(DeviceId device, Instant at, String why) {
        return new PollResult(device, at, at, Outcome.NOT_ASKED, 0, 0, null, List.of(), List.of(), why);
    }

    private static Series series(DeviceId device, Metric metric) {
        return new Series(new SeriesKey(device, metric.name(), ""), metric);
    }

    private Sample gauge(Series series, double value) {
        return Sample.gauge(series, answeredAt, value);
    }
}
