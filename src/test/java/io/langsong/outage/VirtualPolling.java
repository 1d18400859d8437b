package io.langsong.outage;

import io.langsong.alert.LastingAlerts;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.polling.Asking;
import io.langsong.polling.Cadence;
import io.langsong.polling.DeviceNotice;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.Poller;
import io.langsong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Polls a virtual commune as the poller does, in virtual time: regular polls of two tries, single tries while it is being made
 * sure and while a return is awaited. Every datagram may be lost on its way there and back.
 */
final class VirtualPolling {
    static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
    static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RETURN_INTERVAL = Duration.ofMillis(2_500);
    private static final Duration ROUND_TRIP = Duration.ofMillis(8);
    private static final Duration LOST_AFTER = Duration.ofSeconds(60);
    private static final Duration AWAKE = Duration.ofSeconds(5);
    /** As the intake wakes when nothing comes. */
    private static final Duration AWAKE_FOR_REFERENCES = Duration.ofMillis(500);

    /** What answers beside the devices. */
    enum Reference {
        NONE,
        /** As long as our own line is there. */
        THERE,
        /** It is switched off; the line is there. */
        DEAD
    }

    private final VirtualCommune commune;
    private final double loss;
    private final Reference reference;
    private final Duration interval;
    private final SplittableRandom random;
    private final TestClock clock;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<DeviceId, Task> tasks = new HashMap<>();
    final OutageDetector detector;
    /** Judges off the record where the devices are, and has them asked; null where that is done by {@link #detector}. */
    private final @Nullable OutageDetector site;
    /** While these last, nothing comes from where the devices are. */
    private final List<VirtualCommune.Span> cuts = new ArrayList<>();
    /** {@link PollResult} and {@link DeviceNotice} of the time of cuts, in their order. */
    final List<Object> withheld = new ArrayList<>();

    private final Set<VirtualCommune.Happening> told = new HashSet<>();
    private long eventNumber;

    private record Event(Instant at, long number, Runnable work) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private static final class Task {
        private final VirtualCommune.Box box;
        private final Duration place;
        private Cadence cadence = Cadence.REGULAR;
        private boolean inFlight;
        private boolean again;
        private long turn;

        Task(VirtualCommune.Box box, Duration place) {
            this.box = box;
            this.place = place;
        }
    }

    VirtualPolling(VirtualCommune commune, OutageRecorder recorder, Duration interval, double loss, long seed) {
        this(commune, recorder, interval, loss, seed, Reference.NONE);
    }

    VirtualPolling(
            VirtualCommune commune,
            OutageRecorder recorder,
            Duration interval,
            double loss,
            long seed,
            Reference reference) {
        this(commune, recorder, interval, loss, seed, reference, new TestClock(commune.start));
    }

    /** @param clock says when it begins; it is moved on */
    VirtualPolling(
            VirtualCommune commune,
            OutageRecorder recorder,
            Duration interval,
            double loss,
            long seed,
            Reference reference,
            TestClock clock) {
        this(commune, recorder, interval, loss, seed, reference, clock, false);
    }

    /** Everything is asked by a collector. @param clock says when it begins; it is moved on */
    static VirtualPolling collected(
            VirtualCommune commune,
            OutageRecorder recorder,
            double loss,
            long seed,
            TestClock clock,
            List<VirtualCommune.Span> cuts) {
        VirtualPolling polling =
                new VirtualPolling(commune, recorder, USUAL_INTERVAL, loss, seed, Reference.NONE, clock, true);
        polling.cuts.addAll(cuts);
        return polling;
    }

