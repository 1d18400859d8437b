package io.langsong.simulator;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.DeviceKind;
import io.langsong.simulator.Commune.Site;
import io.langsong.simulator.Hardware.PortSpec;
import io.langsong.simulator.Hardware.Radio;
import io.langsong.simulator.Hardware.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes the running devices of a plan: their traffic, their ports, and how long they have been running. */
final class NetworkBuilder {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long HISTORY_DAYS = 200;
    private static final double OCTETS_PER_SECOND_LEAST = 350_000;
    private static final double OCTETS_PER_SECOND_SPREAD = 1_400_000;

    private final Commune commune;
    private final long seed;
    private final long startMillis;
    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<String, Box.Power> powers = new HashMap<>();
    private final Map<String, List<Integer>> children = new HashMap<>();
    private final Map<String, List<Port.Source>> traffic = new HashMap<>();
    private final Mibs mibs = new Mibs();
    private final UsmKeys usm = new UsmKeys();

    NetworkBuilder(Commune commune, long seed, long startMillis) {
        this.commune = commune;
        this.seed = seed;
        this.startMillis = startMillis;
    }

    /** @return one box for each device, in the order of the plan */
    List<Box> build() {
        Map<String, Rhythm> rhythms = new HashMap<>();
        int number = 0;
        for (Site site : commune.sites()) {
            int market = number++ % 5;
            Rhythm rhythm = rhythms.computeIfAbsent(site.kind() + "/" + market, key -> Rhythm.of(site.kind(), market));
            sites.put(site.id(), site);
            powers.put(site.id(), new Box.Power());
            flows.put(site.id(), new Flow(rhythm, seedOf(site.id()), startMillis - HISTORY_DAYS * DAY_MILLIS));
        }
        List<Device> devices = commune.devices();
        for (int place = 0; place < devices.size(); place++) {
            String uplink = devices.get(place).uplink();
            if (uplink != null) {
                children.computeIfAbsent(uplink, key -> new ArrayList<>()).add(place);
            }
        }
        for (int place = devices.size() - 1; place >= 0; place--) {
            addTraffic(devices.get(place));
        }
        return devices.stream().map(this::box).toList();
    }

    /** Children come before parents here, so that a router carries the sum of what is behind it. */
    private void addTraffic(Device device) {
        List<Port.Source> own = traffic.computeIfAbsent(device.id(), key -> new ArrayList<>());
        boolean users = device.kind() == DeviceKind.ACCESS_POINT;
        double spread = new SplittableRandom(seedOf(device.id())).nextDouble();
        double octets = users ? OCTETS_PER_SECOND_LEAST + OCTETS_PER_SECOND_SPREAD * spread : 400;
        own.add(new Port.Source(flow(device), octets));
        if (device.uplink() != null) {
            traffic.computeIfAbsent(device.uplink(), key -> new ArrayList<>()).addAll(own);
        }
    }

    private Box box(Device device) {
        SplittableRandom random = new SplittableRandom(seedOf(device.id()) + 1);
        List<Integer> below = children.getOrDefault(device.id(), List.of());
        Hardware hardware = Hardware.of(device, below.size());
        List<Port> ports = ports(device, hardware, below);
        long bootAt = startMillis - (long) ((1 + 120 * random.nextDouble()) * DAY_MILLIS);
        // One agent in four was restarted since the box started, as after a change of its settings.
        double later = random.nextInt(4) == 0 ? random.nextDouble() : 0;
        long agentAt = bootAt + 9_000 + (long) (later * (startMillis - bootAt - 3_600_000));
        for (Port port : ports) {
            port.reset(port.up(), bootAt + 12_000);
        }
        Box.Life life = new Box.Life(bootAt, agentAt, 1 + random.nextInt(40));
        return new Box(
                device,
                site(device),
                hardware,
                mibs.of(hardware),
                ports,
                flow(device),
                seedOf(device.id()),
                power(device),
                life,
                usm);
    }

    private List<Port> ports(Device device, Hardware hardware, List<Integer> below) {
        List<Port> ports = new ArrayList<>();
        List<Port.Source> all = traffic.getOrDefault(device.id(), List.of());
        int nextChild = 0;
        for (int place = 0; place < hardware.ports().size(); place++) {
            PortSpec spec = hardware.ports().get(place);
            if (spec.role() == Role.CHILD && nextChild < below.size()) {
                int child = below.get(nextChild++);
                Device behind = commune.devices().get(child);
                ports.add(new Port(spec, behind.id(), child, traffic.getOrDefault(behind.id(), List.of())));
            } else if (spec.role() == Role.CHILD) {
                ports.add(new Port(idle(spec), "", -1, List.of()));
            } else {
                String alias = spec.role() == Role.UPLINK ? upstream(device) : "";
                ports.add(new Port(spec, alias, -1, sources(hardware, place, spec, all)));
            }
        }
        if (nextChild < below.size()) {
            throw new IllegalStateException(device.id() + " has too few ports for " + below.size() + " devices");
        }
        return ports;
    }

    private static PortSpec idle(PortSpec spec) {
        return new PortSpec(spec.ifIndex(), spec.name(), spec.type(), spec.speedMbps(), Role.IDLE);
    }

    private static String upstream(Device device) {
        return device.uplink() == null ? "nha-mang-mau" : device.uplink();
    }

    private static List<Port.Source> sources(Hardware hardware, int place, PortSpec spec, List<Port.Source> all) {
        switch (spec.role()) {
            case UPLINK, BRIDGE -> {
                return all;
            }
            case RADIO -> {
                double share = hardware.radios().stream()
                        .filter(radio -> radio.port() == place)
                        .mapToDouble(Radio::share)
                        .sum();
                return all.stream()
                        .map(source -> new Port.Source(source.flow(), share * source.octetsPerSecond()))
                        .toList();
            }
            default -> {
                return List.of();
            }
        }
    }

    private Flow flow(Device device) {
        return known(flows, device);
    }

    private Site site(Device device) {
        return known(sites, device);
    }

    private Box.Power power(Device device) {
        return known(powers, device);
    }

    private static <T> T known(Map<String, T> bySite, Device device) {
        T found = bySite.get(device.site());
        if (found == null) {
            throw new IllegalStateException("No site " + device.site() + " for " + device.id());
        }
        return found;
    }

    /** A seed of its own for every name, the same in every run. */
    private long seedOf(String name) {
        long hash = seed;
        for (int place = 0; place < name.length(); place++) {
            hash = (hash ^ name.charAt(place)) * 0x100000001b3L;
        }
        return new SplittableRandom(hash).nextLong();
    }
}
