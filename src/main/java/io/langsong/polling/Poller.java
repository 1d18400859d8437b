package io.langsong.polling;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryChanged;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.MetEngine;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Asks every enabled device that it is given in its turn, as {@link PollSchedule} has it, never twice at once, and finds out
 * of what family it is; what it learns goes to the intake. It all happens on the engine's loop.
 */
public class Poller implements Asking {
    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    /** Of the loop; it may stand still when the machine does. */
    private static final Duration LONGEST_PASS = Duration.ofSeconds(10);

    private static final CompletableFuture<Boolean> NOT_CHECKED = CompletableFuture.completedFuture(false);

    private final Supplier<? extends Collection<Device>> devices;
    private final PollIntake intake;
    private final Supplier<Profiles> profiles;
    private final PollingProperties settings;
    private final Clock clock;
    private final Supplier<SnmpEngine> engines;

    private final ReachabilityChecks checks = new ReachabilityChecks("fping");
    private final Addresses addresses = new Addresses(name -> refresh());
    private final Map<DeviceId, PollTask> tasks = new HashMap<>();
    private final TaskLimits limits = new TaskLimits();
    private final Families families;

    private final PollSchedule schedule;
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final LongAdder asked = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private volatile Map<DeviceId, Long> budgets = Map.of();
    private volatile @Nullable Instant lastPollAt;
    private volatile int deviceCount;
    private volatile @Nullable SnmpEngine engine;
    private volatile PollRun.@Nullable Tools tools;

