package io.langsong.event;

import io.langsong.event.EngineFault.Kind;
import io.langsong.event.EngineFault.Member;
import io.langsong.event.EngineState.Part;
import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what is wrong with the engines of devices, and what was. Any thread. */
@Component
public class EngineFaults {
    /** Rows of faults that are over; more of them nobody reads. */
    private static final int MOST_ENDED = 1_000;

    private final EngineFaultTable table;

    EngineFaults(EngineFaultTable table) {
        this.table = table;
    }

    private record Group(
            Kind kind,
            String engineId,
            @Nullable DeviceId device,
            @Nullable Instant endedAt) {}

    /** What lasts, then what is over; of each the last first. */
    public List<EngineFault> all() {
        return Stream.concat(
                        grouped(table.open()).stream()
                                .sorted(Comparator.comparing(EngineFault::firstAt)
                                        .reversed()),
                        grouped(table.ended(MOST_ENDED)).stream())
                .toList();
    }

    /** What lasts of a device. */
    public List<EngineFault> of(DeviceId device) {
        return grouped(table.openOf(device));
    }

    private static List<EngineFault> grouped(List<Part> parts) {
        Map<Group, List<Part>> groups = new LinkedHashMap<>();
        for (Part part : parts) {
            DeviceId own = part.kind() == Kind.SHARED_ID ? null : part.device();
            groups.computeIfAbsent(
                            new Group(part.kind(), part.engineId(), own, part.endedAt()), one -> new ArrayList<>())
                    .add(part);
        }
        return groups.values().stream().map(EngineFaults::fault).toList();
    }

    private static EngineFault fault(List<Part> parts) {
        Part any = parts.get(0);
        return new EngineFault(
                any.kind(),
                any.engineId(),
                parts.stream()
                        .map(part -> new Member(part.device(), null, part.address()))
                        .sorted(Comparator.comparing(one -> one.device().value()))
                        .toList(),
                0,
                Objects.requireNonNull(parts.stream()
                        .map(Part::firstAt)
                        .min(Comparator.naturalOrder())
                        .orElse(any.firstAt())),
                Objects.requireNonNull(parts.stream()
                        .map(Part::lastAt)
                        .max(Comparator.naturalOrder())
                        .orElse(any.lastAt())),
                any.endedAt(),
                any.times(),
                any.bootsBefore(),
                any.boots());
    }
}
