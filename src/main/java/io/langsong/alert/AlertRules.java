package io.langsong.alert;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rules: those shipped, and those that people made. One of the id of a shipped rule takes its place; removing it brings
 * the shipped one back. A change counts from the next samples on. Any thread.
 */
@Component
public class AlertRules {
    private static final Logger log = LoggerFactory.getLogger(AlertRules.class);

    private final RuleRows rows;
    private final TransactionTemplate transaction;
    private final Inventory inventory;
    private final KnownMetrics known;
    private final ApplicationEventPublisher events;
    private final Map<String, AlertRule> shipped = ShippedRules.load();

    /** @param transaction refuses when another server has taken over */
    AlertRules(
            JdbcClient jdbc,
            @Qualifier("fencedTransactions") TransactionTemplate transaction,
            Inventory inventory,
            KnownMetrics known,
            ApplicationEventPublisher events) {
        this.rows = new RuleRows(jdbc);
        this.transaction = transaction;
        this.inventory = inventory;
        this.known = known;
        this.events = events;
    }

    /**
     * A rule and where it comes from.
     *
     * @param shipped whether one of its id is part of the program
     * @param version grows with each change; 0 for a shipped rule that nobody changed
     */
    public record Kept(AlertRule rule, boolean shipped, long version) {
        /** Whether it takes the place of a shipped rule. */
        public boolean overrides() {
            return shipped && version > 0;
        }
    }

    /** The shipped ones and what takes their place, then the others by id. */
    public List<Kept> all() {
        Map<String, Kept> all = new LinkedHashMap<>();
        shipped.forEach((id, rule) -> all.put(id, new Kept(rule, true, 0)));
        rows.all().forEach(row -> {
            String id = row.rule().id();
            all.put(id, new Kept(row.rule(), shipped.containsKey(id), row.version()));
        });
        return List.copyOf(all.values());
    }

    List<AlertRule> rules() {
        return all().stream().map(Kept::rule).toList();
    }

    public Optional<Kept> find(String id) {
        return all().stream().filter(kept -> kept.rule().id().equals(id)).findFirst();
    }

    /** An id for a rule of this name that no other has yet. */
    public String idFor(String name) {
        Set<String> taken = all().stream().map(kept -> kept.rule().id()).collect(Collectors.toSet());
        return Ids.from(name, "rule", taken::contains);
    }

    /** @throws Refused when there is one of that id, or it speaks of what is not there */
    public Kept add(AlertRule rule) {
        requireKnown(rule);
        return change(() -> {
            if (shipped.containsKey(rule.id())) {
                throw Fault.TAKEN.of("id", rule.id());
            }
            try {
                rows.insert(rule);
            } catch (DuplicateKeyException taken) {
                throw Fault.TAKEN.of("id", rule.id());
            }
            publish(null, rule);
            return kept(rule);
        });
    }

    /**
     * Puts a rule in the place of the one of its id.
     *
     * @param version that it must have; null for any
     * @throws Refused when there is none of that id, it has another version, or it speaks of what is not there
     */
    public Kept replace(AlertRule rule, @Nullable Long version) {
        requireKnown(rule);
        return change(() -> write(rule, version));
    }

    /** @throws Refused when there is none of that id */
    public Kept enable(String id, boolean enabled) {
        return change(() -> {
            AlertRule before = before(id, null);
            return before.enabled() == enabled ? kept(before) : write(before.enabled(enabled), null);
        });
    }

    private Kept write(AlertRule rule, @Nullable Long version) {
        AlertRule before = before(rule.id(), version);
        if (rows.lock(rule.id()).isPresent()) {
            rows.update(rule);
        } else {
            try {
                rows.insert(rule);
            } catch (DuplicateKeyException somebodyElse) {
                throw Fault.changed(rule.id());
            }
        }
        publish(before, rule);
        return kept(rule);
    }

    /** What is there under this id, held until the end of the transaction. */
    private AlertRule before(String id, @Nullable Long version) {
        Optional<RuleRows.Row> row = rows.lock(id);
        AlertRule before = row.map(RuleRows.Row::rule).orElse(shipped.get(id));
        if (before == null) {
            throw Fault.missing(id);
        }
        if (version != null && !version.equals(row.map(RuleRows.Row::version).orElse(0L))) {
            throw Fault.changed(id);
        }
        return before;
    }

    private Kept kept(AlertRule rule) {
        long version = rows.lock(rule.id()).map(RuleRows.Row::version).orElse(0L);
        return new Kept(rule, shipped.containsKey(rule.id()), version);
    }

    /**
     * Removes what people made; of a shipped rule what took its place, so that it counts again as it was shipped.
     *
     * @param version as for {@link #replace}
     * @throws Refused when nobody made one of that id, or it has another version
     */
    public void remove(String id, @Nullable Long version) {
        var unused = change(() -> {
            AlertRule before = before(id, version);
            if (rows.lock(id).isEmpty()) {
                throw Fault.missing(id);
            }
            rows.delete(id);
            publish(before, shipped.get(id));
            return before;
        });
    }

    private <R> R change(Supplier<R> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    private void publish(@Nullable AlertRule before, @Nullable AlertRule now) {
        events.publishEvent(new AlertRulesChanged(before, now));
        log.info("alert rule changed id={}", now != null ? now.id() : before != null ? before.id() : "");
    }

    /** Of a rule, whether it speaks of what there is. @throws Refused naming what is not there */
    void requireKnown(AlertRule rule) {
        requireMetric("metric", rule.measure().metric());
        String of = rule.measure().of();
        if (of != null) {
            requireMetric("of", of);
        }
        Scope scope = rule.scope();
        boolean there = switch (scope.kind()) {
            case ALL -> true;
            case VILLAGE -> isThere(VillageId::new, scope.id());
            case SITE -> isThere(SiteId::new, scope.id());
            case DEVICE -> isThere(DeviceId::new, scope.id());
            case PROFILE -> known.profiles().contains(scope.id());
        };
        if (!there) {
            throw Fault.UNKNOWN_SCOPE.of("scope", scope.toString());
        }
    }

    private void requireMetric(String field, String name) {
        if (!known.names().contains(name)) {
            throw Fault.UNKNOWN_METRIC.of(field, name);
        }
    }

    private boolean isThere(Function<String, InventoryId> id, String value) {
        try {
            return inventory.snapshot().find(id.apply(value)).isPresent();
        } catch (InventoryRefused notAnId) {
            return false;
        }
    }
}