    private VirtualPolling(
            VirtualCommune commune,
            OutageRecorder recorder,
            Duration interval,
            double loss,
            long seed,
            Reference reference,
            TestClock clock,
            boolean collected) {
        this.clock = clock;
        this.reference = reference;
        this.commune = commune;
        this.loss = loss;
        this.interval = interval;
        this.random = new SplittableRandom(seed);
        Inventory inventory = new Inventory(null, null, null, null, null, null) {
            @Override
            public InventorySnapshot snapshot() {
                return commune.inventory;
            }
        };
        Poller poller = new Poller(null, null, null, null, null, null) {
            @Override
            public void setCadence(DeviceId device, Cadence cadence) {
                at(clock.instant(), () -> cadence(task(device), cadence));
            }

            @Override
            public void askNow(DeviceId device) {
                at(clock.instant(), () -> askSoon(task(device)));
            }

            @Override
            public CompletableFuture<Boolean> showsItself(String host, int port) {
                return askReference();
            }
        };
        commune.boxes
                .values()
                .forEach(box ->
                        tasks.put(box.id, new Task(box, Duration.ofMillis(random.nextLong(interval.toMillis())))));
        List<String> targets = reference == Reference.NONE ? List.of() : List.of("reference.example");
        site = collected ? OutageDetector.offTheRecord(inventory::snapshot, poller, clock) : null;
        detector = new OutageDetector(
                inventory::snapshot,
                collected ? Asking.NOTHING : poller,
                recorder,
                new Conditions(state -> {}),
                new LastingAlerts(),
                new MonitoringPath(new OutageProperties(targets), poller, clock, Optional::empty),
                clock);
    }

    Instant now() {
        return clock.instant();
    }

