package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.Poller.HowRead;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Reason;
import io.langsong.polling.profile.Recogniser;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpTarget;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of what family each device is that is polled, and since when that is known. Any thread where nothing else is said. */
final class Families {
    private static final Logger log = LoggerFactory.getLogger(Families.class);
    private static final Reason NAMED = Reason.given("named in the inventory");

    private final Supplier<Profiles> profiles;
    private final Clock clock;
    private final Map<DeviceId, HowRead> recognised = new ConcurrentHashMap<>();

    Families(Supplier<Profiles> profiles, Clock clock) {
        this.profiles = profiles;
        this.clock = clock;
    }

    Optional<HowRead> of(DeviceId device) {
        return Optional.ofNullable(recognised.get(device));
    }

    void forget(DeviceId device) {
        recognised.remove(device);
    }

    void keepNamed(DeviceId device, Profile named) {
        keep(device, new Recognition.Recognised(named, List.of(NAMED), "", null));
    }

    private void keep(DeviceId device, Recognition.Recognised now) {
        recognised.merge(
                device,
                new HowRead(now, clock.instant()),
                (before, fresh) -> before.recognised().equals(fresh.recognised()) ? before : fresh);
    }

    /** Null to have the device recognised; also by a name from the time when there was such a profile. */
    @Nullable
    Profile named(PollTask task, @Nullable String name) {
        Profile named = name == null ? null : profiles.get().byName(name).orElse(null);
        String unknown = named == null ? name : null;
        if (unknown != null && !unknown.equals(task.unknownProfile)) {
            log.warn(
                    "profile of device not known, recognising it instead device={} profile={} known={};"
                            + " give it one that there is, or none",
                    task.device.id(),
                    unknown,
                    profiles.get().namesLike(unknown));
        }
        task.unknownProfile = unknown;
        return named;
    }

    /** Finds out of what family a device is that answers; {@code found} is told when that is known. On the loop. */
    void recognise(SnmpEngine now, PollTask task, Runnable found) {
        SnmpTarget target = task.target;
        if (target == null) {
            return;
        }
        task.recognising = true;
        DeviceLimits kept = task.kept;
        SnmpTarget bearing = kept == null
                ? target
                : Targets.limited(target, target.maxRepetitions(), kept.limits().getVariables());
        Recogniser.recognise(now, bearing, profiles.get(), recognition -> {
            task.recognising = false;
            if (recognition instanceof Recognition.Recognised family && !task.gone) {
                task.profile = family.profile();
                keep(task.device.id(), family);
                found.run();
            }
        });
    }
}
