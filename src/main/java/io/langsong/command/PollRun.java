package io.langsong.command;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.SnmpFault;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Reading;
import io.langsong.snmp.Oid;
import io.langsong.snmp.PreparedGet;
import io.langsong.snmp.PreparedWalk;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.VarBinds;
import io.langsong.snmp.WalkLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the same devices cycle after cycle. All of a cycle happens on the engine's loop, which sends what is asked in one
 * pass together and keeps the requests in flight within the receive buffer.
 */
final class PollRun {
    private static final DeviceId ANY = new DeviceId("device");

    private final SnmpEngine engine;
    private final Clock clock;
    private final List<Job> jobs;
    private final Consumer<String> json;
    private final boolean wantsJson;
    private final Progress progress;
    private final List<Poll> polls;
    /** Of the cycles that count; on the loop, read when it is idle. */
    private long varBinds;

    private long answeredPolls;
    /** Of the loop's thread, which polls alone. */
    private long allocatedBefore;

    private long allocatedAfter;

    /**
     * @param profile by which the answers are read; null when they are only counted
     * @param packed whether tables share requests; else they are walked one after the other
     */
    record Job(
            Target target,
            SnmpTarget asked,
            PollPlan plan,
            @Nullable Profile profile,
            boolean packed) {
        /** Roots that are walked together. */
        List<List<Oid>> walks() {
            if (!packed) {
                return plan.walks();
            }
            List<Oid> all = plan.walks().stream().flatMap(List::stream).toList();
            return all.isEmpty() ? List.of() : List.of(all);
        }
    }

    /** @param json takes a line a poll */
    PollRun(SnmpEngine engine, Clock clock, List<Job> jobs, @Nullable Consumer<String> json, Progress progress) {
        this.engine = engine;
        this.clock = clock;
        this.jobs = jobs;
        this.wantsJson = json != null;
        this.json = json == null ? line -> {} : json;
        this.progress = progress;
        this.polls = jobs.stream().map(Poll::new).toList();
    }

    PollFigures cycles(int warmup, int cycles, Duration interval) throws InterruptedException {
        double[] seconds = new double[cycles];
        double[] answeredSeconds = new double[cycles];
        SnmpEngine.Counts before = engine.counts();
        double cpuBefore = cpuSeconds();
        for (int cycle = -warmup; cycle < cycles; cycle++) {
            if (cycle == 0) {
                before = engine.counts();
                cpuBefore = cpuSeconds();
                varBinds = 0;
                answeredPolls = 0;
            }
            long began = System.nanoTime();
            Cycle round = new Cycle(cycle);
            round.run();
            long took = System.nanoTime() - began;
            if (cycle >= 0) {
                seconds[cycle] = took / 1e9;
                answeredSeconds[cycle] = Math.max(0, round.lastAnswerNanos - began) / 1e9;
            }
            progress.show((cycle < 0 ? "warming up" : "cycle " + (cycle + 1) + " of " + cycles) + ", " + jobs.size()
                    + " devices in " + String.format(Locale.ROOT, "%.2f s", took / 1e9));
            if (cycle + 1 < cycles) {
                pause(interval.minusNanos(took));
            }
        }
        progress.clear();
        return figures(seconds, answeredSeconds, before, cpuBefore);
    }

    private void pause(Duration rest) throws InterruptedException {
        if (!rest.isNegative() && !rest.isZero()) {
            CompletableFuture<Boolean> over = new CompletableFuture<>();
            engine.schedule(() -> over.complete(true), rest);
            await(over);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A cycle ended with an exception", impossible);
        }
    }

    /** One round over all devices. */
    private final class Cycle {
        private final int number;
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private int left = jobs.size();
        /** Written on the loop, read when the cycle is over. */
        private long lastAnswerNanos;

        Cycle(int number) {
            this.number = number;
            this.lastAnswerNanos = System.nanoTime();
        }

        void run() throws InterruptedException {
            engine.execute(() -> {
                if (number == 0) {
                    allocatedBefore = allocatedBytes();
                }
                polls.forEach(poll -> poll.start(this));
            });
            await(over);
        }

