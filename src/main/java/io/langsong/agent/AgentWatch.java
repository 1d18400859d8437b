package io.langsong.agent;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.metric.Sample;
import io.langsong.polling.PollIntake;
import io.langsong.polling.PollObserver;
import io.langsong.polling.PollResult;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.Outcome;
import io.langsong.provisioning.BoxObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Turns the calls of agents, and their absence, into what the judgement knows: results of polls. A call that shows the key of a box is an answer at the
 * instant at which it came, whatever the age of what it brings. When a device was not heard for two of its intervals and a fifth, it did not answer to four
 * questions; from then on it is asked, so to say, three times an interval. Nobody is missed while nobody looked, nor while our own door may be shut: when at
 * least three were heard of late and none of all agents has been for an interval and a fifth, nothing is known of any. Any thread; {@link #awake} on that of
 * the intake.
 */
@Component
class AgentWatch implements PollObserver, BoxObserver {
    private static final Logger log = LoggerFactory.getLogger(AgentWatch.class);

    /** As the judgement has it: longer without waking and nobody was looking. */
    private static final Duration ABSENCE = Duration.ofSeconds(10);

    private static final Duration CORRECTION = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** As many as it takes to be sure of a device whose line loses nothing. */
    private static final int TRIES = 4;

    private static final int TRIES_AN_INTERVAL = 3;
    /** Fewer may well be gone together. */
    private static final int FEWEST = 3;

    private final Inventory inventory;
    private final PollIntake intake;
    private final AgentProperties settings;
    private final Clock clock;

    private final Map<DeviceId, Waiting> waiting = new HashMap<>();
    /** Which of two boxes is there nobody can tell; their other agent's calls say nothing. */
    private final Set<DeviceId> doubtful = new HashSet<>();

    private Instant awakeAt = Instant.EPOCH;
    private Instant nextLook = Instant.EPOCH;
    private Instant lastHeard = Instant.EPOCH;
    private boolean shut;

    private static final class Waiting {
        /** When it was heard last, or since when we wait for it. */
        private Instant since;

        private boolean heard;
        private @Nullable Instant next;

        Waiting(Instant since) {
            this.since = since;
        }

        void begin(Instant now) {
            since = now;
            next = null;
        }
    }

    AgentWatch(Inventory inventory, PollIntake intake, AgentProperties settings, Clock clock) {
        this.inventory = inventory;
        this.intake = intake;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void observe(PollResult result) {
        // What polls bring is for others.
    }

    @Override
    public synchronized void awake() {
        Instant now = clock.instant();
        Duration passed = Duration.between(awakeAt, now);
        if (passed.compareTo(CORRECTION.negated()) < 0 || passed.compareTo(ABSENCE) > 0) {
            waiting.clear();
            lastHeard = Instant.EPOCH;
            nextLook = now;
        }
        awakeAt = now;
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(BETWEEN_LOOKS);
        Map<DeviceId, Device> watched = new HashMap<>();
        inventory.snapshot().devices().stream()
                .filter(AgentWatch::isWatched)
                .forEach(one -> watched.put(one.id(), one));
        waiting.keySet().retainAll(watched.keySet());
        watched.forEach((id, device) -> look(device, waiting.computeIfAbsent(id, one -> new Waiting(now)), now));
    }

    private static boolean isWatched(Device device) {
        return device.enabled() && device.reachability() == Device.Reachability.AGENT;
    }

    private Duration interval(Device device) {
        return device.interval() == null ? settings.interval() : device.interval();
    }

    /** So late a report may come that was due. */
    private static Duration grace(Duration interval) {
        return interval.dividedBy(5);
    }

    private void look(Device device, Waiting one, Instant now) {
        Duration interval = interval(device);
        Duration grace = grace(interval);
        Instant due = one.since.plus(interval).plus(grace);
        boolean first = one.next == null;
        if (now.isBefore(first ? due.plus(interval) : one.next)) {
            return;
        }
        one.next = now.plus(interval.dividedBy(TRIES_AN_INTERVAL));
        if (isDoorShut(interval.plus(grace), now)) {
            say(true, now);
            intake.accept(result(device.id(), now, now, Outcome.NOT_ASKED, 0, null, List.of()));
        } else {
            Instant from = first ? due : now;
            intake.accept(result(device.id(), from, now, Outcome.SILENT, first ? TRIES : 1, null, List.of()));
        }
    }

    private boolean isDoorShut(Duration longest, Instant now) {
        long heardOfLate = waiting.values().stream()
                .filter(one -> one.heard && one.since.isAfter(now.minus(longest.multipliedBy(3))))
                .count();
        return lastHeard.isBefore(now.minus(longest)) && (shut || heardOfLate >= FEWEST);
    }

    private void say(boolean nowShut, Instant now) {
        if (shut != nowShut) {
            shut = nowShut;
            if (nowShut) {
                log.warn(
                        "no agent is heard any more since={} nothing is known of devices that are watched by them",
                        lastHeard);
            } else {
                log.info("agents are heard again at={}", now);
            }
        }
    }

    /** Since when no agent at all has been heard, though some were before; null while that is not so. */
    synchronized @Nullable Instant shutSince() {
        return shut ? lastHeard : null;
    }

    /** The configuration agent of a box called. */
    @Override
    public synchronized void heard(DeviceId place, Instant at) {
        opened(at);
        if (!doubtful.contains(place)) {
            answered(place, at, null, List.of());
        }
    }

    /**
     * A box reported, and it is the one that it should be.
     *
     * @param uptime of the box at {@code at}; null where that is not known
     * @param samples taken just now; empty when they are older
     */
    synchronized void reported(DeviceId place, Instant at, @Nullable Duration uptime, List<Sample> samples) {
        opened(at);
        answered(place, at, uptime == null ? null : new DeviceClock(uptime, uptime), samples);
    }

    /** One of two boxes reported of which nobody can tell which is which: somebody is there, and nobody knows who. */
    synchronized void doubted(DeviceId place, Instant at) {
        opened(at);
        Waiting one = waitingFor(place, at);
        if (one != null) {
            one.begin(at);
            intake.accept(result(place, at, at, Outcome.NOT_ASKED, 0, null, List.of()));
        }
    }

    /** Whether there are two boxes of one id. */
    synchronized void mark(DeviceId place, boolean two) {
        if (two) {
            doubtful.add(place);
        } else {
            doubtful.remove(place);
        }
    }

    private void opened(Instant at) {
        if (shut) {
            // Whoever could not come in has a whole interval for it.
            waiting.values().forEach(one -> one.begin(at));
        }
        lastHeard = at.isAfter(lastHeard) ? at : lastHeard;
        say(false, at);
    }

    private void answered(DeviceId place, Instant at, @Nullable DeviceClock uptime, List<Sample> samples) {
        Waiting one = waitingFor(place, at);
        if (one != null && !at.isBefore(one.since)) {
            one.begin(at);
            one.heard = true;
            intake.accept(result(place, at, at, Outcome.ANSWERED, 0, uptime, samples));
        }
    }

    /** Null for who is not watched by its agent. One that came into the inventory a moment ago is waited for from now on. */
    private @Nullable Waiting waitingFor(DeviceId place, Instant at) {
        Waiting known = waiting.get(place);
        boolean fresh = known == null
                && !awakeAt.equals(Instant.EPOCH)
                && inventory
                        .snapshot()
                        .device(place)
                        .filter(AgentWatch::isWatched)
                        .isPresent();
        return fresh ? waiting.computeIfAbsent(place, one -> new Waiting(at)) : known;
    }

    private static PollResult result(
            DeviceId device,
            Instant sentAt,
            Instant at,
            Outcome outcome,
            int silent,
            @Nullable DeviceClock uptime,
            List<Sample> samples) {
        int tries = outcome == Outcome.ANSWERED ? 1 : silent;
        return new PollResult(device, sentAt, at, outcome, silent, tries, uptime, List.of(), samples, "");
    }
}
