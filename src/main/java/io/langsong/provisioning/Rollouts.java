package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes changes to many access points, wave by wave, and takes back what does not go well. All that is known of a rollout stands in the
 * database, and each step forward is one transaction with what it lets out: a server that dies goes on where it was. Any thread.
 */
@Component
public class Rollouts {
    private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

    private static final int MOST_STEPS = 2_000;
    private static final int LONGEST_REASON = 300;
    private static final int USUAL_STOP = 1;
    /** The agent's own test takes up to ten times twenty seconds and as many tries of thirty. */
    static final Duration PATIENCE = Duration.ofMinutes(20);

    private final RolloutTable table;
    private final AccessPointTable places;
    private final Fleet fleet;
    private final Proposals proposals;
    private final Inventory inventory;
    private final AppliedCheck check;
    private final ProvisioningProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final TransactionTemplate fenced;
    private final Clock clock;

    /** @param fenced refuses when another server has taken over */
    Rollouts(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Fleet fleet,
            Proposals proposals,
            Inventory inventory,
            AppliedCheck check,
            ProvisioningProperties settings,
            AuditTrail audit,
            Clock clock) {
        this.table = new RolloutTable(jdbc);
        this.places = new AccessPointTable(jdbc);
        this.fleet = fleet;
        this.proposals = proposals;
        this.inventory = inventory;
        this.check = check;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.fenced = fenced;
        this.clock = clock;
    }

    /**
     * What a rollout would do.
     *
     * @param unchanged ids of places that have already what they would get
     * @param impossible places that can not be configured, or are in another rollout, with the reason
     */
    public record DryRun(List<Planned> steps, List<DeviceId> unchanged, Map<DeviceId, String> impossible) {
        public DryRun {
            steps = List.copyOf(steps);
            unchanged = List.copyOf(unchanged);
            impossible = Map.copyOf(impossible);
        }
    }

    /**
     * One step that would be.
     *
     * @param diff as of {@code diff -u}, with stars for secrets; empty when only secrets differ
     * @param behind how many devices could be cut off with it
     * @param villages ids of those that could be cut off with it
     */
    public record Planned(DeviceId place, int wave, String checksum, String diff, int behind, List<String> villages) {
        public Planned {
            villages = List.copyOf(villages);
        }
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
        return look(wanted).dryRun();
    }

    /** What a look at the places found. */
    private record Look(DryRun dryRun, Map<DeviceId, Rendition> renditions, Map<DeviceId, Rendition> before) {}

