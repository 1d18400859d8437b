package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.provisioning.AppliedCheck.Finding;
import io.langsong.provisioning.Box.Status;
import io.langsong.provisioning.Rollout.Progress;
import io.langsong.provisioning.Rollout.State;
import io.langsong.provisioning.Rollout.Step;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes rollouts forward: lets the next wave out, follows each step, and takes back what does not go well. Each step forward is one
 * transaction with what it lets out: a server that dies goes on where it was. One thread of the active server.
 */
@Component
class RolloutRunner {
    private static final Logger log = LoggerFactory.getLogger(RolloutRunner.class);

    private final RolloutTable table;
    private final AccessPointTable places;
    private final Fleet fleet;
    private final AppliedCheck check;
    private final AuditTrail audit;
    private final TransactionTemplate fenced;
    private final Clock clock;

    /** @param fenced refuses when another server has taken over */
    RolloutRunner(
            JdbcClient jdbc,
            @Qualifier("fencedTransactions") TransactionTemplate fenced,
            Fleet fleet,
            AppliedCheck check,
            AuditTrail audit,
            Clock clock) {
        this.table = new RolloutTable(jdbc);
        this.places = new AccessPointTable(jdbc);
        this.fleet = fleet;
        this.check = check;
        this.audit = audit;
        this.fenced = fenced;
        this.clock = clock;
    }

    /** Does what is due in all rollouts that are not over. */
    void tick() {
        for (long id : table.open()) {
            // One transaction each: an error in one rollout keeps no other from going on.
            fenced.executeWithoutResult(status -> table.lock(id)
                    .ifPresent(rollout -> advance(rollout, clock.instant().truncatedTo(ChronoUnit.MICROS))));
        }
    }

    /** Finds access points that have come into service. */
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
            audit.record("provisioning.rollout.stop", Rollouts.subject(rollout.id()), List.of());
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
            return checked(step, box.orElse(null), now);
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
            return takeBack(step.because(box.reason()), now, "refused-by-box");
        } else if (box.untouched()) {
            return step.at(Progress.QUEUED, now, null);
        }
        return step.since().plus(AppliedCheck.PATIENCE).isBefore(now) ? takeBack(step, now, "no-word") : step;
    }

    private Step checked(Step step, @Nullable Delivery box, Instant now) {
        if (box == null || !box.served().equals(step.checksum())) {
            return step.at(Progress.SKIPPED, now, "changed-meanwhile");
        } else if (box.status() == Status.ERROR) {
            return takeBack(step.because(box.reason()), now, "refused-by-box");
        }
        Finding finding = check.of(step, wanted(step), now);
        if (finding instanceof Finding.NotYet notYet) {
            return now.isAfter(notYet.patience()) ? takeBack(step.missing(notYet.missing()), now, notYet.why()) : step;
        }
        return step.noted(((Finding.Well) finding).notes()).at(Progress.DONE, now, null);
    }

    private Set<String> wanted(Step step) {
        return fleet.rendition(step.place(), step.checksum())
                .map(rendition -> WantedSsids.of(fleet.method(step.place()).dialect(), rendition))
                .orElse(Set.of());
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
        if (step.isRetried() && stillTakesBack(step, box.get())) {
            return step;
        }
        fleet.letOutAgain(step.place(), step.checksum(), now);
        return step.at(box.get().away() ? Progress.QUEUED : Progress.LET_OUT, now, null);
    }

    /** An agent does not try again what it refused last, unless it was given something else in between. */
    private static boolean stillTakesBack(Step step, Delivery box) {
        return box.status() == Status.MODIFIED && !box.away() && !box.seen().isAfter(step.since());
    }
}
