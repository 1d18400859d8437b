package io.langsong.polling.profile;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import io.langsong.snmp.Interner;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.VarBinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one device answers, poll after poll, by its profile. Answers that look like the ones before are read by place,
 * which costs a fiftieth of reading them anew; the result is the same. One thread at a time.
 */
public final class AnswerReader {
    /** Answers that never look alike are tried so seldom. */
    private static final int MOST_PATIENCE = 64;

    private final Profile profile;
    private final DeviceId device;
    private final Interner shared;
    private @Nullable Layout layout;
    private List<PortState> ports = List.of();
    /** Whether the layout served once. */
    private boolean proven;
    /** How many answers are read anew before a layout is tried again. */
    private int patience;

    private int wait;
    /** While there is no layout: the series that were given. */
    private List<Series> given = List.of();

    /** @param shared of all readers that the same thread uses */
    public AnswerReader(Profile profile, DeviceId device, Interner shared) {
        this.shared = shared;
        this.profile = profile;
        this.device = device;
    }

    /**
     * What a poll is told of.
     *
     * @param clock null when the device gave no sysUpTime
     * @param ports the same object as long as no port says anything new
     * @param samples of the caller, who may add to it
     */
    public record Read(@Nullable DeviceClock clock, List<PortState> ports, List<Sample> samples) {}

    /** @param varBinds answers to the GET and the walks of the profile's plan; not kept */
    public Read read(List<VarBind> varBinds, Instant at) {
        Layout known = layout;
        if (known != null && varBinds instanceof VarBinds packed && known.matches(packed)) {
            List<Sample> samples = new ArrayList<>(varBinds.size());
            if (known.read(packed, at, samples)) {
                proven = true;
                return new Read(Reading.clock(known.agentUptime(packed), known.hostUptime(packed)), ports, samples);
            }
        }
        return anew(varBinds, at);
    }

    /** As {@link #read}, of an answer that will not come in this form again soon: nothing is learned of it. */
    public Read readOnce(List<VarBind> varBinds, Instant at) {
        Reading reading = Reading.of(profile, device, at, new Answers(varBinds));
        List<PortState> states = reading.portStates();
        return new Read(
                reading.clock(), ports.equals(states) ? ports : states, sameSeries(reading.samples(), givenBefore()));
    }

    private Read anew(List<VarBind> varBinds, Instant at) {
        Answers answers = new Answers(varBinds);
        Reading reading = Reading.of(profile, device, at, answers);
        ports = reading.portStates();
        Map<Series, Series> known = givenBefore();
        List<Sample> samples = sameSeries(reading.samples(), known);
        learn(varBinds, answers, known);
        given = layout == null ? samples.stream().map(Sample::of).toList() : List.of();
        return new Read(reading.clock(), ports, samples);
    }

    private Map<Series, Series> givenBefore() {
        Map<Series, Series> known = new HashMap<>();
        (layout == null ? given : layout.series()).forEach(series -> known.put(series, series));
        return known;
    }

    /**
     * What judges and stores samples remembers their series, so each is one object however often it is read.
     *
     * @param known takes what is new
     */
    private static List<Sample> sameSeries(List<Sample> samples, Map<Series, Series> known) {
        samples.replaceAll(
                sample -> new Sample(known.computeIfAbsent(sample.of(), series -> series), sample.at(), sample.bits()));
        return samples;
    }

    private void learn(List<VarBind> varBinds, Answers answers, Map<Series, Series> known) {
        if (layout != null) {
            patience = proven ? 0 : Math.min(MOST_PATIENCE, 2 * patience + 1);
            wait = patience;
            layout = null;
            proven = false;
        }
        if (wait > 0) {
            wait--;
        } else if (varBinds instanceof VarBinds packed) {
            layout = Layout.of(profile, device, packed, answers, known, shared);
        }
    }
}
