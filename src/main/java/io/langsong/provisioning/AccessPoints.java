package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.Proposal.Problem;
import io.langsong.provisioning.Template.Dialect;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_GROUP = 64;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_OWN = 100_000;

    private final AccessPointTable table;
    private final Fleet fleet;
    private final Proposals proposals;
    private final Templates templates;
    private final Inventory inventory;
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
        this.fleet = fleet;
        this.proposals = proposals;
        this.templates = templates;
        this.inventory = inventory;
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

    /** The wireless networks of what the box there gets, in their order; none where nothing was let out. */
    public List<Network> networks(DeviceId id) {
        return fleet.letOut(id).map(Network::of).orElse(List.of());
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
            AccessPoint one = checked(newId(id, wish), 1, wish, Life.planned(now));
            table.put(one);
            audit.record("provisioning.access-point.plan", subject(one.id()), changes(null, one));
            return one;
        });
    }

    /** One of several that are planned together. @param id null: made from the name */
    public record Named(@Nullable String id, AccessPointWish wish) {}

    /**
     * Plans several access points, or none of them when something is wrong with one.
     *
     * @return why they are refused, by their place in the list from 0; empty when all are planned
     */
    public SortedMap<Integer, Refused> planAll(List<Named> wanted) {
        SortedMap<Integer, Refused> refusals = new TreeMap<>();
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < wanted.size(); i++) {
                try {
                    plan(wanted.get(i).id(), wanted.get(i).wish());
                } catch (Refused refused) {
                    refusals.put(i, refused);
                }
            }
            if (!refusals.isEmpty()) {
                status.setRollbackOnly();
            }
        });
        return refusals;
    }

    private <R> R inTransaction(java.util.function.Function<Instant, R> work) {
        return Objects.requireNonNull(
                transaction.execute(status -> work.apply(clock.instant().truncatedTo(ChronoUnit.MICROS))));
    }

    private DeviceId newId(@Nullable String typed, AccessPointWish wish) {
        Set<String> taken = new java.util.HashSet<>();
        table.all().forEach(one -> taken.add(one.id().value()));
        if (typed == null || typed.isBlank()) {
            return new DeviceId(Ids.from(Objects.toString(wish.name(), ""), "ap", taken::contains));
        }
        if (!Ids.isOne(typed)) {
            throw Refused.invalid(
                    "id",
                    typed,
                    "provisioning.refused.id",
                    List.of(),
                    "is no id",
                    "use lower-case letters, digits and inner dashes, 63 at most");
        }
        if (taken.contains(typed)) {
            throw Refused.conflict(
                    "id", typed, "provisioning.refused.id-taken", List.of(), "is taken", "choose another");
        }
        return new DeviceId(typed);
    }

    /** Makes an access point what is wanted. @param seen the version that the change was made from */
    public AccessPoint change(DeviceId id, AccessPointWish wish, int seen) {
        return inTransaction(now -> {
            AccessPoint before = require(id);
            if (before.version() != seen) {
                throw Refused.changed("provisioning.refused.changed-meanwhile", "version", Integer.toString(seen));
            }
            AccessPoint one = checked(id, seen + 1, wish, before.life());
            List<Change> changes = changes(before, one);
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

    /**
     * How an access point stands.
     *
     * @param box that fills it; null for none
     * @param problems why it can not be configured; empty for a retired one
     * @param changed whether it is approved and its box would get something else than it gets
     */
    public record Standing(AccessPoint place, @Nullable Box box, List<Problem> problems, boolean changed) {
        public Standing {
            problems = List.copyOf(problems);
        }
    }

    /** All access points, ascending by id, retired ones too. */
    public List<Standing> standings() {
        List<Template> all = templates.all();
        Map<DeviceId, Box> there = filling();
        Map<DeviceId, String> letOut = fleet.letOutChecksums();
        return table.all().stream()
                .map(one -> standing(one, there.get(one.id()), letOut.get(one.id()), all))
                .toList();
    }

    private Standing standing(AccessPoint one, @Nullable Box box, @Nullable String has, List<Template> all) {
        if (one.life().retired() != null) {
            return new Standing(one, box, List.of(), false);
        }
        Proposal proposal = proposals.of(one, box, box == null ? null : fleet.key(box.id()), all);
        Rendition next = proposal.rendition();
        boolean changed = next != null
                && one.life().approved() != null
                && !next.checksum().equals(has);
        return new Standing(one, box, proposal.problems(), changed);
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
        Map<DeviceId, Box> filling = new HashMap<>();
        for (Box box : fleet.boxes().all()) {
            DeviceId place = box.place();
            if (place != null && !box.isDismissed()) {
                filling.put(place, box);
            }
        }
        return filling;
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

    private AccessPoint checked(DeviceId id, int version, AccessPointWish wish, Life life) {
        String method =
                Objects.requireNonNullElse(wish.method(), "openwrt-agent").replace('-', '_');
        Method how = Typed.choice("method", method, Method.class);
        String own = Objects.requireNonNullElse(wish.own(), "").replace("\r\n", "\n");
        if (own.length() > LONGEST_OWN) {
            throw Refused.invalid(
                    "own",
                    null,
                    "provisioning.refused.content",
                    List.of(LONGEST_OWN),
                    "has %d characters".formatted(own.length()),
                    "give at most " + LONGEST_OWN);
        }
        Dialect dialect = how.dialect();
        if (dialect != null) {
            Contents.check(dialect, "own", own);
        }
        return new AccessPoint(
                id,
                version,
                Typed.text("name", wish.name(), LONGEST_NAME),
                site(wish.site()),
                how,
                optional("group", wish.group(), LONGEST_GROUP),
                known("chosen", wish.chosen()),
                known("leftOff", wish.leftOff()),
                own,
                expected(wish.expected(), id),
                new Notes(
                        optional("notes.mast", wish.notes().mast(), LONGEST_NOTE),
                        optional("notes.power", wish.notes().power(), LONGEST_NOTE),
                        optional("notes.ports", wish.notes().ports(), LONGEST_NOTE),
                        optional("notes.contact", wish.notes().contact(), LONGEST_NOTE)),
                life);
    }

    private SiteId site(@Nullable String typed) {
        String id = Objects.requireNonNullElse(typed, "").strip();
        if (!Ids.isOne(id) || inventory.snapshot().site(new SiteId(id)).isEmpty()) {
            throw Refused.invalid(
                    "site",
                    typed,
                    "provisioning.refused.site",
                    List.of(),
                    "is not in the inventory",
                    "GET /api/v1/sites lists them");
        }
        return new SiteId(id);
    }

    private static @Nullable String optional(String field, @Nullable String typed, int most) {
        return typed == null || typed.isBlank() ? null : Typed.text(field, typed, most);
    }

    private Set<String> known(String field, List<String> typed) {
        Set<String> ids = Templates.words(field, typed);
        for (String id : ids) {
            if (templates.find(id).isEmpty()) {
                throw Refused.invalid(
                        field,
                        id,
                        "provisioning.refused.no-template",
                        List.of(),
                        "is no template",
                        "GET /api/v1/provisioning/templates lists them");
            }
        }
        return ids;
    }

    private @Nullable String expected(@Nullable String typed, DeviceId id) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String mac = typed.strip();
        if (!Addresses.isMac(mac)) {
            throw Refused.invalid(
                    "expected",
                    typed,
                    "provisioning.refused.type.mac",
                    List.of("52:54:00:AA:BB:CC"),
                    "is no MAC address",
                    "write it like 52:54:00:AA:BB:CC");
        }
        String canonical = Addresses.canonicalMac(mac);
        Optional<AccessPoint> other =
                table.expecting(canonical).filter(one -> !one.id().equals(id));
        if (other.isPresent()) {
            throw Refused.conflict(
                    "expected",
                    canonical,
                    "provisioning.refused.expected-elsewhere",
                    List.of(other.get().id().value()),
                    "is expected at " + other.get().id(),
                    "change one of the two");
        }
        return canonical;
    }

    private static List<Change> changes(@Nullable AccessPoint before, AccessPoint now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", before == null ? null : before.name(), now.name());
        put(
                changes,
                "site",
                before == null ? null : before.site().value(),
                now.site().value());
        put(
                changes,
                "method",
                before == null ? null : before.method().code(),
                now.method().code());
        put(changes, "group", before == null ? null : before.group(), now.group());
        put(changes, "chosen", before == null ? null : list(before.chosen()), list(now.chosen()));
        put(changes, "leftOff", before == null ? null : list(before.leftOff()), list(now.leftOff()));
        // It may hold a secret that somebody typed into it.
        boolean same = before == null ? now.own().isEmpty() : before.own().equals(now.own());
        if (!same) {
            changes.add(new Change("own", before == null || before.own().isEmpty() ? null : "***", "***"));
        }
        put(changes, "expected", before == null ? null : before.expected(), now.expected());
        put(
                changes,
                "notes",
                before == null ? null : before.notes().toString(),
                now.notes().toString());
        return changes;
    }

    private static @Nullable String list(Set<String> words) {
        return words.isEmpty() ? null : String.join(" ", words.stream().sorted().toList());
    }

    private static void put(List<Change> changes, String field, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was, is));
        }
    }

    private static String subject(DeviceId id) {
        return "device:" + id;
    }
}
