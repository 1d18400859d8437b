package io.langsong.firmware;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.firmware.Upgrade.Plan;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrade.State;
import io.langsong.firmware.Upgrade.Step;
import io.langsong.firmware.Upgrade.Window;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.ProvisioningProperties;
import io.langsong.provisioning.Waves;
import java.time.Clock;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do about upgrades: look what one would do, begin it, approve, pause, resume and cancel it. Each is in the audit trail. Any thread. */
@Component
public class Upgrades {
    private static final Logger log = LoggerFactory.getLogger(Upgrades.class);
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_AT_ONCE = 50;
    private static final int LONGEST_REASON = 300;

    private final UpgradeTable table;
    private final Images images;
    private final Boxes boxes;
    private final AccessPoints accessPoints;
    private final Inventory inventory;
    private final ProvisioningProperties settings;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Upgrades(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Images images,
            Boxes boxes,
            AccessPoints accessPoints,
            Inventory inventory,
            ProvisioningProperties settings,
            AuditTrail audit,
            Clock clock) {
        this.table = new UpgradeTable(jdbc);
        this.images = images;
        this.boxes = boxes;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.settings = settings;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What an upgrade would do.
     *
     * @param unchanged ids of places where it runs already
     * @param impossible places where it does not fit, or of which too little is known, with keys of words below {@code firmware.reason}
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
     * @param from version that runs there
     * @param behind how many devices are cut off while it restarts
     * @param villages ids of those that are cut off, its own too
     */
    public record Planned(DeviceId place, int wave, String from, int behind, List<String> villages) {
        public Planned {
            villages = List.copyOf(villages);
        }
    }

    /** The newest first. */
    public List<Upgrade> all() {
        return table.all();
    }

    public Optional<Upgrade> find(long id) {
        return table.find(id);
    }

    /** There is no such upgrade. */
    public static Refused missing(long id) {
        return Refused.missing("firmware.refused.no-upgrade", "id", Long.toString(id));
    }

    /** What would go where if it began now; nothing is kept of it. */
    public DryRun dryRun(String image, Collection<DeviceId> wanted) {
        Image one = images.find(image).orElseThrow(() -> Images.missing(image));
        Map<DeviceId, Fit> fits = boxes.fits(one);
        Set<DeviceId> taken = table.taken();
        Map<DeviceId, AccessPoint> fitting = new HashMap<>();
        List<DeviceId> unchanged = new ArrayList<>();
        Map<DeviceId, String> impossible = new HashMap<>();
        for (DeviceId id : new LinkedHashSet<>(wanted)) {
            AccessPoint place = accessPoints.find(id).orElseThrow(() -> AccessPoints.missing(id));
            Fit fit = fits.get(id);
            if (fit == null) {
                impossible.put(id, "not-approved");
            } else if (taken.contains(id)) {
                impossible.put(id, "in-upgrade");
            } else if (fit.verdict() == Fit.Verdict.HAS_IT) {
                unchanged.add(id);
            } else if (fit.verdict() == Fit.Verdict.FITS) {
                fitting.put(id, place);
            } else {
                impossible.put(id, fit.reasons().get(0));
            }
        }
        return new DryRun(planned(fitting, fits, inventory.snapshot()), unchanged, impossible);
    }

    private static List<Planned> planned(
            Map<DeviceId, AccessPoint> fitting, Map<DeviceId, Fit> fits, InventorySnapshot there) {
        List<Planned> steps = new ArrayList<>();
        int wave = 0;
        for (List<DeviceId> together : Waves.of(fitting.values(), there)) {
            for (DeviceId id : together) {
                Waves.Blast blast = Waves.blast(Objects.requireNonNull(fitting.get(id)), there);
                steps.add(new Planned(
                        id,
                        wave,
                        Objects.requireNonNull(
                                Objects.requireNonNull(fits.get(id)).from()),
                        blast.devices().size(),
                        blast.villages().stream().map(Object::toString).sorted().toList()));
            }
            wave++;
        }
        return steps;
    }

    /** Begins an upgrade, or proposes it when a second person is to say yes. */
    public Upgrade begin(UpgradeWish wish, String who) {
        String why = Typed.text("reason", wish.reason(), LONGEST_REASON);
        Plan plan = new Plan(
                number("stopAfter", wish.stopAfter(), MOST_STEPS),
                number("atOnce", wish.atOnce(), MOST_AT_ONCE),
                wish.notBefore() == null ? null : wish.notBefore().truncatedTo(ChronoUnit.MICROS),
                window(wish));
        return inTransaction(now -> {
            DryRun dryRun = dryRun(wish.image(), wish.places());
            requirePossible(wish, dryRun);
            List<Step> steps = dryRun.steps().stream()
                    .map(step -> Step.waiting(step.place(), step.wave(), step.from(), now))
                    .toList();
            State state = needsSecondPerson() ? State.PROPOSED : State.RUNNING;
            long id = table.add(new Upgrade(0, wish.image(), state, why, who, now, null, plan, steps));
            audit.record(
                    "firmware.upgrade.begin",
                    subject(id),
                    List.of(
                            new Change("reason", null, why),
                            new Change("image", null, wish.image()),
                            new Change("steps", null, Integer.toString(steps.size())),
                            new Change("state", null, state.code())));
            log.info("upgrade begun upgrade={} image={} steps={}", id, wish.image(), steps.size());
            return table.find(id).orElseThrow();
        });
    }

    /** Whether a second person is to say yes. */
    public boolean needsSecondPerson() {
        return settings.approval().equals("second-person");
    }

    private static int number(String field, @Nullable Integer given, int most) {
        int number = given == null ? 1 : given;
        if (number < 1 || number > most) {
            throw Refused.invalid(
                    field,
                    Integer.toString(number),
                    "firmware.refused.number",
                    List.of(most),
                    "is out of range",
                    "give 1 to " + most);
        }
        return number;
    }

    private static @Nullable Window window(UpgradeWish wish) {
        if (wish.from() == null && wish.until() == null) {
            return null;
        } else if (wish.from() == null || wish.until() == null || wish.from().equals(wish.until())) {
            throw Refused.invalid(
                    wish.from() == null ? "from" : "until",
                    null,
                    "firmware.refused.window",
                    List.of(),
                    "is missing, or the window is empty",
                    "give two times of the day that differ, or none");
        }
        return new Window(wish.from(), wish.until());
    }

    private static void requirePossible(UpgradeWish wish, DryRun dryRun) {
        if (!dryRun.impossible().isEmpty()) {
            DeviceId first = dryRun.impossible().keySet().iterator().next();
            throw Refused.conflict(
                    "accessPoints",
                    first.value(),
                    "firmware.refused.impossible",
                    List.of(first.value()),
                    "can not be part of it: " + dryRun.impossible().get(first),
                    "leave it out, or ask the box and look again");
        }
        if (dryRun.steps().isEmpty() || dryRun.steps().size() > MOST_STEPS) {
            throw Refused.invalid(
                    "accessPoints",
                    null,
                    "firmware.refused.nothing-to-do",
                    List.of(MOST_STEPS),
                    "have %d steps".formatted(dryRun.steps().size()),
                    "name 1 to " + MOST_STEPS + " access points that do not have it");
        }
        Map<DeviceId, String> now = dryRun.steps().stream().collect(Collectors.toMap(Planned::place, Planned::from));
        if (wish.looked() != null && !wish.looked().equals(now)) {
            throw Refused.changed(
                    "firmware.refused.changed-meanwhile",
                    "accessPoints",
                    Integer.toString(dryRun.steps().size()));
        }
    }

    private <R> R inTransaction(Function<Instant, R> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    /** Says yes, as a second person. */
    public Upgrade approve(long id, String who) {
        return turn(id, who, State.RUNNING, "approve", upgrade -> {
            require(upgrade, State.PROPOSED);
            if (upgrade.by().equals(who)) {
                throw Refused.conflict(
                        "id",
                        Long.toString(id),
                        "firmware.refused.own-upgrade",
                        List.of(),
                        "was proposed by you",
                        "have somebody else approve it");
            }
        });
    }

    /** Begins nothing new until it is resumed; a box that was told to restart is followed to the end. */
    public Upgrade pause(long id, String who) {
        return turn(id, who, State.PAUSED, "pause", upgrade -> require(upgrade, State.RUNNING));
    }

    /** Goes on, also after it stopped. */
    public Upgrade resume(long id, String who) {
        return turn(id, who, State.RUNNING, "resume", upgrade -> require(upgrade, State.PAUSED, State.STOPPED));
    }

    /** Begins nothing new ever; a box that was told to restart is followed to the end. */
    public Upgrade cancel(long id, String who) {
        return turn(id, who, State.CANCELLED, "cancel", upgrade -> {
            require(upgrade, State.PROPOSED, State.RUNNING, State.PAUSED, State.STOPPED);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            upgrade.steps().stream()
                    .filter(step -> step.progress() == Progress.WAITING)
                    .forEach(step -> table.step(id, step.at(Progress.SKIPPED, now, "cancelled", null)));
        });
    }

    private Upgrade turn(long id, String who, State next, String what, Consumer<Upgrade> condition) {
        return inTransaction(now -> {
            Upgrade upgrade = table.lock(id).orElseThrow(() -> missing(id));
            condition.accept(upgrade);
            table.state(id, next, what.equals("approve") ? who : null);
            audit.record(
                    "firmware.upgrade." + what,
                    subject(id),
                    List.of(new Change("state", upgrade.state().code(), next.code())));
            return table.find(id).orElseThrow();
        });
    }

    private static void require(Upgrade upgrade, State... allowed) {
        if (!List.of(allowed).contains(upgrade.state())) {
            throw Refused.conflict(
                    "id",
                    Long.toString(upgrade.id()),
                    "firmware.refused.upgrade-state",
                    List.of(),
                    "is " + upgrade.state().code(),
                    "read it again");
        }
    }

    static String subject(long id) {
        return "upgrade:" + id;
    }
}
