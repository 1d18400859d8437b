package io.langsong.polling;

import io.langsong.inventory.Device.Reachability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a box is there although its SNMP agent is silent. By ICMP echo, which {@code fping} sends for many boxes at once,
 * or by opening a TCP connection, where a refusal is a sign of life as well. Where fping is not installed or may not send,
 * ICMP is replaced by TCP, and the log says so. Any thread; an answer comes on a thread of this class.
 */
final class ReachabilityChecks {
    private static final Logger log = LoggerFactory.getLogger(ReachabilityChecks.class);

    /** Some of them are open or refused on about every managed box; a firewall may drop all but one. */
    private static final List<Integer> TCP_PORTS = List.of(443, 80, 22);
    /** Requests that come within it share one process. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final int MOST_IN_A_PROCESS = 200;

    private final String fping;
    private final Object lock = new Object();
    private final Map<InetAddress, CompletableFuture<Boolean>> gathered = new HashMap<>();
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ExecutorService processes;
    private volatile boolean icmp;

    /** @param fping the program, by name or path */
    ReachabilityChecks(String fping) {
        this.fping = fping;
    }

    void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "reachability-timer"));
        processes = Executors.newCachedThreadPool(task -> daemon(task, "reachability-icmp"));
        icmp = canPing();
        log.info("reachability checks started icmp={}", icmp ? "fping" : "tcp, fping is not installed or may not send");
    }

    void stop() {
        synchronized (lock) {
            gathered.values().forEach(waiting -> waiting.complete(false));
            gathered.clear();
        }
        if (timer != null && processes != null) {
            timer.shutdownNow();
            processes.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private boolean canPing() {
        InetAddress self = InetAddress.getLoopbackAddress();
        return ping(List.of(self), Duration.ofSeconds(1)).contains(self.getHostAddress());
    }

    /** @return done with true when the box showed itself within {@code timeout}; never fails */
    CompletableFuture<Boolean> ask(Reachability way, InetAddress address, Duration timeout) {
        return way == Reachability.ICMP && icmp ? byIcmp(address, timeout) : byTcp(address, TCP_PORTS, timeout);
    }

    /** As {@link #ask(Reachability, InetAddress, Duration)}, at one TCP port. */
    CompletableFuture<Boolean> ask(InetSocketAddress at, Duration timeout) {
        return byTcp(at.getAddress(), List.of(at.getPort()), timeout);
    }

    private CompletableFuture<Boolean> byIcmp(InetAddress address, Duration timeout) {
        synchronized (lock) {
            if (gathered.isEmpty() && timer != null) {
                timer.schedule(() -> sendGathered(timeout), GATHER.toMillis(), TimeUnit.MILLISECONDS);
            }
            return gathered.computeIfAbsent(address, same -> new CompletableFuture<>());
        }
    }

    private void sendGathered(Duration timeout) {
        Map<InetAddress, CompletableFuture<Boolean>> waiting;
        synchronized (lock) {
            waiting = new HashMap<>(gathered);
            gathered.clear();
        }
        List<InetAddress> addresses = new ArrayList<>(waiting.keySet());
        for (int from = 0; from < addresses.size(); from += MOST_IN_A_PROCESS) {
            List<InetAddress> some = addresses.subList(from, Math.min(addresses.size(), from + MOST_IN_A_PROCESS));
            if (processes != null) {
                processes.execute(() -> {
                    Set<String> there = ping(some, timeout);
                    waiting.forEach((address, answer) -> {
                        if (some.contains(address)) {
                            answer.complete(there.contains(address.getHostAddress()));
                        }
                    });
                });
            }
        }
    }

    /** @return those of {@code addresses} that answered; none when the program does not run */
    private Set<String> ping(List<InetAddress> addresses, Duration timeout) {
        List<String> command = new ArrayList<>(List.of(
                fping, "--quiet", "--vcount=1", "--retry=0", "--interval=1", "--timeout=" + timeout.toMillis()));
        addresses.forEach(address -> command.add(address.getHostAddress()));
        Set<String> there = new HashSet<>();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                // "192.0.2.7 : 0.41" for one that answered, "192.0.2.8 : -" for one that did not.
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] parts = line.split(" +: +", 2);
                    if (parts.length == 2 && parts[1].matches("[0-9.]+")) {
                        there.add(parts[0].strip());
                    }
                }
            } finally {
                process.destroy();
            }
        } catch (IOException notInstalled) {
            log.debug("fping did not run reason={}", notInstalled.getMessage());
        }
        return there;
    }

    private CompletableFuture<Boolean> byTcp(InetAddress address, List<Integer> ports, Duration timeout) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        List<AsynchronousSocketChannel> channels = new ArrayList<>();
        for (int port : ports) {
            try {
                AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
                channels.add(channel);
                channel.connect(new InetSocketAddress(address, port), answer, SIGN_OF_LIFE);
            } catch (IOException noSocket) {
                log.debug("no socket for a reachability check reason={}", noSocket.getMessage());
            }
        }
        ScheduledExecutorService running = timer;
        if (running == null || running.isShutdown()) {
            answer.complete(false);
        } else {
            var unused = running.schedule(() -> answer.complete(false), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        return answer.whenComplete((there, never) -> channels.forEach(ReachabilityChecks::close));
    }

    private static final CompletionHandler<@Nullable Void, CompletableFuture<Boolean>> SIGN_OF_LIFE =
            new CompletionHandler<>() {
                @Override
                public void completed(@Nullable Void connected, CompletableFuture<Boolean> answer) {
                    answer.complete(true);
                }

                /** Within our short time a refusal is the only reason for this exception: the box said no. */
                @Override
                public void failed(Throwable why, CompletableFuture<Boolean> answer) {
                    if (why instanceof ConnectException) {
                        answer.complete(true);
                    }
                }
            };

    private static void close(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("socket of a reachability check could not be closed reason={}", e.getMessage());
        }
    }
}
