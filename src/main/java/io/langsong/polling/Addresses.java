package io.langsong.polling;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses of devices entered by name. A name is looked up on a thread of its own, every five minutes; a look-up that fails
 * leaves the last good address in use, since a dead name server says nothing of the device.
 */
final class Addresses {
    private static final Logger log = LoggerFactory.getLogger(Addresses.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final Map<String, InetAddress> known = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Consumer<String> changed;
    private @Nullable ScheduledExecutorService thread;

    /** @param changed told each name whose address is new; on the resolver's thread */
    Addresses(Consumer<String> changed) {
        this.changed = changed;
    }

    void start() {
        ScheduledExecutorService resolver = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "poll-resolver");
            made.setDaemon(true);
            return made;
        });
        thread = resolver;
        var unused = resolver.scheduleWithFixedDelay(
                () -> names.forEach(this::lookUp), AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** At once for an address in digits; for a name what is known of it, and a look-up is begun where nothing is. */
    Optional<InetAddress> of(String host) {
        InetAddress address = known.get(host);
        if (address != null) {
            return Optional.of(address);
        }
        if (isLiteral(host)) {
            lookUp(host);
            return Optional.ofNullable(known.get(host));
        }
        if (names.add(host) && thread != null) {
            thread.execute(() -> lookUp(host));
        }
        return Optional.empty();
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private void lookUp(String host) {
        try {
            InetAddress found = InetAddress.getByName(host);
            InetAddress before = known.put(host, found);
            if (!found.equals(before) && names.contains(host)) {
                changed.accept(host);
            }
        } catch (UnknownHostException unknown) {
            log.warn("device name not resolved name={} lastGood={}", host, known.get(host));
        }
    }
}
