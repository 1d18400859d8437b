package io.langsong.simulator;

import io.langsong.simulator.Hardware.PortSpec;
import io.langsong.simulator.Hardware.Role;
import java.util.List;

/**
 * A port of one device: its counters are the volume that flowed since the device began to run, without the time in which
 * the port was down. Changed by the fault thread, read by any.
 */
final class Port {
    private static final long WRAP_32 = 1L << 32;
    /** How long a 32-bit counter takes to its end after a jump. */
    private static final long MILLIS_BEFORE_WRAP = 10_000;

    private static final double UPLOAD_SHARE = 0.14;

    final PortSpec spec;
    /** ifAlias: what is behind the port. */
    final String alias;
    /** Device on the port by its place in the tree, -1 for none. */
    final int child;

    private final List<Source> sources;
    private volatile State state;

    /** @param octetsPerSecond towards the people, at full activity */
    record Source(Flow flow, double octetsPerSecond) {}

    /**
     * @param changedAt when it came into this state, milliseconds since 1970
     * @param base volume that is not counted: what flowed before the start and while the port was down
     * @param offset32In added to the 32-bit counter alone
     * @param jumpedAt when the 32-bit counters jumped; 0 for never
     */
    private record State(boolean up, long changedAt, double base, long offset32In, long offset32Out, long jumpedAt) {}

    Port(PortSpec spec, String alias, int child, List<Source> sources) {
        this.spec = spec;
        this.alias = alias;
        this.child = child;
        this.sources = List.copyOf(sources);
        this.state = new State(spec.role() != Role.IDLE, 0, 0, 0, 0, 0);
    }

    /** Begins to count anew: the device started at {@code bootedAt} and the port came up at {@code at}. */
    void reset(boolean up, long at) {
        state = new State(up, at, volume(at), 0, 0, 0);
    }

    void set(boolean up, long at) {
        State now = state;
        if (now.up() == up) {
            return;
        }
        double silent = up ? volume(at) - volume(now.changedAt()) : 0;
        state = new State(up, at, now.base() + silent, now.offset32In(), now.offset32Out(), now.jumpedAt());
    }

    /**
     * Moves the 32-bit octet counters to where they wrap some ten seconds later, as a discontinuity of RFC 2863 section
     * 3.1.5.
     */
    void jumpNearWrap(long at) {
        State now = state;
        long wrapAt = at + MILLIS_BEFORE_WRAP;
        long in = Math.floorMod(WRAP_32 - octets(now, wrapAt, true), WRAP_32);
        long out = Math.floorMod(WRAP_32 - octets(now, wrapAt, false), WRAP_32);
        state = new State(now.up(), now.changedAt(), now.base(), in, out, at);
    }

    boolean up() {
        return state.up();
    }

    long changedAt() {
        return state.changedAt();
    }

    long jumpedAt() {
        return state.jumpedAt();
    }

    long inOctets(long at) {
        return octets(state, at, true);
    }

    long outOctets(long at) {
        return octets(state, at, false);
    }

    long inOctets32(long at) {
        State now = state;
        return (octets(now, at, true) + now.offset32In()) & (WRAP_32 - 1);
    }

    long outOctets32(long at) {
        State now = state;
        return (octets(now, at, false) + now.offset32Out()) & (WRAP_32 - 1);
    }

    private long octets(State now, long at, boolean in) {
        double volume = volume(now.up() ? at : now.changedAt()) - now.base();
        boolean fromProvider = spec.role() == Role.UPLINK;
        return (long) Math.max(0, volume * (in == fromProvider ? 1 : UPLOAD_SHARE));
    }

    private double volume(long at) {
        double sum = 0;
        for (Source source : sources) {
            sum += source.octetsPerSecond() * source.flow().volume(at);
        }
        return sum;
    }
}
