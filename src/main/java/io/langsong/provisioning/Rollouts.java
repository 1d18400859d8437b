package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import io.langsong.provisioning.RolloutPlanner.Look;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people ask of changes that go to many access points, wave by wave: a dry run, to begin, approve, pause, resume, cancel. Each is in
 * the audit trail. All that is known of a rollout stands in the database; {@link RolloutRunner} takes it forward. Any thread.
 */
@Component
public class Rollouts {
    private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

    private static final int LONGEST_REASON = 300;
    private static final int USUAL_STOP = 1;

    private final RolloutTable table;
    private final RolloutPlanner planner;
    private final Fleet fleet;
    private final ProvisioningProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Rollouts(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            RolloutPlanner planner,
            Fleet fleet,
            ProvisioningProperties settings,
            AuditTrail audit,
            Clock clock) {
        this.table = new RolloutTable(jdbc);
        this.planner = planner;
        this.fleet = fleet;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The newest first. */
    public List<Rollout> all() {
        return table.all();
    }

    public Optional<Rollout> find(long id) {
        return table.find(id);
    }

    /** There is no such rollout. */
    public static Refused missing(long id) {
        return Refused.missing("provisioning.refused.no-rollout", "id", Long.toString(id));
    }

    /** What would go where if it began now; nothing is kept of it. */
    public DryRun dryRun(Collection<DeviceId> wanted) {
        return planner.look(wanted).dryRun();
    }

    /**
     * Begins a rollout, or proposes it when a second person is to say yes.
     *
     * @param stopAfter so many steps that fail stop it; null: the first
     */
    public Rollout begin(
            Collection<DeviceId> wanted, @Nullable String reason, @Nullable Integer stopAfter, String who) {
        return begin(wanted, null, reason, stopAfter, who);
    }

    /**
     * As {@link #begin(Collection, String, Integer, String)}, of what was looked at.
     *
     * @param looked checksum of each step of the dry run; when it would be another now, it is refused
     */
    public Rollout begin(
            Map<DeviceId, String> looked, @Nullable String reason, @Nullable Integer stopAfter, String who) {
        return begin(looked.keySet(), looked, reason, stopAfter, who);
    }

    private Rollout begin(
            Collection<DeviceId> wanted,
            @Nullable Map<DeviceId, String> looked,
            @Nullable String reason,
            @Nullable Integer stopAfter,
            String who) {
        String why = Typed.text("reason", reason, LONGEST_REASON);
        int stop = stopAfter == null ? USUAL_STOP : stopAfter;
        if (stop < 1 || stop > RolloutPlanner.MOST_STEPS) {
            throw Refused.invalid(
                    "stopAfter",
                    Integer.toString(stop),
                    "provisioning.refused.stop-after",
                    List.of(RolloutPlanner.MOST_STEPS),
                    "is out of range",
                    "give 1 to " + RolloutPlanner.MOST_STEPS);
        }
        return inTransaction(now -> {
            Look look = planner.possible(wanted, looked);
            DryRun dryRun = look.dryRun();
            look.renditions().values().forEach(fleet::keep);
            List<Step> steps = dryRun.steps().stream()
                    .map(step -> new Step(
                            step.place(),
                            step.wave(),
                            step.checksum(),
                            Optional.ofNullable(look.before().get(step.place()))
                                    .map(Rendition::checksum)
                                    .orElse(null),
                            Progress.WAITING,
                            now,
                            null,
                            null,
                            List.of(),
                            List.of()))
                    .toList();
            State state = settings.secondPerson() ? State.PROPOSED : State.RUNNING;
            long id = table.add(new Rollout(0, state, why, who, now, null, stop, steps));
            audit.record(
                    "provisioning.rollout.begin",
                    subject(id),
                    List.of(
                            new Change("reason", null, why),
                            new Change("steps", null, Integer.toString(steps.size())),
                            new Change("state", null, state.code())));
            log.info("rollout begun rollout={} steps={} state={}", id, steps.size(), state.code());
            return table.find(id).orElseThrow();
        });
    }

    private <R> R inTransaction(Function<Instant, R> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    /** Says yes, as a second person. */
    public Rollout approve(long id, String who) {
        return turn(id, who, State.RUNNING, "approve", rollout -> {
            if (rollout.state() != State.PROPOSED) {
                throw wrongState(rollout);
            }
            if (rollout.by().equals(who)) {
                throw Refused.conflict(
                        "id",
                        Long.toString(id),
                        "provisioning.refused.own-rollout",
                        List.of(),
                        "was proposed by you",
                        "have somebody else approve it");
            }
        });
    }

    /** Begins nothing new until it is resumed; what was let out takes its course. */
    public Rollout pause(long id, String who) {
        return turn(id, who, State.PAUSED, "pause", rollout -> require(rollout, State.RUNNING));
    }

    /** Goes on, also after it stopped. */
    public Rollout resume(long id, String who) {
        return turn(id, who, State.RUNNING, "resume", rollout -> require(rollout, State.PAUSED, State.STOPPED));
    }

    /**
     * Lets out once more, each in its wave, what was taken back; the same configuration, since that is what was looked at. Goes on, also
     * after it stopped or came to its end.
     */
    public Rollout retry(long id, String who) {
        return inTransaction(now -> {
            Rollout rollout = table.lock(id).orElseThrow(() -> missing(id));
            require(rollout, State.STOPPED, State.PAUSED, State.FINISHED);
            List<Step> failed = rollout.steps().stream()
                    .filter(step -> step.progress() == Progress.ROLLED_BACK)
                    .toList();
            if (failed.isEmpty()) {
                throw wrongState(rollout);
            }
            for (Step step : failed) {
                table.openAt(step.place()).flatMap(table::find).ifPresent(other -> {
                    throw RolloutPlanner.inRollout(step.place(), other);
                });
                table.step(id, step.again(now));
            }
            table.state(id, State.RUNNING, null);
            audit.record(
                    "provisioning.rollout.retry",
                    subject(id),
                    List.of(
                            new Change("state", rollout.state().code(), State.RUNNING.code()),
                            new Change("steps", null, Integer.toString(failed.size()))));
            log.info("rollout tries again rollout={} steps={}", id, failed.size());
            return table.find(id).orElseThrow();
        });
    }

    /**
     * Begins nothing new ever, and frees the places that have not got anything: those whose turn did not come, and boxes that are off.
     * What came to a box takes its course, and is taken back when it does not go well.
     */
    public Rollout cancel(long id, String who) {
        turn(
                id,
                who,
                State.CANCELLED,
                "cancel",
                rollout -> require(rollout, State.PROPOSED, State.RUNNING, State.PAUSED, State.STOPPED));
        return inTransaction(now -> {
            Rollout rollout = table.lock(id).orElseThrow(() -> missing(id));
            for (Step step : rollout.steps()) {
                if (step.progress() == Progress.WAITING
                        || step.progress() == Progress.QUEUED && fetchedBack(step, now)) {
                    table.step(id, step.at(Progress.SKIPPED, now, "cancelled"));
                }
            }
            return table.find(id).orElseThrow();
        });
    }

    /** Whether a box that has not come for it since will find what it had before. */
    private boolean fetchedBack(Step step, Instant now) {
        String before = step.before();
        if (before == null || hasComeFor(step, now)) {
            return false;
        }
        fleet.letOutAgain(step.place(), before, now);
        return true;
    }

    private boolean hasComeFor(Step step, Instant now) {
        return fleet.delivery(step.place(), now)
                .filter(box ->
                        box.served().equals(step.checksum()) && !box.seen().isAfter(step.since()))
                .isEmpty();
    }

    private interface Condition {
        void check(Rollout rollout);
    }

    private Rollout turn(long id, String who, State next, String what, Condition condition) {
        return inTransaction(now -> {
            Rollout rollout = table.lock(id).orElseThrow(() -> missing(id));
            condition.check(rollout);
            table.state(id, next, what.equals("approve") ? who : null);
            audit.record(
                    "provisioning.rollout." + what,
                    subject(id),
                    List.of(new Change("state", rollout.state().code(), next.code())));
            return table.find(id).orElseThrow();
        });
    }

    private static void require(Rollout rollout, State... allowed) {
        if (!List.of(allowed).contains(rollout.state())) {
            throw wrongState(rollout);
        }
    }

    private static Refused wrongState(Rollout rollout) {
        return Refused.conflict(
                "id",
                Long.toString(rollout.id()),
                "provisioning.refused.rollout-state",
                List.of(),
                "is " + rollout.state().code(),
                "read it again");
    }

    static String subject(long id) {
        return "rollout:" + id;
    }
}
