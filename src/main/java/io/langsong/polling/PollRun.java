package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Reading;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One poll of one device: a GET, then the tables of its profile one after the other. Runs on the engine's loop. */
final class PollRun {
    private static final Metric UPTIME = new Metric("sys.uptime", Metric.Kind.GAUGE, "s");
    private static final Metric RTT = new Metric("reach.rtt", Metric.Kind.GAUGE, "ms");
    private static final Metric LOSS = new Metric("reach.loss", Metric.Kind.GAUGE, "%");
    private static final PollPlan UPTIMES =
            new PollPlan(List.of(Oid.parse("1.3.6.1.2.1.1.3.0"), Oid.parse("1.3.6.1.2.1.25.1.1.0")), List.of());
    /** RFC 3416 section 3: the agent knows us, and will not let us read. */
    private static final int NO_ACCESS = 6;

    private static final int AUTHORIZATION_ERROR = 16;

    private final SnmpEngine engine;
    private final Clock clock;
    private final DeviceId device;
    private final SnmpTarget target;
    private final @Nullable Profile profile;
    private final PollPlan plan;
    private final WalkLimits limits;
    private final Consumer<PollResult> done;

    private final List<VarBind> varBinds = new ArrayList<>();
    private final Instant sentAt;
    private Instant answeredAt;
    private Duration roundTrip = Duration.ZERO;
    private int tries;

    private PollRun(
            SnmpEngine engine,
            Clock clock,
            DeviceId device,
            SnmpTarget target,
            @Nullable Profile profile,
            PollPlan plan,
            WalkLimits limits,
            Consumer<PollResult> done) {
        this.engine = engine;
        this.clock = clock;
        this.device = device;
        this.target = target;
        this.profile = profile;
        this.plan = plan;
        this.limits = limits;
        this.done = done;
        this.sentAt = clock.instant();
        this.answeredAt = sentAt;
    }

    /** Everything the profile asks for; {@code done} is told exactly once. */
    static void regular(
            SnmpEngine engine,
            Clock clock,
            PollTask task,
            SnmpTarget target,
            Duration interval,
            Consumer<PollResult> done) {
        Profile profile = task.profile;
        PollPlan plan = profile == null ? UPTIMES : profile.plan();
        SnmpTarget limited =
                profile == null ? target : Targets.limited(target, profile.maxRepetitions(), profile.maxVarBinds());
        Duration longest = interval.dividedBy(2).compareTo(Duration.ofSeconds(10)) < 0
                ? interval.dividedBy(2)
                : Duration.ofSeconds(10);
        WalkLimits limits = new WalkLimits(WalkLimits.DEFAULT.rows(), WalkLimits.DEFAULT.requests(), longest);
        new PollRun(engine, clock, task.device.id(), limited, profile, plan, limits, done).begin();
    }

    /** A single try, to see whether the device is there. */
    static void single(SnmpEngine engine, Clock clock, PollTask task, SnmpTarget target, Consumer<PollResult> done) {
        new PollRun(engine, clock, task.device.id(), target.withRetries(0), null, UPTIMES, WalkLimits.DEFAULT, done)
                .begin();
    }

    private void begin() {
        engine.get(target, plan.get(), this::first);
    }

    private void first(SnmpReply reply) {
        if (reply instanceof SnmpReply.Answered answered) {
            answeredAt = clock.instant();
            roundTrip = answered.roundTrip();
            tries = answered.attempts();
            varBinds.addAll(answered.varBinds());
            walk(0);
        } else if (reply instanceof SnmpReply.TimedOut silent) {
            done.accept(silent(silent));
        } else if (reply instanceof SnmpReply.NotAuthenticated) {
            done.accept(refused("credentials"));
        } else if (reply instanceof SnmpReply.Malformed) {
            done.accept(refused("snmp"));
        } else if (reply instanceof SnmpReply.Refused refusal) {
            boolean access = refusal.status() == AUTHORIZATION_ERROR || refusal.status() == NO_ACCESS;
            done.accept(refused(access ? "credentials" : "snmp"));
        } else if (reply instanceof SnmpReply.NotSent unsent) {
            done.accept(notAsked(device, sentAt, unsent.reason()));
        }
    }

    /** A table that breaks off leaves the rest for the next poll: the device may have died in the middle. */
    private void walk(int table) {
        if (table == plan.walks().size()) {
            done.accept(answered());
            return;
        }
        engine.walk(target, plan.walks().get(table), limits, reply -> {
            boolean whole = false;
            if (reply instanceof SnmpReply.Answered answered) {
                answeredAt = clock.instant();
                whole = answered.complete();
                // Half a table would let a 32-bit counter stand in for the 64-bit one that was not reached.
                varBinds.addAll(whole ? answered.varBinds() : List.of());
            }
            walk(
                    whole || reply instanceof SnmpReply.Refused
                            ? table + 1
                            : plan.walks().size());
        });
    }

    private PollResult answered() {
        DeviceClock uptime;
        List<PollResult.PortState> ports = List.of();
        List<Sample> samples = new ArrayList<>();
        if (profile == null) {
            uptime = Reading.clockOf(varBinds);
        } else {
            Reading reading = Reading.of(profile, device, answeredAt, varBinds);
            uptime = reading.clock();
            ports = reading.portStates();
            samples.addAll(reading.samples());
        }
        if (uptime != null) {
            samples.add(gauge(UPTIME, uptime.agentUptime().toMillis() / 1000.0));
        }
        samples.add(gauge(RTT, roundTrip.toNanos() / 1e6));
        samples.add(gauge(LOSS, 100.0 * (tries - 1) / tries));
        return new PollResult(
                device, sentAt, answeredAt, Outcome.ANSWERED, tries - 1, tries, uptime, ports, samples, "");
    }

    private PollResult silent(SnmpReply.TimedOut reply) {
        answeredAt = clock.instant();
        return new PollResult(
                device,
                sentAt,
                answeredAt,
                Outcome.SILENT,
                reply.attempts(),
                reply.attempts(),
                null,
                List.of(),
                List.of(gauge(LOSS, 100)),
                "");
    }

    private PollResult refused(String fault) {
        return new PollResult(
                device, sentAt, clock.instant(), Outcome.REFUSED, 0, 1, null, List.of(), List.of(), fault);
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

    private Sample gauge(Metric metric, double value) {
        return Sample.gauge(new SeriesKey(device, metric.name(), ""), metric, answeredAt, value);
    }
}
