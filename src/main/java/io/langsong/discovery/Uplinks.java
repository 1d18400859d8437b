package io.langsong.discovery;

import io.langsong.discovery.Sighting.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What hangs behind what, by what boxes see of each other: a pure function. Neighbours at the wire count first, and the nearer
 * to a root is the parent; else the last bridge on the way from a root; else the one root that has the address in its table.
 */
final class Uplinks {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Evidence>>> direct = new TreeMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Set<String> roots = new LinkedHashSet<>();

    /**
     * Why: {@code LLDP: port 3 of sw-1 sees ap-2}.
     *
     * @param by key of the one that sees
     * @param sees key of the one that is seen
     */
    record Evidence(Source source, String by, String port, String sees) {}

    record Proposal(String child, String parent, List<Evidence> evidence) {
        Proposal {
            evidence = List.copyOf(evidence);
        }
    }

    private Uplinks(Collection<Node> all) {
        all.forEach(node -> nodes.put(node.key(), node));
    }

    /** At most one way up for each by bridges and address tables; two neighbours that are equally near are both proposed. */
    static List<Proposal> propose(Collection<Node> all) {
        return new Uplinks(all).proposals();
    }

    private List<Proposal> proposals() {
        nodes.values().forEach(this::connect);
        findRoots();
        measure();
        List<Proposal> proposals = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (!roots.contains(node.key())) {
                List<Proposal> found = fromNeighbours(node);
                found = found.isEmpty() ? fromBridges(node) : found;
                found = found.isEmpty() ? fromAddresses(node) : found;
                found.stream().filter(this::closesNoRing).forEach(one -> {
                    parents.computeIfAbsent(one.child(), child -> new HashSet<>())
                            .add(one.parent());
                    if (!node.uplinks().contains(one.parent())) {
                        proposals.add(one);
                    }
                });
            }
        }
        return proposals;
    }

    private void connect(Node node) {
        node.uplinks().stream()
                .filter(nodes::containsKey)
                .forEach(uplink -> parents.computeIfAbsent(node.key(), key -> new HashSet<>())
                        .add(uplink));
        for (Sighting one : node.sightings()) {
            if (one.source().direct()
                    && nodes.containsKey(one.sees())
                    && !one.sees().equals(node.key())) {
                Evidence evidence = new Evidence(one.source(), node.key(), one.port(), one.sees());
                edge(node.key(), one.sees()).add(evidence);
                edge(one.sees(), node.key()).add(evidence);
            }
        }
    }

    private List<Evidence> edge(String from, String to) {
        return direct.computeIfAbsent(from, key -> new TreeMap<>()).computeIfAbsent(to, key -> new ArrayList<>());
    }

    /** Those that are known; in a part of the network that has none, the one box that stands out, if one does. */
    private void findRoots() {
        nodes.values().stream().filter(Node::root).map(Node::key).forEach(roots::add);
        Set<String> seen = new HashSet<>();
        for (String start : nodes.keySet()) {
            Set<String> part = reach(start, seen);
            if (part.size() > 1 && part.stream().noneMatch(roots::contains)) {
                String best = standsOut(part);
                if (best != null) {
                    roots.add(best);
                }
            }
        }
    }

    private Set<String> reach(String start, Set<String> seen) {
        Set<String> part = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        if (seen.add(start)) {
            open.add(start);
        }
        while (!open.isEmpty()) {
            String next = open.remove();
            part.add(next);
            around(next).stream().filter(seen::add).forEach(open::add);
        }
        return part;
    }

    /** Neighbours at the wire, and those that are known to hang together. */
    private Set<String> around(String key) {
        Set<String> around =
                new LinkedHashSet<>(direct.getOrDefault(key, Map.of()).keySet());
        around.addAll(parents.getOrDefault(key, Set.of()));
        parents.forEach((child, uplinks) -> {
            if (uplinks.contains(key)) {
                around.add(child);
            }
        });
        return around;
    }

    private @Nullable String standsOut(Set<String> part) {
        Comparator<String> nearer = Comparator.comparingInt(
                        (String key) -> node(key).rank())
                .thenComparingInt(key -> direct.getOrDefault(key, Map.of()).size());
        List<String> order = part.stream().sorted(nearer.reversed()).toList();
        return nearer.compare(order.get(0), order.get(1)) == 0 ? null : order.get(0);
    }

    private Node node(String key) {
        Node node = nodes.get(key);
        if (node == null) {
            throw new IllegalStateException("Only nodes that there are become neighbours: " + key);
        }
        return node;
    }

    private void measure() {
        Deque<String> open = new ArrayDeque<>(roots);
        roots.forEach(root -> depths.put(root, 0));
        while (!open.isEmpty()) {
            String next = open.remove();
            int depth = depths.getOrDefault(next, 0) + 1;
            for (String near : around(next)) {
                if (depths.putIfAbsent(near, depth) == null) {
                    open.add(near);
                }
            }
        }
    }

    private List<Proposal> fromNeighbours(Node node) {
        Integer depth = depths.get(node.key());
        if (depth == null) {
            return List.of();
        }
        List<Proposal> found = new ArrayList<>();
        direct.getOrDefault(node.key(), Map.of()).forEach((near, evidence) -> {
            if (depths.getOrDefault(near, Integer.MAX_VALUE) == depth - 1) {
                found.add(new Proposal(node.key(), near, evidence));
            }
        });
        return found;
    }

    /** The bridge that sees it on a port which does not lead to a root, and has no other such bridge behind it. */
    private List<Proposal> fromBridges(Node node) {
        Map<String, Evidence> above = new LinkedHashMap<>();
        for (Node bridge : nodes.values()) {
            if (!bridge.equals(node)) {
                bridge.sightings().stream()
                        .filter(one -> one.source() == Source.BRIDGE
                                && one.sees().equals(node.key())
                                && leadsAway(bridge, one.port()))
                        .findFirst()
                        .ifPresent(one -> above.put(
                                bridge.key(), new Evidence(one.source(), bridge.key(), one.port(), one.sees())));
            }
        }
        List<String> nearest = above.keySet().stream()
                .filter(bridge -> above.keySet().stream().noneMatch(other -> isBehind(other, node(bridge))))
                .toList();
        return nearest.size() == 1
                ? List.of(new Proposal(node.key(), nearest.get(0), List.of(evidence(above, nearest.get(0)))))
                : List.of();
    }

    private static Evidence evidence(Map<String, Evidence> above, String key) {
        Evidence found = above.get(key);
        if (found == null) {
            throw new IllegalStateException("Chosen among those that there are: " + key);
        }
        return found;
    }

    private static boolean sees(Node bridge, String port, String key) {
        return bridge.sightings().stream()
                .anyMatch(one -> one.source() != Source.ARP
                        && one.port().equals(port)
                        && one.sees().equals(key));
    }

    /** A bridge that does not see a root at all does not tell where up is. */
    private boolean leadsAway(Node bridge, String port) {
        if (roots.contains(bridge.key())) {
            return true;
        }
        boolean knowsUp =
                bridge.sightings().stream().anyMatch(one -> one.source() != Source.ARP && roots.contains(one.sees()));
        return knowsUp && roots.stream().noneMatch(root -> sees(bridge, port, root));
    }

    private boolean isBehind(String key, Node bridge) {
        return !key.equals(bridge.key())
                && bridge.sightings().stream()
                        .anyMatch(one -> one.source() == Source.BRIDGE
                                && one.sees().equals(key)
                                && leadsAway(bridge, one.port()));
    }

    private List<Proposal> fromAddresses(Node node) {
        List<Proposal> found = new ArrayList<>();
        for (String root : roots) {
            node(root).sightings().stream()
                    .filter(one -> one.source() == Source.ARP && one.sees().equals(node.key()))
                    .findFirst()
                    .ifPresent(one -> found.add(new Proposal(
                            node.key(), root, List.of(new Evidence(Source.ARP, root, one.port(), node.key())))));
        }
        return found.size() == 1 && parents.getOrDefault(node.key(), Set.of()).isEmpty() ? found : List.of();
    }

    private boolean closesNoRing(Proposal proposal) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(proposal.parent()));
        while (!open.isEmpty()) {
            String next = open.remove();
            if (next.equals(proposal.child())) {
                return false;
            }
            if (seen.add(next)) {
                open.addAll(parents.getOrDefault(next, Set.of()));
            }
        }
        return true;
    }
}
