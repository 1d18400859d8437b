package io.langsong.snmp;

import io.netty.channel.IoEventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of devices that share one engine id, as copies of one image do: we read them all the same, but others who go by the id
 * alone lock them out in turn, and their keys are the same where their passwords are. Lives on the loop.
 */
final class SharedEngineIds {
    private static final Logger log = LoggerFactory.getLogger(SharedEngineIds.class);
    private static final int MOST_ENGINES = 100_000;

    private final IoEventLoop loop;
    private final Duration wait;
    private final Map<String, Set<InetSocketAddress>> addresses = new LinkedHashMap<>();
    /** How many addresses of each were told of. */
    private final Map<String, Integer> told = new HashMap<>();

    private final Set<String> toTell = new HashSet<>();

    /** @param wait for more of the same id, so that one warning names them all */
    SharedEngineIds(IoEventLoop loop, Duration wait) {
        this.loop = loop;
        this.wait = wait;
    }

    /** An engine of this id has proved itself at this address. */
    void seen(String engineId, InetSocketAddress address) {
        if (addresses.size() >= MOST_ENGINES && !addresses.containsKey(engineId)) {
            return;
        }
        Set<InetSocketAddress> same = addresses.computeIfAbsent(engineId, id -> new LinkedHashSet<>(2));
        if (same.add(address) && same.size() > 1 && toTell.add(engineId)) {
            var unused = loop.schedule(() -> tell(engineId, same), wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tell(String engineId, Set<InetSocketAddress> same) {
        toTell.remove(engineId);
        if (same.size() > told.getOrDefault(engineId, 0)) {
            told.put(engineId, same.size());
            List<String> shown = same.stream()
                    .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
                    .sorted(Comparator.naturalOrder())
                    .toList();
            log.warn(
                    "snmp engine id shared by devices engineId={} devices={} addresses={}; give each an engine id of its own",
                    engineId,
                    shown.size(),
                    shown);
        }
    }
}
