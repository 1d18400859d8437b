package io.langsong.outage;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.outage.TurnRecord.OpenRow;
import io.langsong.polling.Asking;
import io.langsong.polling.Cadence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which devices are judged, how they hang together, and whether somebody is looking at them. A device that is not asked is
 * not judged either. Used by the intake thread alone.
 */
final class Watchlist {
    private final Map<DeviceId, Tracked> devices;
    private final Composition composition;
    private final TurnRecord recorder;
    private final Conditions conditions;
    private final Asking asking;
    private InventorySnapshot known = InventorySnapshot.EMPTY;
    /** By what feeds them: after a power cut it is asked for again and again. */
    private Map<InventoryId, List<Tracked>> onOnePower = Map.of();

    /** @param devices what is judged now; written here alone */
    Watchlist(
            Map<DeviceId, Tracked> devices,
            Composition composition,
            TurnRecord recorder,
            Conditions conditions,
            Asking asking) {
        this.devices = devices;
        this.composition = composition;
        this.recorder = recorder;
        this.conditions = conditions;
        this.asking = asking;
    }

    /** Begins anew, with what was open when somebody last looked; what can not last on ends when it was last seen. */
    void resume(InventorySnapshot now, List<OpenRow> open) {
        devices.clear();
        composition.clear();
        conditions.clear();
        take(now);
        for (OpenRow row : open) {
            if (row.condition() == Condition.DEGRADED || !resumed(row)) {
                recorder.submit(new Turn.Ended(row.object(), Bound.exactly(row.seenUntil()), Guess.NONE, List.of()));
            }
        }
    }

    private boolean resumed(OpenRow row) {
        Tracked.Open open = new Tracked.Open(row.seenUntil(), row.condition(), row.root());
        if (row.object().kind() != ObjectRef.Kind.DEVICE) {
            return composition.resume(row.object(), open);
        }
        Tracked tracked = devices.get(new DeviceId(row.object().id()));
        if (tracked != null) {
            tracked.open = open;
            tracked.from = row.from();
            tracked.root = row.root();
        }
        return tracked != null;
    }

    /** Follows the inventory; what is no longer in it is no longer judged from {@code at} on. */
    void follow(InventorySnapshot now, Instant at) {
        devices.values().removeIf(tracked -> {
            boolean gone = now.device(tracked.id).filter(Watchlist::isAsked).isEmpty();
            if (gone) {
                forget(tracked, at);
                recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(at), Guess.NONE, List.of()));
                conditions.remove(tracked.object);
            }
            return gone;
        });
        composition.leave(now, at);
        take(now);
    }

    private void take(InventorySnapshot now) {
        known = now;
        for (Device device : now.devices()) {
            if (isAsked(device)) {
                devices.computeIfAbsent(device.id(), id -> new Tracked(device)).device = device;
            }
        }
        onOnePower = devices.values().stream().collect(Collectors.groupingBy(tracked -> power(tracked.device)));
        composition.use(now);
    }

    private static boolean isAsked(Device device) {
        return device.enabled() && device.isWatched();
    }

    /**
     * Nobody has been looking since {@code since}; every state but an open outage is forgotten.
     *
     * @param until when we woke; null when we end
     */
    void lookAway(Instant since, @Nullable Instant until) {
        for (Tracked tracked : devices.values()) {
            boolean seen = tracked.watched;
            forget(tracked, since);
            tracked.wokeAt = seen ? until : tracked.wokeAt;
        }
        composition.lookAway(since);
    }

    void forget(Tracked tracked, Instant since) {
        if (!tracked.watched) {
            return;
        }
        recorder.submit(new Turn.Unwatched(tracked.object, since));
        if (!tracked.fault.isEmpty()) {
            recorder.submit(new Turn.Ended(tracked.object, Bound.exactly(since), Guess.NONE, List.of()));
        }
        tracked.forget(since);
        asking.setCadence(tracked.id, Cadence.REGULAR);
        conditions.put(tracked.state());
        composition.deviceChanged(tracked, Bound.exactly(since));
    }

    /** Since when an outage is that lasts. */
    void correct(LateRecord.Lasting known) {
        if (known.object().kind() != ObjectRef.Kind.DEVICE) {
            composition.correct(known);
            return;
        }
        Tracked tracked = devices.get(new DeviceId(known.object().id()));
        if (tracked != null && tracked.hidesOthers()) {
            tracked.from = known.from();
            conditions.put(tracked.state());
        }
    }

    @Nullable
    Tracked find(DeviceId device) {
        return devices.get(device);
    }

    int size() {
        return devices.size();
    }

    /** What a device is reached through; in place of one that is not judged, what that one is reached through. */
    List<Tracked> uplinks(Tracked tracked) {
        return nearest(tracked.id, id -> known.device(id).map(Device::uplinks).orElse(List.of()));
    }

    /** What is reached through a device, be it through one that is not judged, but not through another that is. */
    List<Tracked> behind(Tracked tracked) {
        return nearest(tracked.id, known::directlyBehind);
    }

    private List<Tracked> nearest(DeviceId from, Function<DeviceId, ? extends Collection<DeviceId>> step) {
        Collection<DeviceId> first = step.apply(from);
        if (first.isEmpty()) {
            return List.of();
        }
        List<Tracked> found = new ArrayList<>();
        Set<DeviceId> seen = new HashSet<>();
        Deque<DeviceId> open = new ArrayDeque<>(first);
        while (!open.isEmpty()) {
            DeviceId next = open.removeFirst();
            Tracked tracked = devices.get(next);
            if (!seen.add(next)) {
                continue;
            }
            if (tracked == null) {
                open.addAll(step.apply(next));
            } else {
                found.add(tracked);
            }
        }
        return found;
    }

    /** All that is reached through a device, nearest first. */
    List<Tracked> allBehind(Tracked tracked) {
        return known.allBehind(tracked.id).stream()
                .map(devices::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Others on the same distribution line, or at the same site where it is not known which line feeds it. */
    List<Tracked> onTheSamePower(Tracked tracked) {
        return onOnePower.getOrDefault(power(tracked.device), List.of()).stream()
                .filter(other -> other != tracked)
                .toList();
    }

    /** What feeds a device: its site's line, or the site itself where that is not known. */
    private InventoryId power(Device device) {
        return known.site(device.site()).<InventoryId>map(Site::powerArea).orElse(device.site());
    }
}