    private CompletableFuture<Boolean> askReference() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        boolean arrives = reference == Reference.THERE && commune.isSeen(clock.instant());
        boolean answers = arrives && random.nextDouble() >= loss && random.nextDouble() >= loss;
        at(clock.instant().plus(answers ? ROUND_TRIP : TIMEOUT), () -> answer.complete(answers));
        return answer;
    }

    private Task task(DeviceId device) {
        return java.util.Objects.requireNonNull(tasks.get(device));
    }

    void run(Instant until) {
        begin();
        go(until);
        end();
    }

    void begin() {
        detector.start();
        if (site != null) {
            site.start();
        }
        for (VirtualCommune.Span cut : cuts) {
            at(cut.from().plus(LOST_AFTER), this::lose);
        }
        tasks.values().forEach(this::scheduleNext);
        commune.happenings.forEach(this::scheduleWords);
        at(clock.instant(), this::stayAwake);
    }

    void go(Instant until) {
        for (Event next = events.peek(); next != null && next.at().isBefore(until); next = events.peek()) {
            events.remove();
            Instant at = afterStalls(next.at());
            if (at.isAfter(clock.instant())) {
                clock.set(at);
            }
            next.work().run();
        }
        clock.set(until);
    }

    /** One that is killed says nothing of its end. */
    void end() {
        detector.stop();
    }

    /** A UPS tells once a minute that it runs on battery (RFC 1628, upsTrapOnBattery). */
    private void scheduleWords(VirtualCommune.Happening happening) {
        for (VirtualCommune.Box ups : happening.onBattery()) {
            Instant first = happening.from().plusMillis(random.nextInt(10_000));
            for (Instant when = first; when.isBefore(happening.until()); when = when.plusSeconds(60)) {
                Instant said = when;
                if (said.isBefore(clock.instant())) {
                    continue;
                }
                at(said, () -> {
                    if (says(ups, DeviceNotice.Kind.ON_BATTERY, said)) {
                        told.add(happening);
                    }
                });
            }
            if (!happening.until().isBefore(clock.instant())) {
                at(happening.until(), () -> says(ups, DeviceNotice.Kind.ON_MAINS, happening.until()));
            }
        }
    }

    private boolean says(VirtualCommune.Box ups, DeviceNotice.Kind word, Instant at) {
        boolean heard = random.nextDouble() >= loss && ups.answers(at);
        if (heard) {
            hand(new DeviceNotice(ups.id, word, at, 0));
        }
        return heard;
    }

    /** Whether a UPS was heard to say that the power had gone. */
    boolean wasTold(VirtualCommune.Happening happening) {
        return told.contains(happening);
    }

    /** What should happen while we stand still happens afterwards. */
    private Instant afterStalls(Instant at) {
        return commune.stalls.stream()
                .filter(stall -> stall.contains(at))
                .map(VirtualCommune.Span::until)
                .findFirst()
                .orElse(at);
    }

    private void lose() {
        detector.awake();
        for (Task task : tasks.values()) {
            Instant now = clock.instant();
            detector.observe(new PollResult(
                    task.box.id, now, now, Outcome.NOT_ASKED, 0, 0, null, List.of(), List.of(), "collector"));
        }
    }

    private void stayAwake() {
        detector.awake();
        if (site != null) {
            site.awake();
        }
        at(clock.instant().plus(reference == Reference.NONE ? AWAKE : AWAKE_FOR_REFERENCES), this::stayAwake);
    }

    private void at(Instant when, Runnable work) {
        events.add(new Event(when, eventNumber++, work));
    }

    private void cadence(Task task, Cadence cadence) {
        task.cadence = cadence;
        if (!task.inFlight && cadence == Cadence.CONFIRMING) {
            ask(task);
        } else if (!task.inFlight) {
            scheduleNext(task);
        }
    }

    private void askSoon(Task task) {
        task.again = task.inFlight;
        if (!task.inFlight) {
            ask(task);
        }
    }

    private void scheduleNext(Task task) {
        long turn = ++task.turn;
        at(nextTurn(task), () -> {
            if (turn == task.turn && !task.inFlight) {
                ask(task);
            }
        });
    }

    private Instant nextTurn(Task task) {
        if (task.cadence == Cadence.CONFIRMING) {
            return clock.instant();
        }
        if (task.cadence == Cadence.RETURNING) {
            return clock.instant().plus(RETURN_INTERVAL);
        }
        Instant first = commune.start.plus(task.place);
        Duration since = Duration.between(first, clock.instant());
        long turns = since.isNegative() ? 0 : since.toMillis() / interval.toMillis() + 1;
        return first.plus(interval.multipliedBy(turns));
    }

    private void ask(Task task) {
        task.inFlight = true;
        task.turn++;
        attempt(task, clock.instant(), 1, task.cadence == Cadence.REGULAR ? 2 : 1);
    }

    private void attempt(Task task, Instant begun, int attempt, int most) {
        Instant sent = clock.instant();
        boolean arrives = random.nextDouble() >= loss;
        boolean returns = random.nextDouble() >= loss;
        Instant there = sent.plus(ROUND_TRIP.dividedBy(2));
        if (arrives && returns && commune.isSeen(there) && task.box.answers(there)) {
            PollResult answer = new PollResult(
                    task.box.id,
                    begun,
                    sent.plus(ROUND_TRIP),
                    Outcome.ANSWERED,
                    attempt - 1,
                    attempt,
                    task.box.clock(there),
                    task.box.ports(there),
                    List.of(),
                    "");
            at(sent.plus(ROUND_TRIP), () -> ended(task, answer));
        } else {
            at(sent.plus(TIMEOUT), () -> {
                if (attempt < most) {
                    attempt(task, begun, attempt + 1, most);
                } else {
                    ended(
                            task,
                            new PollResult(
                                    task.box.id,
                                    begun,
                                    clock.instant(),
                                    Outcome.SILENT,
                                    most,
                                    most,
                                    null,
                                    List.of(),
                                    List.of(),
                                    ""));
                }
            });
        }
    }

    private void ended(Task task, PollResult result) {
        task.inFlight = false;
        boolean confirm = task.cadence == Cadence.CONFIRMING && result.outcome() == Outcome.SILENT;
        if (task.again || confirm) {
            task.again = false;
            at(clock.instant(), () -> {
                if (!task.inFlight) {
                    ask(task);
                }
            });
        } else {
            scheduleNext(task);
        }
        hand(result);
    }

    private void hand(Object seen) {
        if (site != null) {
            site.awake();
            show(site, seen);
        }
        detector.awake();
        if (cuts.stream().anyMatch(cut -> cut.contains(clock.instant()))) {
            withheld.add(seen);
        } else {
            show(detector, seen);
        }
    }

    private static void show(OutageDetector judge, Object seen) {
        if (seen instanceof PollResult result) {
            judge.observe(result);
        } else {
            judge.observe((DeviceNotice) seen);
        }
    }
}
