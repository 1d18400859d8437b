package io.langsong.agent;

import io.langsong.inventory.DeviceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is remembered of each device, in memory and in the database. While that is away memory goes on, and is written when it is back. Any thread; of one
 * device one at a time.
 */
@Component
class Memories {
    private static final Logger log = LoggerFactory.getLogger(Memories.class);

    private final MemoryTable table;
    private final Map<DeviceId, BoxMemory> known = new HashMap<>();
    private final Map<DeviceId, BoxMemory> unwritten = new HashMap<>();

    Memories(JdbcClient jdbc) {
        this.table = new MemoryTable(jdbc);
    }

    MemoryTable table() {
        return table;
    }

    /** All that ever reported, ascending by device. */
    List<BoxMemory> all() {
        Map<DeviceId, BoxMemory> all = new TreeMap<>(Comparator.comparing(DeviceId::value));
        table.all().forEach(one -> all.put(one.device(), one));
        synchronized (this) {
            all.putAll(unwritten);
        }
        return new ArrayList<>(all.values());
    }

    Optional<BoxMemory> find(DeviceId device) {
        synchronized (this) {
            BoxMemory there = known.get(device);
            if (there != null) {
                return Optional.of(there);
            }
        }
        Optional<BoxMemory> found = table.find(device);
        synchronized (this) {
            found.ifPresent(one -> known.putIfAbsent(device, one));
        }
        return found;
    }

    /** Of a box at its place; begins anew when it is not the one that was there. */
    BoxMemory of(DeviceId device, UUID box) {
        return find(device).filter(one -> one.box().equals(box)).orElseGet(() -> BoxMemory.fresh(device, box));
    }

    void put(BoxMemory one) {
        synchronized (this) {
            known.put(one.device(), one);
            unwritten.put(one.device(), one);
        }
        write(one);
    }

    /** Writes what could not be written before. */
    void writeAll() {
        List<BoxMemory> all;
        synchronized (this) {
            all = List.copyOf(unwritten.values());
        }
        all.forEach(this::write);
    }

    private void write(BoxMemory one) {
        try {
            table.put(one);
            synchronized (this) {
                unwritten.remove(one.device(), one);
            }
        } catch (RuntimeException away) {
            log.debug("memory of a box not written device={}", one.device(), away);
        }
    }

    /** Another server may have written since. */
    synchronized void forget() {
        known.clear();
        unwritten.clear();
    }
}
