package io.langsong.alert;

import io.langsong.access.Refused;
import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.metric.MetricStore;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Shows when a rule would have fired in the last 30 days, were it enabled among the others: plays the stored samples through
 * the judgement of samples that come. What the store does not keep it does not know: polls at which the device refused us, and
 * in which other place or by which other profile it was then. Any thread; one at a time.
 */
@Component
public class TryOut {
    public static final Duration SPAN = Duration.ofDays(30);

    /** A person waits for it. */
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private final MetricStore store;
    private final Inventory inventory;
    private final AlertRules rules;
    private final Poller poller;
    private final PollingProperties polling;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1);

    TryOut(
            MetricStore store,
            Inventory inventory,
            AlertRules rules,
            Poller poller,
            PollingProperties polling,
            Clock clock) {
        this.store = store;
        this.inventory = inventory;
        this.rules = rules;
        this.poller = poller;
        this.polling = polling;
        this.clock = clock;
    }

    /**
     * Empty while another one runs.
     *
     * @throws Refused when the rule speaks of what is not there
     * @throws io.langsong.metric.MetricStoreException when the store can not be read
     */
    public Optional<Tried> of(AlertRule rule) {
        rules.requireKnown(rule);
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(rule, BUDGET));
        } finally {
            turn.release();
        }
    }

    /** @param budget when it is used up what was found so far is the answer */
    Tried of(AlertRule rule, Duration budget) {
        long begun = System.nanoTime();
        InventorySnapshot known = inventory.snapshot();
        AlertRule tried = rule.enabled(true);
        RuleBook book = RuleBook.of(Stream.concat(
                        rules.rules().stream().filter(other -> !other.id().equals(rule.id())), Stream.of(tried))
                .toList());
        List<Place> places = places(tried, known);
        Instant until = clock.instant();
        Tried.Tally tally = new Tried.Tally(tried, until.minus(SPAN), until, places.size());
        for (Place place : places) {
            Replay replay = new Replay(store, book, place, tried, tally);
            boolean whole = replay.over(until.minus(SPAN), until, () -> System.nanoTime() - begun < budget.toNanos());
            if (!whole) {
                break;
            }
            tally.looked(replay.series(), replay.overridden());
        }
        return tally.result();
    }

    /** In no order of theirs: where there are more than there is time for, those looked at are a fair sample. */
    private List<Place> places(AlertRule rule, InventorySnapshot known) {
        List<Place> places = new ArrayList<>(known.devices().stream()
                .filter(Device::enabled)
                .map(device -> Place.of(device, profileOf(device), known, polling.interval()))
                .filter(place -> rule.scope().contains(place))
                .toList());
        Collections.shuffle(places, new Random(places.size()));
        return places;
    }

    private String profileOf(Device device) {
        String named = device.profile();
        return poller.profileOf(device.id()).orElse(named == null ? "" : named);
    }
}
