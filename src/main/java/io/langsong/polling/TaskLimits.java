package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.profile.Profile;
import io.langsong.snmp.AgentLimits;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the devices that are polled bear: taken over from before the start, told, and forgotten with the device. On the loop. */
final class TaskLimits {
    private static final Logger log = LoggerFactory.getLogger(TaskLimits.class);

    /** From before the start. */
    private final Map<DeviceId, DeviceLimits> resumed = new ConcurrentHashMap<>();

    /** Any thread, before polls begin. */
    void resume(List<DeviceLimits> known) {
        resumed.clear();
        known.forEach(one -> resumed.put(one.device(), one));
    }

    void resume(PollTask task) {
        DeviceLimits known = resumed.remove(task.device.id());
        task.kept = known;
        task.identity = known == null ? null : known.identity();
    }

    /** What polls have found out of a device that is not in {@code kept}. */
    static Optional<DeviceLimits> learned(PollTask task, @Nullable DeviceLimits kept, boolean rows) {
        PollRun run = task.run;
        Profile profile = task.profile;
        if (run == null || profile == null || !run.isBy(profile)) {
            return Optional.empty();
        }
        boolean otherDevice = kept != null
                && !(kept.profile().equals(profile.name()) && Objects.equals(kept.identity(), task.identity));
        AgentLimits before = kept == null ? AgentLimits.NONE : kept.limits();
        AgentLimits limits = run.limits(rows);
        boolean changed = rows ? !limits.equals(before) : !limits.hasBoundsOf(before);
        return changed || otherDevice
                ? Optional.of(new DeviceLimits(task.device.id(), profile.name(), task.identity, run.limits(true)))
                : Optional.empty();
    }

    /** Limits hold for the device that they were found with: asks who it is after each restart of it or of this program. */
    static void lookAtIdentity(SnmpEngine now, PollTask task, PollResult result) {
        PollRun run = task.run;
        Profile profile = task.profile;
        SnmpTarget target = task.target;
        if (run == null || profile == null || target == null || !run.isBounded()) {
            return;
        }
        DeviceClock said = result.clock();
        Duration uptime = said == null ? null : said.agentUptime();
        Duration before = task.uptime;
        boolean restarted = uptime != null && before != null && uptime.compareTo(before) < 0;
        task.uptime = uptime;
        if (task.identityAsked && !restarted) {
            return;
        }
        task.identityAsked = true;
        DeviceIdentity.ask(now, target, profile, identity -> {
            if (task.profile == profile && identity.isPresent()) {
                identified(task, identity.get());
            } else {
                task.identityAsked = false;
            }
        });
    }

    private static void identified(PollTask task, String identity) {
        if (task.identity != null && !task.identity.equals(identity)) {
            log.info("limits of device forgotten, it is another or has other firmware device={}", task.device.id());
            task.kept = null;
            task.run = null;
        }
        task.identity = identity;
    }
}
