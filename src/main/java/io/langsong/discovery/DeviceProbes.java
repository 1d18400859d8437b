package io.langsong.discovery;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.PollingProperties;
import io.langsong.polling.Prober;
import io.langsong.polling.SnmpFault;
import io.langsong.polling.Targets;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Questions;
import io.langsong.snmp.SnmpEngine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks a device of the inventory everything that its profile asks, beside the poller, and remembers the newest look at each.
 * Any thread. A device is asked again after ten seconds at the soonest, and few are asked at once.
 */
@Component
public class DeviceProbes implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;
    /** Looks that are remembered; the oldest go first. */
    private static final int MOST_LOOKS = 200;

    private final Supplier<SnmpEngine> engines;
    private final Supplier<Profiles> profiles;
    private final PollingProperties settings;
    private final Clock clock;
    private final Map<DeviceId, Running> running = new LinkedHashMap<>();
    private final Map<DeviceId, Look> looks = new LinkedHashMap<>();
    private @Nullable SnmpEngine engine;

    public DeviceProbes(
            Supplier<SnmpEngine> engines, Supplier<Profiles> profiles, PollingProperties settings, Clock clock) {
        this.engines = engines;
        this.profiles = profiles;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of asking for a look. */
    public enum Asked {
        BEGUN,
        /** It is being asked already. */
        RUNNING,
        /** It was asked a moment ago. */
        TOO_SOON,
        /** Others are being asked. */
        BUSY,
        /** It has no SNMP access in the inventory, so there is nothing to ask it by. */
        NOT_ASKED
    }

    /**
     * How a device was read.
     *
     * @param at when it was asked
     * @param took until the last answer
     * @param outcome without the raw answers, of which {@code questions} shows what matters
     * @param questions of the profile, in its order; empty when the device could not be read
     */
    public record Look(Instant at, Duration took, Prober.Outcome outcome, List<Questions.Question> questions) {
        public Look {
            questions = List.copyOf(questions);
        }
    }

    private record Running(Instant since, long sinceNanos, CompletableFuture<Look> look) {}

    /** The newest look at a device since the start of this server. */
    public synchronized Optional<Look> lastOf(DeviceId device) {
        return Optional.ofNullable(looks.get(device));
    }

    /** The look that is being taken; empty when none is. It is never completed with an exception. */
    public synchronized Optional<CompletableFuture<Look>> runningOf(DeviceId device) {
        return Optional.ofNullable(running.get(device)).map(Running::look);
    }

    /** Begins a look; {@link #runningOf} has it while it is not over. A host name is looked up on the caller's thread. */
    public Asked ask(Device device) {
        SnmpAccess access = device.snmp();
        if (access == null) {
            return Asked.NOT_ASKED;
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(device.address());
        } catch (UnknownHostException unknown) {
            address = null;
        }
        Running begun = new Running(clock.instant(), System.nanoTime(), new CompletableFuture<>());
        SnmpEngine asking;
        synchronized (this) {
            Asked refused = refusal(device.id(), begun.since());
            if (refused != null) {
                return refused;
            }
            running.put(device.id(), begun);
            asking = engine();
        }
        Prober.Origin origin = new Prober.Origin(device.address(), device.port());
        if (address == null) {
            SnmpFault fault =
                    new SnmpFault("unreachable", "there is no host of this name; check it or give its address");
            end(device.id(), begun, new Prober.NotRead(origin, fault));
            return Asked.BEGUN;
        }
        new Prober(asking, profiles.get(), clock)
                .probe(
                        new Prober.Question(
                                origin,
                                Targets.of(device, address, access, settings),
                                device.profile(),
                                "named in the inventory"),
                        outcome -> end(device.id(), begun, outcome));
        return Asked.BEGUN;
    }

    private @Nullable Asked refusal(DeviceId device, Instant now) {
        if (running.containsKey(device)) {
            return Asked.RUNNING;
        }
        Look last = looks.get(device);
        if (last != null && Duration.between(last.at().plus(last.took()), now).compareTo(AGAIN) < 0) {
            return Asked.TOO_SOON;
        }
        return running.size() >= AT_ONCE ? Asked.BUSY : null;
    }

    private SnmpEngine engine() {
        SnmpEngine asking = engine;
        if (asking == null) {
            asking = engines.get();
            asking.start();
            engine = asking;
        }
        return asking;
    }

    private void end(DeviceId device, Running begun, Prober.Outcome outcome) {
        List<Questions.Question> questions = List.of();
        Prober.Outcome kept = outcome;
        if (outcome instanceof Prober.Read read) {
            questions = Questions.of(read.recognised().profile(), read.answers());
            kept = new Prober.Read(
                    read.origin(),
                    read.recognised(),
                    read.identified(),
                    read.sysName(),
                    read.reading(),
                    List.of(),
                    read.notes());
        }
        Look look = new Look(begun.since(), Duration.ofNanos(System.nanoTime() - begun.sinceNanos()), kept, questions);
        synchronized (this) {
            running.remove(device);
            looks.remove(device);
            looks.put(device, look);
            if (looks.size() > MOST_LOOKS) {
                looks.remove(looks.keySet().iterator().next());
            }
        }
        begun.look().complete(look);
    }

    /** Ends what is under way: those devices look as if they could not be asked. */
    @Override
    public void close() {
        SnmpEngine ending;
        synchronized (this) {
            ending = engine;
            engine = null;
        }
        if (ending != null) {
            ending.close();
        }
    }
}
