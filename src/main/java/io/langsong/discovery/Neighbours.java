package io.langsong.discovery;

import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks those that answered a scan whom they see: the tables of LLDP, CDP, bridges and addresses. All must have been met before
 * the first is asked, so that each is known by what the others see of it. On the engine's loop alone.
 */
final class Neighbours {
    private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
    private static final WalkLimits LIMITS = new WalkLimits(20_000, 600, Duration.ofSeconds(20));

    private final SnmpEngine engine;
    private final Map<InetSocketAddress, String> keys;
    private final Known known;
    private final Map<String, List<Sighting>> sightings = new LinkedHashMap<>();

    /**
     * @param keys of boxes whose addresses are known before
     * @param known by what others may see boxes that are known before
     */
    Neighbours(SnmpEngine engine, Map<InetSocketAddress, String> keys, Known known) {
        this.engine = engine;
        this.keys = new HashMap<>(keys);
        this.known = known;
    }

    /** How a box is named in {@link Sighting}s: one that answers at several addresses by the first of them. */
    String keyOf(InetSocketAddress address) {
        return keys.getOrDefault(address, address.getAddress().getHostAddress() + " " + address.getPort());
    }

    /** What those that were asked see of each other, by {@link #keyOf}. */
    Map<String, List<Sighting>> sightings() {
        return sightings;
    }

    /** Learns by what each can be seen by the others. */
    void meet(List<Identification.Result> all) {
        Map<MacAddress, Identification.Result> bodies = new HashMap<>();
        for (Identification.Result one : all) {
            InetSocketAddress address = one.answer().address();
            String key = keys.get(address);
            if (key == null) {
                key = sameBefore(one, bodies);
                keys.put(address, key);
            }
            String own = key;
            one.marks().macs().stream().filter(MacAddress::isUniversal).forEach(mac -> bodies.putIfAbsent(mac, one));
            known.add(own, address.getAddress());
            one.marks().macs().forEach(mac -> known.add(own, mac));
            String name = one.answer().sysName();
            if (name != null) {
                known.add(own, Known.Name.of(name));
            }
        }
    }

    private String sameBefore(Identification.Result one, Map<MacAddress, Identification.Result> bodies) {
        for (MacAddress mac : one.marks().macs()) {
            String before = mac.isUniversal() ? known.by(mac) : null;
            Identification.Result body = bodies.get(mac);
            if (before != null && (body == null || body.marks().sameBox(one.marks()) != null)) {
                return before;
            }
        }
        return keyOf(one.answer().address());
    }

    /**
     * Asks one that was met.
     *
     * @param cancelled whether no more is to be asked
     * @param done called once, after its sightings are there
     */
    void ask(Identification.Result one, BooleanSupplier cancelled, Runnable done) {
        walk(one, 0, new ArrayList<>(), cancelled, done);
    }

    private void walk(
            Identification.Result one, int walk, List<VarBind> answers, BooleanSupplier cancelled, Runnable done) {
        if (walk == NeighbourTables.WALKS.size() || cancelled.getAsBoolean()) {
            String self = keyOf(one.answer().address());
            sightings.computeIfAbsent(self, key -> new ArrayList<>()).addAll(understood(answers, self, one));
            done.run();
            return;
        }
        engine.walk(one.target(), NeighbourTables.WALKS.get(walk), LIMITS, reply -> {
            if (reply instanceof SnmpReply.Answered answered) {
                answers.addAll(answered.varBinds());
            }
            walk(one, walk + 1, answers, cancelled, done);
        });
    }

    /** None where they can not be understood: an exception on the loop would leave the scan waiting for ever. */
    private List<Sighting> understood(List<VarBind> answers, String self, Identification.Result one) {
        try {
            return NeighbourTables.read(answers, self, one.ports(), known);
        } catch (RuntimeException unforeseen) {
            log.warn(
                    "tables of neighbours not understood address={}",
                    one.answer().address(),
                    unforeseen);
            return List.of();
        }
    }
}
