package io.langsong.collector.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Batches that were sent, and of which the server did not say yet that it has them. One thread. */
final class Flight {
    private final Map<Key, Sent> sent = new HashMap<>();

    private record Key(UUID life, long number) {}

    /** @param atNanos by System.nanoTime */
    record Sent(Waiting waiting, Block block, long atNanos) {}

    Sent begin(Waiting waiting, Block block, long atNanos) {
        waiting.inFlight = true;
        Sent begun = new Sent(waiting, block, atNanos);
        sent.put(new Key(block.life(), block.number()), begun);
        return begun;
    }

    void end(Sent ended) {
        ended.waiting().inFlight = false;
        sent.remove(new Key(ended.block().life(), ended.block().number()));
    }

    Optional<Sent> find(UUID life, long number) {
        return Optional.ofNullable(sent.get(new Key(life, number)));
    }

    List<Sent> all() {
        return new ArrayList<>(sent.values());
    }

    int size() {
        return sent.size();
    }

    boolean hasBefore(long order) {
        return sent.values().stream().anyMatch(one -> one.waiting().order < order);
    }

    int count(long from, long until) {
        return (int) sent.values().stream()
                .map(one -> one.waiting().order)
                .filter(order -> order >= from && order < until)
                .count();
    }

    /** Octets. */
    long octets() {
        return sent.values().stream()
                .mapToLong(one -> one.block().batch().length)
                .sum();
    }

    Optional<Waiting> oldest() {
        return sent.values().stream().map(Sent::waiting).min((a, b) -> Long.compare(a.order, b.order));
    }
}
