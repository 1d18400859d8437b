package io.langsong.outage;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.PowerAreaId;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.outage.SharedPower.Failure;
import io.langsong.outage.SharedPower.Group;
import io.langsong.outage.SharedPower.Pair;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Power areas as the record of outages shows them, for a person to confirm or to reject. Nothing is proposed that contradicts what
 * the inventory says already: sites in different areas stay there, and one that is in none joins at most one. What was rejected
 * comes again only when what happened after the rejection is enough by itself. Any thread.
 */
@Component
public class AreaProposals {
    private static final Duration LOOKED_BACK = Duration.ofDays(400);
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_ID = 63;

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** @param transaction refuses when another server has taken over */
    AreaProposals(
            JdbcClient jdbc,
            AuditTrail audit,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The strongest first. @param inventory as far as whoever asks may see it: of other sites nothing is said */
    public List<AreaProposal> find(InventorySnapshot inventory) {
        List<SiteId> sites = inventory.sites().stream().map(Site::id).toList();
        return SharedPower.groups(sites, failures(inventory), refuted()).stream()
                .flatMap(group -> proposal(group, inventory).stream())
                .sorted((one, other) -> Double.compare(other.bits(), one.bits()))
                .toList();
    }

    /** What lost its power, or restarted and nobody knows why, counts for its site. */
    private List<Failure> failures(InventorySnapshot inventory) {
        List<Failure> failures = new ArrayList<>();
        jdbc.sql("""
                SELECT object, began FROM outage_record
                 WHERE during && tstzrange(:from, NULL) AND object LIKE 'device:%' AND condition <> 'DEGRADED'
                   AND (cause = 'POWER'
                        OR (cause IN ('UNKNOWN', 'UPSTREAM') AND evidence @> '[{"kind": "boot"}]'))
                """)
                .param("from", Timestamp.from(clock.instant().minus(LOOKED_BACK)))
                .query(row -> {
                    Instant at = OutageTable.instant(row, "began");
                    String device = ObjectRef.parse(row.getString("object")).id();
                    inventory
                            .device(new DeviceId(device))
                            .flatMap(found -> inventory.site(found.site()))
                            .ifPresent(site -> failures.add(new Failure(site.id(), at == null ? Instant.EPOCH : at)));
                });
        return failures;
    }

    private Map<Pair, Instant> refuted() {
        Map<Pair, Instant> refuted = new HashMap<>();
        jdbc.sql("SELECT one, other, refuted_at FROM outage_refuted").query(row -> {
            refuted.put(
                    Pair.of(row.getString("one"), row.getString("other")),
                    row.getObject("refuted_at", OffsetDateTime.class).toInstant());
        });
        return refuted;
    }

    private static Optional<AreaProposal> proposal(Group group, InventorySnapshot inventory) {
        List<Site> sites = group.sites().stream()
                .flatMap(id -> inventory.site(id).stream())
                .toList();
        Set<PowerAreaId> known = sites.stream()
                .flatMap(site -> Optional.ofNullable(site.powerArea()).stream())
                .collect(Collectors.toSet());
        boolean news = sites.stream().anyMatch(site -> site.powerArea() == null);
        if (!news || known.size() > 1) {
            return Optional.empty();
        }
        PowerAreaId area = known.isEmpty() ? null : known.iterator().next();
        return Optional.of(new AreaProposal(group.sites(), area, group.bits(), group.together()));
    }

    /**
     * Makes a proposal true.
     *
     * @param key of the proposal as it was seen
     * @param name of the new area, as typed; unused where an area is joined
     * @param write writes them to the inventory by the way of every change
     * @throws Refused when it is no longer proposed, or of field {@code name}
     */
    public PowerAreaId accept(
            String key,
            @Nullable String name,
            InventorySnapshot inventory,
            Consumer<Collection<InventoryObject>> write) {
        AreaProposal proposal = get(key, inventory);
        List<InventoryObject> changes = new ArrayList<>();
        PowerAreaId area = proposal.area();
        if (area == null) {
            area = freeId(proposal, inventory);
            changes.add(new PowerArea(area, Typed.text("name", name, LONGEST_NAME)));
        }
        for (SiteId id : proposal.sites()) {
            Site site = inventory.site(id).orElseThrow();
            if (site.powerArea() == null) {
                changes.add(new Site(
                        site.id(), site.village(), site.name(), site.kind(), area, site.location(), site.notes()));
            }
        }
        write.accept(changes);
        return area;
    }

    private static PowerAreaId freeId(AreaProposal proposal, InventorySnapshot inventory) {
        String first = "dien-" + proposal.sites().get(0).value();
        String id = first.length() > LONGEST_ID - 3
                ? first.substring(0, LONGEST_ID - 3).replaceFirst("-+$", "")
                : first;
        Set<String> taken =
                inventory.powerAreas().stream().map(one -> one.id().value()).collect(Collectors.toSet());
        String free = id;
        for (int number = 2; taken.contains(free); number++) {
            free = id + "-" + number;
        }
        return new PowerAreaId(free);
    }

    /**
     * Says that no two of the sites hang on one line, as far as they are not in one area already.
     *
     * @throws Refused when it is no longer proposed
     */
    public void reject(String key, InventorySnapshot inventory, String by) {
        AreaProposal proposal = get(key, inventory);
        transaction.executeWithoutResult(status -> {
            TreeSet<String> sites = new TreeSet<>();
            proposal.sites().forEach(site -> sites.add(site.value()));
            for (String one : sites) {
                for (String other : sites.tailSet(one, false)) {
                    refute(one, other, by);
                }
            }
            audit.record(
                    "outage.area.reject",
                    "site:" + proposal.sites().get(0).value(),
                    List.of(new Change("sites", null, proposal.key())));
        });
    }

    private void refute(String one, String other, String by) {
        jdbc.sql("""
                INSERT INTO outage_refuted (one, other, refuted_by, refuted_at) VALUES (:one, :other, :by, :at)
                ON CONFLICT (one, other) DO UPDATE SET refuted_by = :by, refuted_at = :at
                """)
                .param("one", one)
                .param("other", other)
                .param("by", by)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    private AreaProposal get(String key, InventorySnapshot inventory) {
        return find(inventory).stream()
                .filter(proposal -> proposal.key().equals(key))
                .findFirst()
                .orElseThrow(() -> Refused.changed("outage.refused.area", "sites", key));
    }
}
