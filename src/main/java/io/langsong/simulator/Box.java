package io.langsong.simulator;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.Site;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One running device. Its life and its path are replaced whole by the fault thread and read by the thread that serves
 * its socket; what that thread alone uses says so.
 */
final class Box {
    private static final double TURN = 2 * Math.PI;
    private static final int USM_ERRORS = 6;

    final Device device;
    final Site site;
    final Hardware hardware;
    final Mib mib;
    final List<Port> ports;
    final Flow flow;
    final long seed;
    final byte[] engineId;
    final Power power;
    /** Faults at work on it, oldest first; fault thread only. */
    final List<Fault> faults = new ArrayList<>();
    /** Reports sent by kind of error, RFC 3414 section 5 in its order; socket thread only. */
    final long[] usmErrors = new long[USM_ERRORS + 1];
    /** Decides what a lossy line loses; socket thread only. */
    final SplittableRandom dice;

    private final UsmKeys.@Nullable Pair keys;
    private final UsmKeys.@Nullable Pair otherKeys;

    volatile Life life;
    volatile Path path = Path.OPEN;

    /**
     * @param bootAt when the box began to run, milliseconds since 1970
     * @param agentAt when its SNMP agent began to run, not before {@code bootAt}
     * @param engineBoots starts of the agent so far, RFC 3414 section 2.2
     */
    record Life(long bootAt, long agentAt, int engineBoots) {}

    /**
     * What happens to datagrams on the way.
     *
     * @param open false: nothing is heard and nothing is said
     * @param accepted false: the community or the keys are no longer the ones that are known
     * @param lossEachWay probability, 0 to 1
     * @param delayMillis added before the answer
     */
    record Path(boolean open, boolean accepted, double lossEachWay, int delayMillis) {
        static final Path OPEN = new Path(true, true, 0, 0);
    }

    Box(
            Device device,
            Site site,
            Hardware hardware,
            Mib mib,
            List<Port> ports,
            Flow flow,
            long seed,
            Power power,
            Life life,
            UsmKeys usm) {
        this.device = device;
        this.site = site;
        this.hardware = hardware;
        this.mib = mib;
        this.ports = List.copyOf(ports);
        this.flow = flow;
        this.seed = seed;
        this.power = power;
        this.life = life;
        this.dice = new SplittableRandom(seed);
        // RFC 3411 SnmpEngineID: enterprise 8072 with the first bit set, format 5 (octets), then what tells it apart.
        this.engineId = ByteBuffer.allocate(13)
                .putInt(0x80001f88)
                .put((byte) 5)
                .putLong(seed)
                .array();
        this.keys = usm.of(device.access(), engineId, "");
        this.otherKeys = usm.of(device.access(), engineId, "-khac");
    }

    /** Keys of the one user of this device as they are now; null for a device without version 3. */
    UsmKeys.@Nullable Pair keys() {
        return path.accepted() ? keys : otherKeys;
    }

    /** Call once before the sockets open. */
    void prepare() {
        if (keys != null) {
            keys.prepare();
        }
    }

    double level(long at) {
        return flow.level(at);
    }

    /** A slow wave of its own for each {@code salt}, -1 to 1. */
    double wobble(long at, int salt, int periodSeconds) {
        double phase = Math.floorMod(seed * 31 + salt * 7919L, 1000) / 1000.0;
        return Math.sin(TURN * (at / 1000.0 / periodSeconds + phase));
    }

    /** A number from 0 to {@code bound} - 1 that is always the same for this device and {@code salt}. */
    int fixed(int salt, int bound) {
        return (int) Math.floorMod(
                ((seed ^ (seed >>> 29)) * 0x9E3779B97F4A7C15L + salt * 0x632BE59BD9B4E019L) >>> 16, bound);
    }

    /** Hundredths of a second since the agent started, modulo 2^32. */
    long sysUpTime(long at) {
        return ticks(at - life.agentAt());
    }

    long hostUpTime(long at) {
        return ticks(at - life.bootAt());
    }

    int engineTime(long at) {
        return (int) ((at - life.agentAt()) / 1000);
    }

    private static long ticks(long millis) {
        return (Math.max(0, millis) / 10) & 0xffffffffL;
    }

    /** The mains of a site and its battery. */
    static final class Power {
        private static final double PERCENT_PER_SECOND_CHARGING = 0.05;

        private volatile State state = new State(true, 0, 100, 0);

        private record State(boolean mains, long since, double chargeThen, long lastsMillis) {}

        void fail(long at, long lastsMillis) {
            state = new State(false, at, charge(at), lastsMillis);
        }

        void come(long at) {
            state = new State(true, at, charge(at), 0);
        }

        boolean mains() {
            return state.mains();
        }

        int secondsOnBattery(long at) {
            State now = state;
            return now.mains() ? 0 : (int) Math.max(1, (at - now.since()) / 1000);
        }

        int minutesLeft(long at) {
            State now = state;
            return now.mains() ? 95 : (int) Math.max(0, (now.lastsMillis() - (at - now.since())) / 60_000);
        }

        /** @return 0 to 100 */
        double charge(long at) {
            State now = state;
            double passed = at - now.since();
            double charge = now.mains()
                    ? now.chargeThen() + passed / 1000 * PERCENT_PER_SECOND_CHARGING
                    : now.chargeThen() * (1 - passed / Math.max(1, now.lastsMillis()));
            return Math.max(0, Math.min(100, charge));
        }
    }
}
