package io.langsong.alert;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import io.langsong.polling.PollingProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Judges every sample by the rules as it comes. A device is judged from when its profile is known, since rules may be about that.
 * {@link #observe} and {@link #awake} are called by one intake thread; {@link #start} and {@link #stop} while no result is under
 * way.
 */
@Component
public class AlertDetector implements PollObserver {
    private static final Logger log = LoggerFactory.getLogger(AlertDetector.class);

    /** A clock that goes back by more was set; by less it was corrected. */
    private static final Duration CORRECTION = Duration.ofSeconds(1);

    private final Inventory inventory;
    private final AlertRules rules;
    private final AlertRecorder recorder;
    private final LastingAlerts lastingAlerts;
    private final Poller poller;
    private final PollingProperties polling;
    private final Clock clock;

    private final Map<DeviceId, DeviceJudge> judges = new HashMap<>();
    /** Of devices that were not judged yet since the start. */
    private final Map<DeviceId, List<Lasting>> lasting = new HashMap<>();

    private InventorySnapshot known = InventorySnapshot.EMPTY;
    private RuleBook book = RuleBook.EMPTY;
    private volatile RuleBook newest = RuleBook.EMPTY;
    private volatile boolean changed;
    private volatile boolean running;
    private Instant awakeAt = Instant.EPOCH;

    AlertDetector(
            Inventory inventory,
            AlertRules rules,
            AlertRecorder recorder,
            LastingAlerts lastingAlerts,
            Poller poller,
            PollingProperties polling,
            Clock clock) {
        this.inventory = inventory;
        this.rules = rules;
        this.recorder = recorder;
        this.lastingAlerts = lastingAlerts;
        this.poller = poller;
        this.polling = polling;
        this.clock = clock;
    }

    /**
     * Reads back the rules, and what lasted when the program ended, so that a restart neither ends an alert nor tells it
     * twice. Before the recorder starts.
     */
    public void start() {
        judges.clear();
        lasting.clear();
        lastingAlerts.clear();
        List<Lasting> open = recorder.recover();
        lasting.putAll(open.stream()
                .collect(Collectors.groupingBy(alert -> alert.series().device())));
        open.forEach(alert -> lastingAlerts.add(alert.series().device()));
        newest = RuleBook.of(rules.rules());
        awakeAt = clock.instant();
        changed = true;
        running = true;
        log.info("alerting started lasting={}", open.size());
    }

    public void stop() {
        running = false;
        judges.clear();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(InventoryChanged change) {
        changed = true;
    }

    @TransactionalEventListener(fallbackExecution = true)
    synchronized void on(AlertRulesChanged change) {
        if (running) {
            newest = RuleBook.of(rules.rules());
            changed = true;
        }
    }

    @Override
    public void awake() {
        if (!running) {
            return;
        }
        Instant now = clock.instant();
        if (Duration.between(awakeAt, now).compareTo(CORRECTION.negated()) < 0) {
            log.warn("alerts begin anew because the clock was set back from={} until={}", awakeAt, now);
            judges.values().forEach(DeviceJudge::lookAway);
        }
        awakeAt = now;
        if (changed) {
            changed = false;
            renew(now);
        }
    }

    @Override
    public void observe(PollResult result) {
        boolean asked =
                result.outcome() != Outcome.NOT_ASKED && !result.sentAt().isAfter(awakeAt);
        DeviceJudge judge = running && asked ? judge(result.device()) : null;
        if (judge != null) {
            judge.poll(result.at(), result.samples());
        }
    }

    private @Nullable DeviceJudge judge(DeviceId id) {
        DeviceJudge judge = judges.get(id);
        String profile = poller.profileOf(id).orElse("");
        if (judge == null) {
            Device device = known.device(id).filter(Device::enabled).orElse(null);
            if (device == null || profile.isEmpty()) {
                return null;
            }
            List<Lasting> before = lasting.remove(id);
            judge = new DeviceJudge(book, place(device, profile), before == null ? List.of() : before, this::turned);
            judge.use(book, judge.place(), awakeAt);
            judges.put(id, judge);
        } else if (!profile.isEmpty() && !profile.equals(judge.place().profile())) {
            Device device = known.device(id).orElse(null);
            if (device != null) {
                judge.use(book, place(device, profile), awakeAt);
            }
        }
        return judge;
    }

    private void turned(Turn turn) {
        lastingAlerts.follow(turn);
        recorder.submit(turn);
    }

    private Place place(Device device, String profile) {
        return Place.of(device, profile, known, polling.interval());
    }

    /** Follows the inventory and the rules. */
    private void renew(Instant now) {
        known = inventory.snapshot();
        book = newest;
        judges.entrySet().removeIf(entry -> {
            Optional<Device> device = known.device(entry.getKey()).filter(Device::enabled);
            DeviceJudge judge = entry.getValue();
            device.ifPresentOrElse(
                    there -> judge.use(book, place(there, judge.place().profile()), now), () -> judge.leave(now));
            return device.isEmpty();
        });
        lasting.values().removeIf(alerts -> {
            alerts.removeIf(alert -> endedMeanwhile(alert, now));
            return alerts.isEmpty();
        });
    }

    /** As far as can be told before the device's profile is known. */
    private boolean endedMeanwhile(Lasting alert, Instant now) {
        boolean there =
                known.device(alert.series().device()).filter(Device::enabled).isPresent();
        boolean asked = book.rule(alert.rule()).filter(alert::isOf).isPresent();
        if (there && asked) {
            return false;
        }
        turned(new Turn.Ended(
                alert.rule(), alert.series(), now, there ? Alert.End.RULE_CHANGED : Alert.End.DEVICE_LEFT));
        return true;
    }
}
