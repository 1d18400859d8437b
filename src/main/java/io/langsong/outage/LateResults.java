package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Service;
import io.langsong.outage.LateRecord.Written;
import io.langsong.polling.Asking;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Judges what was seen where nobody could tell us, once we are told: by a detector of its own, on a clock that follows the results, begun with what
 * was open then. What it finds fills the record where nothing is known; see {@link LateMerge}. Nobody is told of what is over. Any thread.
 */
@Component
public class LateResults {
    private static final Logger log = LoggerFactory.getLogger(LateResults.class);

    private final Inventory inventory;
    private final LateRecord record;
    private final OutageRecorder recorder;
    private final OutageDetector detector;
    private final TransactionTemplate inside;

    LateResults(
            Inventory inventory,
            LateRecord record,
            OutageRecorder recorder,
            OutageDetector detector,
            PlatformTransactionManager transactions) {
        this.inventory = inventory;
        this.record = record;
        this.recorder = recorder;
        this.detector = detector;
        this.inside = new TransactionTemplate(transactions);
        this.inside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    /**
     * Begins to judge.
     *
     * @param began when somebody had looked last; a few minutes before it may be filled, since each object was looked at last before
     * @param devices whose results come; what is made of them and of nothing else is judged with them
     */
    public Judging begin(Instant began, Set<DeviceId> devices) {
        InventorySnapshot part = part(inventory.snapshot(), devices);
        List<ObjectRef> objects = Stream.of(
                        part.devices().stream().map(device -> ObjectRef.of(device.id())),
                        part.links().stream().map(link -> ObjectRef.of(link.id())),
                        part.services().stream().map(service -> ObjectRef.of(service.id())))
                .flatMap(same -> same)
                .toList();
        return new Judging(began, part, new LateTurns(record.openAt(began, objects)));
    }

    /** Of the inventory what hangs on these devices alone. */
    static InventorySnapshot part(InventorySnapshot whole, Set<DeviceId> devices) {
        List<Device> own = whole.devices().stream()
                .filter(device -> devices.contains(device.id()))
                .map(device -> device.behind(
                        device.uplinks().stream().filter(devices::contains).toList()))
                .toList();
        List<Link> links = whole.links().stream()
                .filter(link -> devices.contains(link.near().device())
                        && (link.far() == null || devices.contains(link.far().device())))
                .toList();
        Set<Object> known = new HashSet<>();
        links.forEach(link -> known.add(link.id()));
        WayOut wayOut = new WayOut(whole);
        List<Service> services = whole.services().stream()
                .filter(service -> devices.containsAll(service.members()))
                .filter(service -> service.link() == null || known.contains(service.link()))
                .filter(service -> service.members().stream().allMatch(member -> known.containsAll(wayOut.of(member))))
                .toList();
        return new InventorySnapshot(whole.villages(), whole.powerAreas(), whole.sites(), own, links, services);
    }

    /**
     * What became of it.
     *
     * @param outages found of which nothing was known
     * @param changed that were known, and began or ended at another time
     */
    public record Found(int outages, int changed) {
        Found plus(Written more) {
            return new Found(outages + more.outages(), changed + more.changed());
        }
    }

    /** Takes results in the order of time. One thread at a time. */
    public final class Judging {
        private final Instant since;
        private final LateTurns turns;
        private final Replayed clock;
        private final OutageDetector judge;
        private boolean begun;

        private Judging(Instant began, InventorySnapshot part, LateTurns turns) {
            this.since = began.minus(LateMerge.BRIDGE);
            this.turns = turns;
            this.clock = new Replayed(began);
            this.judge = new OutageDetector(
                    () -> part,
                    Asking.NOTHING,
                    turns,
                    new Conditions(state -> {}),
                    new LastingAlerts(),
                    MonitoringPath.none(clock),
                    clock);
        }

        /**
         * A stretch in which somebody looked throughout.
         *
         * @param from before that, since the stretch before, nobody looked, unless it is less than some seconds
         * @param results dated by our clock, in their order
         */
        public void saw(Instant from, Instant until, List<PollResult> results, List<DeviceNotice> notices) {
            if (!begun) {
                begun = true;
                clock.now = from;
                judge.start();
            }
            clock.now = clock.now.isAfter(from) ? clock.now : from;
            judge.awake();
            List<DeviceNotice> said = new ArrayList<>(notices);
            said.sort(Comparator.comparing(DeviceNotice::at));
            for (PollResult result : results) {
                while (!said.isEmpty() && !said.get(0).at().isAfter(result.at())) {
                    judge.observe(said.remove(0));
                }
                passTo(result.at());
                judge.observe(result);
            }
            said.forEach(judge::observe);
            passTo(until);
        }

        private void passTo(Instant at) {
            while (clock.now.plus(Replayed.STEP).isBefore(at)) {
                clock.now = clock.now.plus(Replayed.STEP);
                judge.awake();
            }
            if (clock.now.isBefore(at)) {
                clock.now = at;
                judge.awake();
            }
        }

        /**
         * Writes what was found, behind all that the recorder was given so far.
         *
         * @param with done in the same transaction
         * @return completed when it is committed, or given up because another server is active
         */
        public CompletableFuture<Found> finish(Runnable with) {
            List<LateFinding> findings = begun ? turns.findings(clock.now) : List.of();
            CompletableFuture<Found> found = new CompletableFuture<>();
            recorder.submit(List.of(new Turn.Late(() -> {
                Found all = new Found(0, 0);
                for (LateFinding finding : findings) {
                    Written written = write(finding);
                    all = all.plus(written);
                    written.lasting().forEach(detector::correct);
                }
                with.run();
                found.complete(all);
            })));
            return found;
        }

        /** An error of ours in one object must neither keep the others from being written, nor the record from going on. */
        private Written write(LateFinding finding) {
            try {
                Written written = inside.execute(savepoint -> record.write(finding, since));
                return written == null ? new Written(0, 0, List.of()) : written;
            } catch (org.springframework.dao.NonTransientDataAccessException | IllegalArgumentException e) {
                log.error("late results not written object={} since={}", finding.object(), since, e);
                return new Written(0, 0, List.of());
            }
        }
    }

    /** Follows the results. */
    private static final class Replayed extends Clock {
        /** Whoever is not called for longer stood still. */
        private static final Duration STEP = Duration.ofSeconds(5);

        private Instant now;

        private Replayed(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
