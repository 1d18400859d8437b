package io.langsong.collector;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Lets in so many lines in all, and so few of one address that have not said who they are. Any thread. */
final class Doorman {
    static final int MOST = 2_000;
    static final int MOST_WAITING = 4;

    private final Set<Channel> lines = new HashSet<>();
    private final Map<Channel, InetAddress> strangers = new HashMap<>();
    private final Map<InetAddress, Integer> waiting = new HashMap<>();

    /** @return false: there are too many, and it does not count */
    synchronized boolean letIn(Channel line) {
        InetAddress from = ((InetSocketAddress) line.remoteAddress()).getAddress();
        if (lines.size() >= MOST || waiting.getOrDefault(from, 0) >= MOST_WAITING) {
            return false;
        }
        lines.add(line);
        strangers.put(line, from);
        waiting.merge(from, 1, Integer::sum);
        return true;
    }

    /** It has said who it is. */
    synchronized void known(Channel line) {
        InetAddress from = strangers.remove(line);
        if (from != null) {
            waiting.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized void gone(Channel line) {
        known(line);
        lines.remove(line);
    }
}
