package io.langsong.polling.profile;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of a device mean, read by a profile. A pure function of the answers: what is not there is left out,
 * what is malformed is left out, texts of the device are kept as they are but for control characters.
 *
 * @param clock null when the device gave no sysUpTime
 */
public record Reading(
        DeviceId device, Instant at, @Nullable DeviceClock clock, List<Port> ports, List<Measurement> measurements) {
    static final Oid SYS_UP_TIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    static final Oid HR_SYSTEM_UPTIME = Oid.parse("1.3.6.1.2.1.25.1.1.0");

    public Reading {
        ports = List.copyOf(ports);
        measurements = List.copyOf(measurements);
    }

    /**
     * One value with where it came from.
     *
     * @param label what a person calls the index: name of the port, SSID; empty when there is none
     * @param oid object it was read from; of several rows taken together their column
     * @param bits as in {@link Sample}
     */
    public record Measurement(Metric metric, String index, String label, Oid oid, long bits) {
        /** The value as a number: exact below 2^53. */
        public double asDouble() {
            return metric.kind() == Metric.Kind.GAUGE
                    ? Double.longBitsToDouble(bits)
                    : Double.parseDouble(Long.toUnsignedString(bits));
        }
    }

    /** @param varBinds answers to the GET and the walks of the profile's plan, in any order */
    public static Reading of(Profile profile, DeviceId device, Instant at, List<VarBind> varBinds) {
        return of(profile, device, at, new Answers(varBinds));
    }

    static Reading of(Profile profile, DeviceId device, Instant at, Answers answers) {
        return new Reading(device, at, clock(answers), Port.of(answers), new Measurements(answers).by(profile.rules()));
    }

    /** The uptimes in these answers, without a profile. */
    public static @Nullable DeviceClock clockOf(List<VarBind> varBinds) {
        return clock(new Answers(varBinds));
    }

    private static @Nullable DeviceClock clock(Answers answers) {
        return clock(answers.get(SYS_UP_TIME), answers.get(HR_SYSTEM_UPTIME));
    }

    static @Nullable DeviceClock clock(@Nullable SnmpValue agentUptime, @Nullable SnmpValue hostUptime) {
        Duration agent = uptime(agentUptime);
        return agent == null ? null : new DeviceClock(agent, uptime(hostUptime));
    }

    /** TimeTicks are hundredths of a second. */
    private static @Nullable Duration uptime(@Nullable SnmpValue value) {
        OptionalLong integer = value == null ? OptionalLong.empty() : Values.integer(value);
        if (integer.isEmpty()) {
            return null;
        }
        long ticks = integer.getAsLong();
        return ticks < 0 || ticks > 0xFFFF_FFFFL ? null : Duration.ofMillis(ticks * 10);
    }

    /** The measurements as samples of this device at this instant, in a list of the caller's own. */
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(measurements.size());
        for (Measurement one : measurements) {
            samples.add(
                    new Sample(new SeriesKey(device, one.metric().name(), one.index()), one.metric(), at, one.bits()));
        }
        return samples;
    }

    /** The ports that say whether they are up, in a list that is not copied again: who sees the same one knows that nothing is new. */
    public List<PortState> portStates() {
        return List.copyOf(
                ports.stream().map(Port::state).filter(Objects::nonNull).toList());
    }
}
