package io.langsong.simulator;

import io.langsong.simulator.TruthInterval.State;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is so, at the moment it becomes so: a line without {@code to} when an interval begins, and the same
 * line with {@code to} when it ends; the later line of the same object and {@code from} counts. Closing ends all that
 * lasts. Any thread.
 */
final class TruthLog {
    private static final Logger log = LoggerFactory.getLogger(TruthLog.class);
    /** Ended intervals that are kept for {@link #intervals()}: days of a demonstration. */
    private static final int KEPT = 20_000;

    private final @Nullable Writer out;
    private final Map<String, TruthInterval> open = new LinkedHashMap<>();
    private final Deque<TruthInterval> ended = new ArrayDeque<>();
    private boolean failed;

    TruthLog(@Nullable Writer out) {
        this.out = out;
    }

    synchronized void is(
            String object,
            State state,
            @Nullable String cause,
            @Nullable String root,
            @Nullable Integer entry,
            Instant at) {
        TruthInterval last = open.get(object);
        if (last != null
                && last.state() == state
                && Objects.equals(last.cause(), cause)
                && Objects.equals(last.root(), root)
                && Objects.equals(last.scenarioEntry(), entry)) {
            return;
        }
        if (last != null) {
            end(last, at);
        }
        TruthInterval begun = new TruthInterval(object, state, at, null, cause, root, entry);
        open.put(object, begun);
        write(begun);
    }

    /** Ended and lasting intervals in the order in which they began. */
    synchronized List<TruthInterval> intervals() {
        List<TruthInterval> all = new ArrayList<>(ended);
        all.addAll(open.values());
        all.sort(Comparator.comparing(TruthInterval::from));
        return all;
    }

    /** Makes what was written last visible to readers of the file. */
    synchronized void flush() {
        if (out != null && !failed) {
            try {
                out.flush();
            } catch (IOException failure) {
                fail(failure);
            }
        }
    }

    synchronized void close(Instant at) {
        List.copyOf(open.values()).forEach(last -> end(last, at));
        open.clear();
        flush();
        if (out != null) {
            try {
                out.close();
            } catch (IOException failure) {
                fail(failure);
            }
        }
    }

    private void end(TruthInterval last, Instant at) {
        TruthInterval whole = last.until(at);
        ended.add(whole);
        if (ended.size() > KEPT) {
            ended.remove();
        }
        write(whole);
    }

    private void write(TruthInterval interval) {
        if (out == null || failed) {
            return;
        }
        try {
            out.write(interval.toJson());
            out.write('\n');
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private void fail(IOException failure) {
        failed = true;
        log.error("truth log is no longer written error={}", failure.toString());
    }
}
