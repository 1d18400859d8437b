package io.langsong.polling;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a device whose line may carry little is read, and when it is only asked for its uptime. On the engine's loop alone. */
final class ReadingTurns {
    /** Name and value of a variable, as most are. */
    static final int USUAL_VARIABLE = 24;

    private static final Logger log = LoggerFactory.getLogger(ReadingTurns.class);

    /** Of IPv4, UDP and SNMP, of a question and of its answer. */
    private static final int HEADS = 2 * 70;

    private static final int VARIABLES_OF_A_DATAGRAM = 1_200;
    /** Question and answer of two variables. */
    private static final long UPTIME_OCTETS = HEADS + 4 * USUAL_VARIABLE;

    /** However little it may be, it is read some times a day. */
    private static final int SELDOMEST = 500;

    private @Nullable Long bitsASecond;
    private int every = 1;
    private int passed;

    /** @param bits a second; null for no limit */
    void limit(@Nullable Long bits) {
        bitsASecond = bits;
    }

    /** About what an answer of so many octets of variables takes both ways, as questions are mostly small. */
    static long octets(int variables) {
        long datagrams = 1 + variables / VARIABLES_OF_A_DATAGRAM;
        return variables + datagrams * (HEADS + USUAL_VARIABLE);
    }

    /** Whether it is read this time. */
    boolean isFull(PollTask task) {
        Long bits = bitsASecond;
        PollRun run = task.run;
        if (bits == null || run == null || run.octets() == 0) {
            return true;
        }
        int now = every(
                run.octets(),
                bits / 8.0 * task.intervalNanos / Duration.ofSeconds(1).toNanos());
        if (now != every) {
            every = now;
            log.info(
                    "device is read at each n-th poll, and asked for its uptime between device={} n={} octets={} bitsASecond={}",
                    task.device.id(),
                    now,
                    run.octets(),
                    bits);
        }
        passed++;
        if (passed < every) {
            return false;
        }
        passed = 0;
        return true;
    }

    /** @param allowed octets of an interval @return at each how manieth poll it can be read, from 1 on */
    static int every(long octets, double allowed) {
        if (octets <= allowed) {
            return 1;
        }
        double spare = allowed - UPTIME_OCTETS;
        return spare <= 0 ? SELDOMEST : (int) Math.min(SELDOMEST, Math.ceil((octets - UPTIME_OCTETS) / spare));
    }
}
