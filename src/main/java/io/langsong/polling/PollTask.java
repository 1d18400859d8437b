package io.langsong.polling;

import io.langsong.inventory.Device;
import io.langsong.polling.profile.Profile;
import io.langsong.snmp.AgentLimits;
import io.langsong.snmp.SnmpTarget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One device's place in the schedule. Used on the engine's loop alone. */
final class PollTask {
    Device device;
    /** Null while its address is not known, or it has no way to be read. */
    @Nullable
    SnmpTarget target;
    /** Null until it has been recognised. */
    @Nullable
    Profile profile;

    /** The name that the log was told of: given to the device, and of no profile. */
    @Nullable
    String unknownProfile;

    /** Polls it, and knows from earlier polls how; null before the first. */
    @Nullable
    PollRun run;

    /** From before the start, for {@link #run} to begin with; null when there is nothing. */
    @Nullable
    DeviceLimits kept;

    /** What the device said of itself when its limits were found; null when it was not asked. */
    @Nullable
    String identity;

    boolean identityAsked;
    /** Of its agent when it answered last; less the next time, and it has restarted. */
    @Nullable
    Duration uptime;

    final ReadingTurns turns = new ReadingTurns();
    boolean recognising;
    Cadence cadence = Cadence.REGULAR;
    boolean inFlight;
    boolean again;
    boolean gone;
    /** Where in the interval it is asked, so that devices are spread evenly over it; 0 to interval - 1. */
    long phaseNanos;

    long intervalNanos;
    /** Number of the interval in which it is due next; -1 while it is not asked in regular turns. */
    long slot = -1;
    /** Only the newest entry of the schedule counts. */
    long version;

    PollTask(Device device) {
        this.device = device;
    }

    /** What was kept of it as a device of that family; all else is forgotten. */
    AgentLimits keptFor(Profile family) {
        DeviceLimits known = kept;
        if (known != null && known.profile().equals(family.name())) {
            return known.limits();
        }
        kept = null;
        identity = null;
        identityAsked = false;
        return AgentLimits.NONE;
    }
}
