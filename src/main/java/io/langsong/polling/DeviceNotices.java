package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.PollResult.DeviceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Takes what devices say without being asked: dates it, shows it to the observers in its place among the polls, and has the
 * device asked at once, since such a word alone is not to be believed. Any thread, never blocks.
 */
@Component
public class DeviceNotices implements PollObserver {
    /** A device that says much is asked no more often than this. */
    static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);
    /** Something that a device says so much later is not dated by its uptime: the agent has begun anew since its last poll. */
    private static final Duration LATEST = Duration.ofMinutes(10);
    /** The clock of the device may run faster than ours since it was read. */
    private static final Duration AHEAD = Duration.ofSeconds(2);

    /** Clocks of devices gain or lose a second in some hours. */
    private static final long DRIFT_SECONDS = 600;

    /** Within so little time the same word about the same port says nothing new. */
    private static final Duration ONCE = Duration.ofSeconds(1);

    private static final int MOST_TOLD = 20_000;
    /** Devices asked out of their turn at once, and a second later on: a flood must not put off the polls of all others. */
    private static final int MOST_QUESTIONS = 40;

    private static final int QUESTIONS_A_SECOND = 20;

    private final PollIntake intake;
    private final Poller poller;
    private final Map<DeviceId, Uptime> uptimes = new ConcurrentHashMap<>();
    private final Map<DeviceId, Instant> askedAt = new ConcurrentHashMap<>();

    private final Map<Subject, DeviceNotice> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, DeviceNotice> eldest) {
            return size() > MOST_TOLD;
        }
    };
    private double questions = MOST_QUESTIONS;
    private Instant questionsAt = Instant.EPOCH;

    public DeviceNotices(PollIntake intake, Poller poller) {
        this.intake = intake;
        this.poller = poller;
    }

    private record Subject(DeviceId device, int ifIndex) {}

    /** @param ticks hundredths of a second since the agent started, at {@code at} */
    private record Uptime(Instant at, long ticks) {
        /** Whether it is of the same run of the agent, and so young that its clock and ours have not drifted apart. */
        boolean isGoodAt(Instant now, long ticksNow) {
            long passed = now.getEpochSecond() - at.getEpochSecond();
            return passed >= 0
                    && passed < DRIFT_SECONDS
                    && Math.abs(ticksNow - ticks - 100 * passed) <= 100 * AHEAD.toSeconds();
        }
    }

    /**
     * @param ticks sysUpTime of the device when it happened, hundredths of a second in 32 bits; -1 when it does not say
     * @param ifIndex 0 for none
     * @param receivedAt when it came in
     */
    public DeviceNotice tell(DeviceId device, DeviceNotice.Kind kind, long ticks, int ifIndex, Instant receivedAt) {
        DeviceNotice notice = new DeviceNotice(device, kind, dated(device, ticks, receivedAt), ifIndex);
        if (isNew(notice)) {
            intake.accept(notice);
            askSoon(device, receivedAt);
        }
        return notice;
    }

    private synchronized boolean isNew(DeviceNotice notice) {
        DeviceNotice before = told.put(new Subject(notice.device(), notice.ifIndex()), notice);
        boolean again = before != null
                && before.kind() == notice.kind()
                && Duration.between(before.at(), notice.at()).abs().compareTo(ONCE) < 0;
        if (again) {
            told.put(new Subject(notice.device(), notice.ifIndex()), before);
        }
        return !again;
    }

    /**
     * When something happened of which a device says its sysUpTime then. Its uptime at the last poll gives the difference, in
     * which the wrap after 497 days does not show (RFC 2579, TimeTicks).
     *
     * @return {@code receivedAt} where the uptime says nothing that can be
     */
    public Instant dated(DeviceId device, long ticks, Instant receivedAt) {
        if (ticks < 0) {
            return receivedAt;
        }
        Uptime known = uptimes.get(device);
        if (known != null) {
            Instant at = known.at().plusMillis((int) (ticks - known.ticks()) * 10L);
            if (isPlausible(at, receivedAt)) {
                return at.isAfter(receivedAt) ? receivedAt : at;
            }
        }
        // An agent that has just begun: it was ready then, and its word waited for the network.
        Duration uptime = Duration.ofMillis(ticks * 10);
        boolean begun = known != null && ticks < known.ticks() && uptime.compareTo(LATEST) < 0;
        return begun ? receivedAt.minus(uptime) : receivedAt;
    }

    private static boolean isPlausible(Instant at, Instant receivedAt) {
        return !at.isBefore(receivedAt.minus(LATEST)) && !at.isAfter(receivedAt.plus(AHEAD));
    }

    private void askSoon(DeviceId device, Instant now) {
        Instant asked = askedAt.merge(
                device,
                now,
                (before, again) ->
                        Duration.between(before, again).abs().compareTo(BETWEEN_QUESTIONS) < 0 ? before : again);
        if (asked.equals(now) && takeQuestion(now)) {
            poller.askNow(device);
        }
    }

    /** Who finds none left is asked in its turn. */
    private synchronized boolean takeQuestion(Instant now) {
        double earned = Duration.between(questionsAt, now).toMillis() / 1000.0 * QUESTIONS_A_SECOND;
        questions = Math.min(MOST_QUESTIONS, questions + Math.max(0, earned));
        questionsAt = now;
        if (questions < 1) {
            return false;
        }
        questions--;
        return true;
    }

    @Override
    public void observe(PollResult result) {
        DeviceClock clock = result.clock();
        if (clock != null) {
            long ticks = clock.agentUptime().toMillis() / 10;
            Uptime known = uptimes.get(result.device());
            if (known == null || !known.isGoodAt(result.at(), ticks)) {
                uptimes.put(result.device(), new Uptime(result.at(), ticks));
            }
        }
    }
}