        private void ended(Poll poll) {
            varBinds += poll.varBinds;
            if (poll.fault == null) {
                answeredPolls++;
                lastAnswerNanos = System.nanoTime();
            }
            if (wantsJson && number >= 0) {
                json.accept(poll.json(number));
            }
            if (--left == 0) {
                allocatedAfter = allocatedBytes();
                over.complete(true);
            }
        }
    }

    /** One device: its scalars, then its tables one after the other; what stays silent once is not asked further. */
    private final class Poll implements PreparedGet.Observer, PreparedWalk.Observer {
        private final Job job;
        private final @Nullable PreparedGet scalars;
        private final List<PreparedWalk> walks;
        private final List<VarBind> answers = new ArrayList<>();
        private int varBinds;
        private int nextWalk;
        private @Nullable Cycle cycle;
        private @Nullable SnmpFault fault;

        Poll(Job job) {
            this.job = job;
            this.scalars = job.plan().get().isEmpty()
                    ? null
                    : engine.prepareGet(job.asked(), job.plan().get(), this);
            this.walks = job.walks().stream()
                    .map(roots -> engine.prepareWalk(job.asked(), roots, WalkLimits.DEFAULT, this))
                    .toList();
        }

        void start(Cycle of) {
            cycle = of;
            answers.clear();
            varBinds = 0;
            nextWalk = 0;
            fault = null;
            if (scalars == null) {
                walk();
            } else {
                scalars.ask();
            }
        }

        private void walk() {
            if (nextWalk == walks.size()) {
                over();
            } else {
                walks.get(nextWalk++).ask();
            }
        }

        @Override
        public void answered(List<VarBind> lent, long roundTripNanos, int attempts) {
            keep(lent);
            walk();
        }

        @Override
        public void rows(VarBinds some) {
            keep(some);
        }

        @Override
        public void walked(BitSet broken) {
            walk();
        }

        @Override
        public void ended(SnmpReply reply) {
            if (reply instanceof SnmpReply.Answered answered) {
                keep(answered.varBinds());
                walk();
            } else {
                if (scalars != null && nextWalk > 0) {
                    walks.get(nextWalk - 1).wasThere();
                }
                fault = SnmpFault.of(reply);
                over();
            }
        }

        private void keep(List<VarBind> some) {
            varBinds += some.size();
            if (wantsJson) {
                answers.addAll(some);
            }
        }

        private void over() {
            Cycle of = cycle;
            if (of != null) {
                of.ended(this);
            }
        }

        String json(int cycle) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("address", job.target().address());
            line.put("port", job.target().port());
            line.put("cycle", cycle + 1);
            if (fault != null) {
                line.put("error", Map.of("kind", fault.kind(), "message", fault.message()));
            } else if (job.profile() != null) {
                Reading reading = Reading.of(job.profile(), ANY, clock.instant(), answers);
                line.put("metrics", ProbeJson.metrics(reading.measurements()));
            } else {
                Map<String, Object> values = new LinkedHashMap<>();
                for (VarBind answer : answers) {
                    if (answer.value().isPresent()) {
                        values.put(answer.oid().toString(), ProbeJson.value(answer.value()));
                    }
                }
                line.put("values", values);
            }
            return Json.line(line);
        }
    }

    /** By the calling thread since it began; 0 where the virtual machine does not count it. */
    private static long allocatedBytes() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? threads.getCurrentThreadAllocatedBytes()
                : 0;
    }

    private PollFigures figures(
            double[] seconds, double[] answeredSeconds, SnmpEngine.Counts before, double cpuBefore) {
        SnmpEngine.Counts after = engine.counts();
        long requests = after.requests() - before.requests();
        long timeouts = after.timedOut() - before.timedOut();
        return new PollFigures(
                jobs.size(),
                seconds.length,
                requests,
                after.answered() + after.refused() - before.answered() - before.refused(),
                timeouts,
                after.sent() - before.sent() - requests,
                varBinds,
                answeredPolls,
                Arrays.stream(seconds).sorted().boxed().toList(),
                Arrays.stream(answeredSeconds).sorted().boxed().toList(),
                cpuSeconds() - cpuBefore,
                allocatedAfter - allocatedBefore,
                maxRssBytes());
    }

    /** User and system time of this process and its threads. */
    private static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(cpu -> cpu.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** The largest resident set so far, which Linux calls VmHWM; 0 elsewhere. */
    private static long maxRssBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
