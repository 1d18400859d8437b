package io.langsong.event;

import io.langsong.inventory.DeviceId;
import io.langsong.snmp.MetEngine.SetBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the engines of devices, as far as it was seen. Immutable: a look at what polls met makes the next.
 *
 * @param open what lasts
 * @param ended what the last look found to be over
 * @param counted of each device the last time that its clock went back which is in {@code open}, monotonic
 */
record EngineState(Map<Key, Part> open, List<Part> ended, Map<DeviceId, Long> counted) {
    EngineState {
        open = Map.copyOf(open);
        ended = List.copyOf(ended);
        counted = Map.copyOf(counted);
    }

    record Key(DeviceId device, EngineFault.Kind kind) {}

    /** The part of one device in a fault; parts of one engine id that is shared make one fault. */
    record Part(
            EngineFault.Kind kind,
            DeviceId device,
            String address,
            String engineId,
            Instant firstAt,
            Instant lastAt,
            @Nullable Instant endedAt,
            long times,
            int bootsBefore,
            int boots) {
        Key key() {
            return new Key(device, kind);
        }

        Part seen(Met met) {
            return new Part(
                    kind,
                    device,
                    met.address(),
                    engineId,
                    firstAt,
                    met.answeredAt().isAfter(lastAt) ? met.answeredAt() : lastAt,
                    null,
                    times,
                    bootsBefore,
                    boots);
        }

        Part over(Instant at) {
            Instant end = at.isBefore(lastAt) ? lastAt : at;
            return new Part(kind, device, address, engineId, firstAt, lastAt, end, times, bootsBefore, boots);
        }
    }

    /**
     * What a poll met at a device.
     *
     * @param boots of its engine; -1 where its clock is not known
     * @param setBackAt when its clock went back last, where it did
     */
    record Met(
            String address,
            String engineId,
            Instant answeredAt,
            int boots,
            @Nullable SetBack setBack,
            @Nullable Instant setBackAt) {}

    static EngineState of(Collection<Part> open) {
        Map<Key, Part> byKey = new HashMap<>();
        open.forEach(part -> byKey.put(part.key(), part));
        return new EngineState(byKey, List.of(), Map.of());
    }

    /**
     * @param met of the devices that answered since the program began; the others may be as they were
     * @param read devices that are read by version 3
     */
    EngineState next(Map<DeviceId, Met> met, Set<DeviceId> read, Instant now) {
        Map<Key, Part> lasting = new HashMap<>();
        List<Part> over = new ArrayList<>();
        share(met, read, lasting);
        Map<DeviceId, Long> nowCounted = goBack(met, read, lasting);
        open.forEach((key, part) -> {
            Part still = lasting.get(key);
            if (still == null || !still.engineId().equals(part.engineId())) {
                over.add(part.over(now));
            }
        });
        return new EngineState(lasting, over, nowCounted);
    }

    private void share(Map<DeviceId, Met> met, Set<DeviceId> read, Map<Key, Part> lasting) {
        Map<String, List<DeviceId>> byEngine = new TreeMap<>();
        for (DeviceId device : read) {
            Met answered = met.get(device);
            Part before = open.get(new Key(device, EngineFault.Kind.SHARED_ID));
            String engineId = answered != null ? answered.engineId() : before != null ? before.engineId() : null;
            if (engineId != null) {
                byEngine.computeIfAbsent(engineId, one -> new ArrayList<>()).add(device);
            }
        }
        byEngine.forEach((engineId, devices) -> {
            if (devices.size() > 1) {
                devices.forEach(device -> keep(sharing(device, engineId, met.get(device)), lasting));
            }
        });
    }

    private @Nullable Part sharing(DeviceId device, String engineId, @Nullable Met met) {
        Part before = open.get(new Key(device, EngineFault.Kind.SHARED_ID));
        if (before != null && before.engineId().equals(engineId)) {
            return met == null ? before : before.seen(met);
        }
        return met == null
                ? null
                : new Part(
                        EngineFault.Kind.SHARED_ID,
                        device,
                        met.address(),
                        engineId,
                        met.answeredAt(),
                        met.answeredAt(),
                        null,
                        1,
                        0,
                        0);
    }

    private Map<DeviceId, Long> goBack(Map<DeviceId, Met> met, Set<DeviceId> read, Map<Key, Part> lasting) {
        Map<DeviceId, Long> nowCounted = new HashMap<>();
        for (DeviceId device : read) {
            Met answered = met.get(device);
            Part before = open.get(new Key(device, EngineFault.Kind.SET_BACK));
            if (answered == null) {
                keep(before, lasting);
                continue;
            }
            SetBack setBack = answered.setBack();
            Instant at = answered.setBackAt();
            if (before != null && !before.engineId().equals(answered.engineId())) {
                before = null;
            }
            if (setBack != null && at != null) {
                nowCounted.put(device, setBack.atNanos());
                Long known = counted.get(device);
                if (known == null || known != setBack.atNanos()) {
                    keep(setBack(device, answered, setBack, at, before), lasting);
                    continue;
                }
            }
            // Whose boots grow again keeps count of them again.
            if (before != null && answered.boots() <= before.boots()) {
                keep(before, lasting);
            }
        }
        return nowCounted;
    }

    private static Part setBack(DeviceId device, Met met, SetBack setBack, Instant at, @Nullable Part before) {
        return new Part(
                EngineFault.Kind.SET_BACK,
                device,
                met.address(),
                met.engineId(),
                before == null ? at : before.firstAt(),
                before == null || at.isAfter(before.lastAt()) ? at : before.lastAt(),
                null,
                before == null ? 1 : before.times() + 1,
                setBack.bootsBefore(),
                setBack.boots());
    }

    private static void keep(@Nullable Part part, Map<Key, Part> lasting) {
        if (part != null) {
            lasting.put(part.key(), part);
        }
    }
}