    /** @param devices that it is to ask, as of now; those that are not enabled or can not be read are passed over */
    public Poller(
            Supplier<? extends Collection<Device>> devices,
            PollIntake intake,
            Supplier<Profiles> profiles,
            PollingProperties settings,
            Clock clock,
            Supplier<SnmpEngine> engines) {
        this.devices = devices;
        this.intake = intake;
        this.profiles = profiles;
        this.settings = settings;
        this.clock = clock;
        this.engines = engines;
        this.families = new Families(profiles, clock);
        this.schedule = new PollSchedule(settings, this::ask);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /**
     * How much polls may take of the lines to devices, from now on. A device whose reading takes more is read less often, and asked for its uptime alone in
     * between. Any thread.
     *
     * @param bitsASecond of both ways; devices that are not named have no limit
     */
    public void limit(Map<DeviceId, Long> bitsASecond) {
        budgets = Map.copyOf(bitsASecond);
        refresh();
    }

    /** What is known of devices from before; before {@link #start}. */
    void resume(List<DeviceLimits> known) {
        limits.resume(known);
    }

    /**
     * What polls have found out of devices that is not in {@code kept}. Any thread but the loop; waits for it.
     *
     * @param rows whether also where nothing but the lengths of tables is new
     */
    List<DeviceLimits> learned(Map<DeviceId, DeviceLimits> kept, boolean rows) {
        SnmpEngine now = engine;
        if (now == null) {
            return List.of();
        }
        CompletableFuture<List<DeviceLimits>> learned = new CompletableFuture<>();
        now.execute(() -> learned.complete(tasks.values().stream()
                .flatMap(task -> TaskLimits.learned(task, kept.get(task.device.id()), rows).stream())
                .toList()));
        return learned.completeOnTimeout(List.of(), LONGEST_PASS.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    public void start() {
        SnmpEngine started = engines.get();
        started.start();
        addresses.start();
        checks.start();
        schedule.start(started);
        tools = new PollRun.Tools(started, clock);
        engine = started;
        refresh();
        log.info(
                "polling started devices={} interval={} timeout={}",
                devices.get().size(),
                settings.interval(),
                settings.timeout());
    }

    /** Ends what is in flight; no result comes after it returns. */
    public void stop() {
        SnmpEngine ending = engine;
        engine = null;
        addresses.stop();
        checks.stop();
        if (ending != null) {
            ending.close();
        }
        tasks.clear();
        schedule.stop();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(InventoryChanged change) {
        refresh();
    }

    @EventListener
    void on(PolledElsewhere.Changed change) {
        refresh();
    }

    /** Another family may be closer now, so whatever was found out is found out again. */
    @EventListener
    void on(ProfilesChanged change) {
        SnmpEngine now = engine;
        if (now != null) {
            now.execute(() -> tasks.values().forEach(task -> {
                task.profile = null;
                task.kept = null;
            }));
            refresh();
        }
    }

    @Override
    public void setCadence(DeviceId device, Cadence cadence) {
        onLoop(device, task -> {
            task.cadence = cadence;
            if (!task.inFlight && cadence == Cadence.CONFIRMING) {
                ask(task);
            } else if (!task.inFlight) {
                schedule.next(task, System.nanoTime());
            }
        });
    }

    @Override
    public void askNow(DeviceId device) {
        onLoop(device, task -> {
            task.again = task.inFlight;
            if (!task.inFlight) {
                ask(task);
            }
        });
    }

    /** Where a device is reached: its address, or what its name was last looked up as; empty while that is not known. Any thread. */
    public Optional<InetAddress> addressOf(Device device) {
        return addresses.of(device.address());
    }

    @Override
    public CompletableFuture<Boolean> showsItself(String host, int port) {
        Optional<InetAddress> address = engine == null ? Optional.empty() : addresses.of(host);
        if (address.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return port == 0
                ? checks.ask(Device.Reachability.ICMP, address.get(), settings.timeout())
                : checks.ask(new InetSocketAddress(address.get(), port), settings.timeout());
    }

    /** With what a device is read; empty when it is not. Any thread. */
    public Optional<SnmpCredentials> credentialsOf(Device device) {
        return Optional.ofNullable(device.snmp()).map(Targets::credentials);
    }

    /** The profile a device was given or recognised by; empty while it is not known. Any thread. */
    public Optional<String> profileOf(DeviceId device) {
        return howRead(device).map(how -> how.recognised().profile().name());
    }

    /** As {@link #profileOf}, with what spoke for the profile. Any thread. */
    public Optional<HowRead> howRead(DeviceId device) {
        return families.of(device);
    }

    /**
     * How a device is read.
     *
     * @param recognised where the profile is named in the inventory, without the device's own words
     * @param since when it was given this profile, at the earliest the start of the program
     */
    public record HowRead(Recognition.Recognised recognised, Instant since) {}

    /** The engines of version 3 that devices answered with, and their clocks then. Any thread; not often. */
    public List<MetEngine> engines() {
        SnmpEngine now = engine;
        return now == null ? List.of() : now.engines();
    }

    /** What was asked since the start, and how punctually. Any thread. */
    public Counts counts() {
        long answered = count(Outcome.ANSWERED);
        long silent = count(Outcome.SILENT);
        long refused = count(Outcome.REFUSED);
        long notAsked = count(Outcome.NOT_ASKED);
        return new Counts(
                deviceCount,
                answered + silent + refused + notAsked,
                answered,
                silent,
                refused,
                notAsked,
                lastPollAt,
                schedule.latenessP99Millis());
    }

    private long count(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome)).sum();
    }

    /**
     * What was asked since the start.
     *
     * @param polled polls ended; equals answered + silent + refused + notAsked
     * @param lastPollAt when the newest result came in; null before the first
     * @param latenessP99Millis how late polls left, over the last few thousand
     */
    public record Counts(
            long devices,
            long polled,
            long answered,
            long silent,
            long refused,
            long notAsked,
            @Nullable Instant lastPollAt,
            double latenessP99Millis) {}

    /**
     * Whether the polls keep up, since the start.
     *
     * @param asked polls begun; those that are neither ended nor abandoned are in flight
     * @param ended with any outcome, as {@link Counts#polled}
     * @param abandoned begun, and given up because the device was taken away or the server ended being active
     * @param missed turns of devices that passed while their poll before was not over, or the machine stood still
     */
    public record Turns(long asked, long ended, long abandoned, long missed) {
        public long inFlight() {
            return asked - ended - abandoned;
        }
    }

    /** Any thread. What ended is read first, so that nothing looks ended before it began. */
    public Turns turns() {
        long ended = counts().polled();
        long givenUp = abandoned.sum();
        return new Turns(asked.sum(), ended, givenUp, schedule.missed());
    }

    /** Of the devices that are asked, the one asked most often: how often; the default when there is none. Any thread. */
    public Duration shortestInterval() {
        return devices.get().stream()
                .filter(device -> device.enabled() && device.snmp() != null)
                .map(device -> device.interval() == null ? settings.interval() : device.interval())
                .min(Comparator.naturalOrder())
                .orElse(settings.interval());
    }

    private void onLoop(DeviceId device, Consumer<PollTask> action) {
        SnmpEngine now = engine;
        if (now != null) {
            now.execute(() -> {
                PollTask task = tasks.get(device);
                if (task != null && engine == now) {
                    action.accept(task);
                }
            });
        }
    }

    /** Takes over what there is to ask now; a device that stays keeps its place in the interval. Any thread. */
    public void refresh() {
        SnmpEngine now = engine;
        if (now == null) {
            return;
        }
        List<Device> asked = devices.get().stream()
                .filter(Device::enabled)
                .filter(device -> device.snmp() != null)
                .toList();
        Map<DeviceId, SnmpTarget> targets = new HashMap<>();
        for (Device device : asked) {
            SnmpAccess access = device.snmp();
            if (access != null) {
                addresses
                        .of(device.address())
                        .ifPresent(address -> targets.put(device.id(), Targets.of(device, address, access, settings)));
            }
        }
        now.execute(() -> place(asked, targets));
    }

    private void place(List<Device> asked, Map<DeviceId, SnmpTarget> targets) {
        Map<DeviceId, PollTask> before = new HashMap<>(tasks);
        tasks.clear();
        for (Device device : asked) {
            PollTask task = before.remove(device.id());
            boolean fresh = task == null;
            if (task == null) {
                task = new PollTask(device);
                limits.resume(task);
            }
            boolean otherBox = !device.address().equals(task.device.address()) || device.port() != task.device.port();
            take(task, device, targets.get(device.id()), otherBox);
            tasks.put(device.id(), task);
            if (fresh) {
                schedule.place(task);
                schedule.next(task, System.nanoTime());
            }
        }
        before.values().forEach(task -> task.gone = true);
        before.keySet().forEach(families::forget);
        deviceCount = asked.size();
    }

    private void take(PollTask task, Device device, @Nullable SnmpTarget target, boolean otherBox) {
        Duration interval = device.interval() == null ? settings.interval() : device.interval();
        boolean otherName = !Objects.equals(device.profile(), task.device.profile());
        task.device = device;
        task.target = target;
        task.turns.limit(budgets.get(device.id()));
        if (task.intervalNanos != interval.toNanos()) {
            task.slot = -1;
        }
        task.intervalNanos = interval.toNanos();
        Profile named = families.named(task, device.profile());
        if (named != null) {
            task.profile = named;
        } else if (otherBox || otherName) {
            task.profile = null;
        }
        if (otherBox) {
            task.kept = null;
        }
        Profile profile = task.profile;
        if (profile == null) {
            families.forget(device.id());
        } else if (named != null) {
            families.keepNamed(device.id(), named);
        }
    }

    private void ask(PollTask task) {
        SnmpEngine now = engine;
        PollRun.Tools tools = this.tools;
        if (task.gone || now == null || tools == null || tools.engine() != now) {
            return;
        }
        task.inFlight = true;
        asked.increment();
        task.version++;
        SnmpTarget target = task.target;
        if (target == null) {
            ended(task, PollRun.notAsked(task.device.id(), clock.instant(), "name not resolved"));
        } else if (task.cadence == Cadence.REGULAR) {
            Consumer<PollResult> done = result -> {
                if (result.outcome() == Outcome.SILENT) {
                    endedInSilence(now, task, result, checkBeside(task, target));
                } else {
                    ended(task, result);
                }
            };
            if (task.turns.isFull(task)) {
                PollRun.regular(tools, task, target, Duration.ofNanos(task.intervalNanos), done);
            } else {
                PollRun.uptime(tools, task, target, done);
            }
        } else {
            // At the same time, so that it takes no longer to be sure of a box that is asked both ways.
            CompletableFuture<Boolean> beside = checkBeside(task, target);
            PollRun.single(tools, task, target, result -> {
                tellThatItWasThere(task, result);
                if (result.outcome() == Outcome.SILENT) {
                    endedInSilence(now, task, result, beside);
                } else {
                    ended(task, result);
                }
            });
        }
    }

    private CompletableFuture<Boolean> checkBeside(PollTask task, SnmpTarget target) {
        Device.Reachability way = task.device.reachability();
        return way == Device.Reachability.NONE
                ? NOT_CHECKED
                : checks.ask(way, target.address().getAddress(), settings.timeout());
    }

    private void endedInSilence(SnmpEngine now, PollTask task, PollResult silence, CompletableFuture<Boolean> beside) {
        if (beside == NOT_CHECKED) {
            ended(task, silence);
            return;
        }
        var unused = beside.thenAccept(there -> now.execute(() -> endedBeside(now, task, silence, there)));
    }

    private void endedBeside(SnmpEngine now, PollTask task, PollResult silence, boolean there) {
        SnmpTarget target = task.target;
        PollRun.Tools tools = this.tools;
        boolean lookAgain = there && task.cadence == Cadence.REGULAR && engine == now;
        if (lookAgain && target != null && tools != null) {
            // Nobody confirms a silence that is none; whether only the large question was left unanswered is to be seen
            // here.
            PollRun.single(tools, task, target, result -> tellThatItWasThere(task, result));
        }
        ended(task, there ? PollRun.onlySnmpSilent(silence, clock.instant()) : silence);
    }

    private static void tellThatItWasThere(PollTask task, PollResult small) {
        PollRun run = task.run;
        if (run != null && small.outcome() == Outcome.ANSWERED) {
            run.wasThere();
        }
    }

    private void ended(PollTask task, PollResult result) {
        task.inFlight = false;
        SnmpEngine now = engine;
        if (task.gone || now == null) {
            abandoned.increment();
            return;
        }
        Objects.requireNonNull(outcomes.get(result.outcome())).increment();
        lastPollAt = result.at();
        intake.accept(result);
        if (result.outcome() == Outcome.ANSWERED && task.profile == null && !task.recognising) {
            families.recognise(now, task, () -> askNow(task.device.id()));
        }
        if (result.outcome() == Outcome.ANSWERED) {
            TaskLimits.lookAtIdentity(now, task, result);
        }
        boolean confirm = task.cadence == Cadence.CONFIRMING && result.outcome() == Outcome.SILENT;
        if (task.again || confirm) {
            task.again = false;
            now.execute(() -> {
                if (!task.inFlight) {
                    ask(task);
                }
            });
        } else {
            schedule.next(task, System.nanoTime());
        }
    }
}
