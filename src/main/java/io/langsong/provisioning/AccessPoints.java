package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.provisioning.Template.Dialect;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do about access points: plan, change, fill, approve, let a configuration out, retire. Each is in the audit trail. Any
 * thread.
 */
@Component
public class AccessPoints {
    private final AccessPointTable table;
    private final WishCheck check;
    private final Fleet fleet;
    private final Proposals proposals;
    private final Templates templates;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AccessPoints(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Fleet fleet,
            Proposals proposals,
            Templates templates,
            Inventory inventory,
            AuditTrail audit,
            Clock clock) {
        this.table = new AccessPointTable(jdbc);
        this.check = new WishCheck(table, templates, inventory);
        this.fleet = fleet;
        this.proposals = proposals;
        this.templates = templates;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Ascending by id; retired ones too. */
    public List<AccessPoint> all() {
        return table.all();
    }

    public Optional<AccessPoint> find(DeviceId id) {
        return table.find(id);
    }

    /** The last registered first. */
    public List<Box> boxes() {
        return fleet.boxes().all();
    }

    /** The box that fills a place now. */
    public Optional<Box> boxAt(DeviceId id) {
        return fleet.boxes().at(id);
    }

    /** What the box there gets. */
    public Optional<Rendition> letOut(DeviceId id) {
        return fleet.letOut(id);
    }

    /** The wireless networks of what the box there gets, in their order; none where nothing was let out, or as a script. */
    public List<Network> networks(DeviceId id) {
        return table.find(id)
                .filter(one -> one.method().dialect() == Dialect.NETJSON)
                .flatMap(one -> fleet.letOut(id))
                .map(Network::of)
                .orElse(List.of());
    }

    /** There is no such access point. */
    public static Refused missing(DeviceId id) {
        return Refused.missing("provisioning.refused.no-access-point", "id", id.value());
    }

    /**
     * Plans an access point.
     *
     * @param id null: made from the name
     */
    public AccessPoint plan(@Nullable String id, AccessPointWish wish) {
        return inTransaction(now -> {
            AccessPoint one = check.checked(check.newId(id, wish), 1, wish, Life.planned(now));
            table.put(one);
            audit.record("provisioning.access-point.plan", subject(one.id()), AccessPointChanges.between(null, one));
            return one;
        });
    }

    /** One of several that are planned together. @param id null: made from the name */
    public record Named(@Nullable String id, AccessPointWish wish) {}

    /**
     * What became of several that were to be planned together.
     *
     * @param planned in their order; empty when one was refused
     * @param refused why, by their place in the list from 0; empty when all are planned
     */
    public record PlannedTogether(List<AccessPoint> planned, SortedMap<Integer, Refused> refused) {
        public PlannedTogether {
            planned = List.copyOf(planned);
        }
    }

    /** Plans several access points, or none of them when something is wrong with one. */
    public PlannedTogether planAll(List<Named> wanted) {
        List<AccessPoint> planned = new ArrayList<>();
        SortedMap<Integer, Refused> refused = new TreeMap<>();
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < wanted.size(); i++) {
                try {
                    planned.add(plan(wanted.get(i).id(), wanted.get(i).wish()));
                } catch (Refused why) {
                    refused.put(i, why);
                }
            }
            if (!refused.isEmpty()) {
                status.setRollbackOnly();
            }
        });
        return new PlannedTogether(refused.isEmpty() ? planned : List.of(), refused);
    }

    private <R> R inTransaction(java.util.function.Function<Instant, R> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    /** Makes an access point what is wanted. @param seen the version that the change was made from */
    public AccessPoint change(DeviceId id, AccessPointWish wish, int seen) {
        return inTransaction(now -> {
            AccessPoint before = require(id);
            if (before.version() != seen) {
                throw Refused.changed("provisioning.refused.changed-meanwhile", "version", Integer.toString(seen));
            }
            AccessPoint one = check.checked(id, seen + 1, wish, before.life());
            List<Change> changes = AccessPointChanges.between(before, one);
            if (changes.isEmpty()) {
                return before;
            }
            table.put(one);
            audit.record("provisioning.access-point.change", subject(id), changes);
            return one;
        });
    }

    private AccessPoint require(DeviceId id) {
        return table.lock(id).orElseThrow(() -> missing(id));
    }

    /** Takes away one that was only planned. */
    public void remove(DeviceId id) {
        inTransaction(now -> {
            AccessPoint one = require(id);
            if (one.life().stage() != Stage.PLANNED) {
                throw Refused.conflict(
                        "id",
                        id.value(),
                        "provisioning.refused.not-planned",
                        List.of(),
                        "is more than planned",
                        "retire it; its history stays");
            }
            table.delete(id);
            audit.record("provisioning.access-point.remove", subject(id), List.of());
            return one;
        });
    }

    /** Says which place a box fills. One that filled it before is to give back what it was given, and keeps nothing. */
    public void fill(DeviceId id, UUID box) {
        inTransaction(now -> {
            Box there = fleet.boxes()
                    .find(box)
                    .orElseThrow(() -> Refused.missing("provisioning.refused.no-box", "box", box.toString()))
                    .box();
            if (there.isDismissed()) {
                throw Refused.conflict(
                        "box",
                        box.toString(),
                        "provisioning.refused.box-dismissed",
                        List.of(),
                        "was dismissed",
                        "let it register again");
            }
            fleet.fill(id, box, now);
            audit.record(
                    "provisioning.access-point.fill",
                    subject(id),
                    List.of(new Change("box", null, Agents.bare(box)), new Change("mac", null, there.mac())));
            return there;
        });
    }

    /** Says yes to the box at a place: what it is to be is let out to it. */
    public void approve(DeviceId id) {
        approve(id, null);
    }

    /** As {@link #approve(DeviceId)}. @param checksum of the proposal that was looked at; another one is refused. Null: any */
    public void approve(DeviceId id, @Nullable String checksum) {
        inTransaction(now -> {
            AccessPoint one = require(id);
            if (one.life().stage() != Stage.REGISTERED) {
                throw Refused.conflict(
                        "id",
                        id.value(),
                        "provisioning.refused.not-registered",
                        List.of(),
                        "has no box that waits for approval",
                        "look at its stage");
            }
            fleet.approve(one, renderable(one, checksum), now);
            audit.record("provisioning.access-point.approve", subject(id), List.of());
            return one;
        });
    }

    /**
     * Lets out what the access point would be now.
     *
     * @param checksum of the proposal that was looked at; another one is refused
     */
    public void letOut(DeviceId id, String checksum) {
        inTransaction(now -> {
            AccessPoint one = require(id);
            if (one.life().approved() == null || one.life().retired() != null) {
                throw Refused.conflict(
                        "id",
                        id.value(),
                        "provisioning.refused.not-approved",
                        List.of(),
                        "is not approved",
                        "approve its box first");
            }
            fleet.letOut(renderable(one, checksum), now);
            return one;
        });
    }

    /** Makes new keys for the tunnel; they reach the box when what it is to be is let out to it. */
    public void rotateTunnelKeys(DeviceId id) {
        inTransaction(now -> {
            fleet.tunnel().rotate(require(id).id());
            return id;
        });
    }

    private Rendition renderable(AccessPoint one, @Nullable String looked) {
        Proposal proposal = propose(one);
        Rendition rendition = proposal.rendition();
        if (rendition == null) {
            throw Refused.conflict(
                    "id",
                    one.id().value(),
                    "provisioning.refused.problems",
                    List.of(proposal.problems().size()),
                    "can not be configured: " + proposal.problems().get(0).text(Locale.ENGLISH),
                    "look at its preview, which lists what is missing");
        }
        if (looked != null && !rendition.checksum().equals(looked)) {
            throw Refused.changed("provisioning.refused.changed-meanwhile", "checksum", looked);
        }
        return rendition;
    }

    /** What an access point would be if it were rendered now; nothing is kept of it. */
    public Proposal propose(AccessPoint one) {
        return proposals.of(one, fleet.boxes().at(one.id()).orElse(null), fleet.key(one.id()));
    }

    /** As {@link #propose(AccessPoint)}, if a template were this. @param draft that perhaps nobody has saved */
    public Proposal propose(AccessPoint one, Template draft) {
        List<Template> all = Stream.concat(
                        templates.all().stream().filter(other -> !other.id().equals(draft.id())), Stream.of(draft))
                .sorted(Comparator.comparingInt(Template::rank).thenComparing(Template::id))
                .toList();
        return proposals.of(one, fleet.boxes().at(one.id()).orElse(null), fleet.key(one.id()), all);
    }

    /** Those that a template is used for, or would be if it were this; ascending by id, not retired ones. */
    public List<AccessPoint> using(Template template) {
        Map<DeviceId, Box> there = filling();
        return table.all().stream()
                .filter(one -> one.life().retired() == null)
                .filter(one -> proposals.uses(one, there.get(one.id()), template))
                .toList();
    }

    /** The boxes that fill places now, by place. */
    public Map<DeviceId, Box> filling() {
        return fleet.filling();
    }

    /** Takes an access point down: the box gives back what it was given; history and measurements stay. */
    public void retire(DeviceId id) {
        inTransaction(now -> {
            AccessPoint one = require(id);
            Life life = one.life();
            if (life.retired() != null) {
                throw Refused.conflict(
                        "id", id.value(), "provisioning.refused.retired", List.of(), "is retired", "plan it anew");
            }
            fleet.boxes().at(id).ifPresent(box -> fleet.dismiss(box, now));
            fleet.tunnel().leave(id);
            table.put(one.with(new Life(
                    life.planned(), life.registered(), life.approved(), life.configured(), life.inService(), now)));
            audit.record("provisioning.access-point.retire", subject(id), List.of());
            return one;
        });
    }

    private static String subject(DeviceId id) {
        return "device:" + id;
    }
}
