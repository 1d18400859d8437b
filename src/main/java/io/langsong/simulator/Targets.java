package io.langsong.simulator;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.PowerArea;
import io.langsong.simulator.Commune.Site;
import io.langsong.simulator.Scenario.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * On what the entries of a scenario fall: the ids that they name, and for patterns a pick by the seed. Picks keep out of
 * sites that another entry already has, so that faults do not cover each other, as long as there are free sites.
 */
final class Targets {
    private final Commune commune;
    private final long seed;
    private final Map<String, Device> devices;
    private final Map<String, PowerArea> areas;

    Targets(Commune commune, long seed) {
        this.commune = commune;
        this.seed = seed;
        this.devices = commune.devicesById();
        this.areas = commune.powerAreas().stream().collect(Collectors.toMap(PowerArea::id, Function.identity()));
    }

    /**
     * @param round how often the scenario has begun before; each round picks anew
     * @return for each entry the ids of its devices, or of its power areas
     * @throws SimulatorException when an entry names what the commune does not have
     */
    List<List<String>> of(List<Entry> entries, int round) {
        Set<String> taken = new HashSet<>();
        for (Entry entry : entries) {
            if (!isPattern(entry)) {
                taken.addAll(sites(entry, named(entry)));
            }
        }
        List<List<String>> picked = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            Entry entry = entries.get(index);
            List<String> ids = isPattern(entry)
                    ? pick(entry, new Random(seed * 31 + round * 1009L + index), taken)
                    : List.of(named(entry));
            ids.forEach(id -> taken.addAll(sites(entry, id)));
            picked.add(ids);
        }
        return picked;
    }

    private static boolean isPattern(Entry entry) {
        return entry.target().indexOf('*') >= 0;
    }

    private static boolean isArea(Entry entry) {
        return entry.kind() == FaultKind.POWER_CUT;
    }

    private String named(Entry entry) {
        boolean known = isArea(entry) ? areas.containsKey(entry.target()) : devices.containsKey(entry.target());
        if (!known) {
            throw unknown(entry);
        }
        return entry.target();
    }

    private List<String> pick(Entry entry, Random random, Set<String> taken) {
        Pattern pattern = Pattern.compile(entry.target().replace("*", ".*"));
        List<String> free = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String id : isArea(entry) ? areaIds() : deviceIds()) {
            if (pattern.matcher(id).matches()) {
                (Collections.disjoint(sites(entry, id), taken) ? free : others).add(id);
            }
        }
        if (free.isEmpty() && others.isEmpty()) {
            throw unknown(entry);
        }
        Collections.shuffle(free, random);
        Collections.shuffle(others, random);
        List<String> picked = new ArrayList<>();
        Set<String> own = new HashSet<>();
        for (String id : free) {
            if (picked.size() < entry.count() && own.addAll(sites(entry, id))) {
                picked.add(id);
            }
        }
        for (String id : others) {
            if (picked.size() < entry.count()) {
                picked.add(id);
            }
        }
        return picked;
    }

    private List<String> areaIds() {
        return commune.powerAreas().stream().map(PowerArea::id).toList();
    }

    private List<String> deviceIds() {
        return commune.devices().stream().map(Device::id).toList();
    }

    private Set<String> sites(Entry entry, String id) {
        if (isArea(entry)) {
            return commune.sites().stream()
                    .filter(site -> site.powerArea().equals(id))
                    .map(Site::id)
                    .collect(Collectors.toSet());
        }
        Device device = devices.get(id);
        return device == null ? Set.of() : Set.of(device.site());
    }

    private SimulatorException unknown(Entry entry) {
        String what = isArea(entry)
                ? "no power area \"%s\" among %s".formatted(entry.target(), areaIds())
                : "no device \"%s\" among the %d of this commune; simulate --list shows their ids"
                        .formatted(entry.target(), devices.size());
        return new SimulatorException(entry.where() + ": " + what);
    }
}