    private Look look(Collection<DeviceId> wanted) {
        InventorySnapshot there = inventory.snapshot();
        Map<DeviceId, AccessPoint> changed = new HashMap<>();
        Map<DeviceId, Rendition> renditions = new HashMap<>();
        Map<DeviceId, Rendition> before = new HashMap<>();
        List<DeviceId> unchanged = new ArrayList<>();
        Map<DeviceId, String> impossible = new HashMap<>();
        for (DeviceId id : new LinkedHashSet<>(wanted)) {
            AccessPoint place = places.find(id).orElseThrow(() -> AccessPoints.missing(id));
            Proposal proposal = proposals.of(place, fleet.boxes().at(id).orElse(null), fleet.key(id));
            Rendition next = proposal.rendition();
            Optional<Rendition> now = fleet.letOut(id);
            Optional<Long> other = table.openAt(id);
            if (place.life().approved() == null || place.life().retired() != null) {
                impossible.put(id, "not-approved");
            } else if (other.isPresent()) {
                impossible.put(id, "in-rollout");
            } else if (next == null) {
                impossible.put(id, "problems");
            } else if (now.filter(one -> one.checksum().equals(next.checksum())).isPresent()) {
                unchanged.add(id);
            } else {
                changed.put(id, place);
                renditions.put(id, next);
                now.ifPresent(one -> before.put(id, one));
            }
        }
        List<Planned> steps = new ArrayList<>();
        int wave = 0;
        for (List<DeviceId> together : Waves.of(changed.values(), there)) {
            for (DeviceId id : together) {
                Waves.Blast blast = Waves.blast(Objects.requireNonNull(changed.get(id)), there);
                Rendition next = Objects.requireNonNull(renditions.get(id));
                Rendition now = before.get(id);
                steps.add(new Planned(
                        id,
                        wave,
                        next.checksum(),
                        UnifiedDiff.of(now == null ? "" : now.shown(), next.shown()),
                        blast.devices().size(),
                        blast.villages().stream().map(Object::toString).sorted().toList()));
            }
            wave++;
        }
        return new Look(new DryRun(steps, unchanged, impossible), renditions, before);
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
        if (stop < 1 || stop > MOST_STEPS) {
            throw Refused.invalid(
                    "stopAfter",
                    Integer.toString(stop),
                    "provisioning.refused.stop-after",
                    List.of(MOST_STEPS),
                    "is out of range",
                    "give 1 to " + MOST_STEPS);
        }
        return inTransaction(now -> {
            Look look = look(wanted);
            DryRun dryRun = look.dryRun();
            if (!dryRun.impossible().isEmpty()) {
                DeviceId first = dryRun.impossible().keySet().iterator().next();
                throw Refused.conflict(
                        "accessPoints",
                        first.value(),
                        "provisioning.refused.impossible",
                        List.of(first.value()),
                        "can not be part of it: " + dryRun.impossible().get(first),
                        "leave it out, or look at its preview");
            }
            if (dryRun.steps().isEmpty() || dryRun.steps().size() > MOST_STEPS) {
                throw Refused.invalid(
                        "accessPoints",
                        null,
                        "provisioning.refused.nothing-to-do",
                        List.of(MOST_STEPS),
                        "have %d steps".formatted(dryRun.steps().size()),
                        "name 1 to " + MOST_STEPS + " access points that are to have something new");
            }
            if (looked != null && !looked.equals(checksums(dryRun))) {
                throw Refused.changed(
                        "provisioning.refused.changed-meanwhile",
                        "accessPoints",
                        Integer.toString(dryRun.steps().size()));
            }
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
                            null))
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

    private static Map<DeviceId, String> checksums(DryRun dryRun) {
        return dryRun.steps().stream().collect(Collectors.toMap(Planned::place, Planned::checksum));
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

    /** Begins nothing new ever. What was let out takes its course, and is taken back when it does not go well. */
    public Rollout cancel(long id, String who) {
        turn(
                id,
                who,
                State.CANCELLED,
                "cancel",
                rollout -> require(rollout, State.PROPOSED, State.RUNNING, State.PAUSED, State.STOPPED));
        return inTransaction(now -> {
            Rollout rollout = table.lock(id).orElseThrow(() -> missing(id));
            rollout.steps().stream()
                    .filter(step -> step.progress() == Progress.WAITING)
                    .forEach(step -> kept(rollout, step, step.at(Progress.SKIPPED, now, "cancelled")));
            return table.find(id).orElseThrow();
        });
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

    /** Does what is due in all rollouts that are not over. One thread of the active server. */
    void tick() {
        for (long id : table.open()) {
            // One transaction each: an error in one rollout keeps no other from going on.
            fenced.executeWithoutResult(status -> table.lock(id)
                    .ifPresent(rollout -> advance(rollout, clock.instant().truncatedTo(ChronoUnit.MICROS))));
        }
    }

    /** Finds access points that have come into service. One thread of the active server. */
    void findInService() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (AccessPoint place : places.configured()) {
            Instant configured = place.life().configured();
            if (configured != null && check.answered(place.id(), configured, now)) {
                fenced.executeWithoutResult(status -> fleet.inService(place.id(), now));
            }
        }
    }

    private void advance(Rollout rollout, Instant now) {
        List<Step> steps = new ArrayList<>();
        for (Step step : rollout.steps()) {
            steps.add(kept(rollout, step, followed(step, now)));
        }
        Rollout followed = new Rollout(
                rollout.id(),
                rollout.state(),
                rollout.reason(),
                rollout.by(),
                rollout.at(),
                rollout.approvedBy(),
                rollout.stopAfter(),
                steps);
        if (rollout.state() == State.RUNNING
                && followed.failures() >= rollout.stopAfter()
                && rollout.failures() < followed.failures()) {
            table.state(rollout.id(), State.STOPPED, null);
            audit.record("provisioning.rollout.stop", subject(rollout.id()), List.of());
            log.warn("rollout stopped rollout={} failures={}", rollout.id(), followed.failures());
        } else if (rollout.state() == State.RUNNING) {
            letOutNext(followed, now);
        }
        if (!rollout.state().isOver()
                && table.find(rollout.id()).orElseThrow().steps().stream()
                        .allMatch(step -> step.progress().isOver())) {
            table.state(rollout.id(), State.FINISHED, null);
            log.info("rollout finished rollout={} failures={}", rollout.id(), followed.failures());
        }
    }

    private Step kept(Rollout rollout, Step before, Step now) {
        if (!now.equals(before)) {
            table.step(rollout.id(), now);
            log.info(
                    "rollout step rollout={} place={} progress={} detail={}",
                    rollout.id(),
                    now.place(),
                    now.progress().code(),
                    now.detail());
        }
        return now;
    }

    /** What became of a step that was let out. */
    private Step followed(Step step, Instant now) {
        Optional<Delivery> box = fleet.delivery(step.place(), now);
        if (step.progress() == Progress.QUEUED
                && box.filter(one -> one.seen().isAfter(step.since())).isPresent()) {
            return step.at(Progress.LET_OUT, now, null);
        } else if (step.progress() == Progress.LET_OUT) {
            return reported(step, box.orElse(null), now);
        } else if (step.progress() == Progress.CHECKING) {
            return checked(step, now);
        }
        return step;
    }

    private Step reported(Step step, @Nullable Delivery box, Instant now) {
        if (box == null || !box.served().equals(step.checksum())) {
            return step.at(Progress.SKIPPED, now, "changed-meanwhile");
        }
        if (box.status() == Status.APPLIED && step.checksum().equals(box.fetched())) {
            return step.at(Progress.CHECKING, now, null);
        } else if (box.undidItself()) {
            return takeBack(step, now, "undid-itself");
        } else if (box.status() == Status.ERROR) {
            return takeBack(step.said(box.reason()), now, "refused-by-box");
        } else if (box.untouched()) {
            return step.at(Progress.QUEUED, now, null);
        }
        return step.since().plus(PATIENCE).isBefore(now) ? takeBack(step, now, "no-word") : step;
    }

    private Step checked(Step step, Instant now) {
        return switch (check.of(step.place(), step.since(), now)) {
            case WELL -> step.at(Progress.DONE, now, null);
            case NOT_YET -> step.since().plus(PATIENCE).isBefore(now) ? takeBack(step, now, "does-not-answer") : step;
        };
    }

    /** The box is to have again what it had. */
    private Step takeBack(Step step, Instant now, String why) {
        String before = step.before();
        if (before != null) {
            fleet.letOutAgain(step.place(), before, now);
        }
        log.warn("configuration taken back place={} reason={}", step.place(), why);
        return step.at(Progress.ROLLED_BACK, now, why);
    }

    private void letOutNext(Rollout rollout, Instant now) {
        OptionalInt wave = rollout.wave();
        if (wave.isEmpty()) {
            return;
        }
        rollout.steps().stream()
                .filter(step -> step.wave() == wave.getAsInt() && step.progress() == Progress.WAITING)
                .forEach(step -> kept(rollout, step, letOut(step, now)));
    }

    private Step letOut(Step step, Instant now) {
        String has = fleet.letOut(step.place()).map(Rendition::checksum).orElse(null);
        Optional<Delivery> box = fleet.delivery(step.place(), now);
        if (!Objects.equals(has, step.before()) || box.isEmpty()) {
            return step.at(Progress.SKIPPED, now, "changed-meanwhile");
        }
        fleet.letOutAgain(step.place(), step.checksum(), now);
        return step.at(box.get().away() ? Progress.QUEUED : Progress.LET_OUT, now, null);
    }

    private static String subject(long id) {
        return "rollout:" + id;
    }
}
