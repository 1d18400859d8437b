package io.langsong.report.proof;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Figures that were said beside the same counted again. One thread. */
public final class Comparison {
    /** What is compared; in the order of the table. */
    public enum Part {
        OBJECTS,
        PLACES,
        CAUSES,
        INCIDENTS,
        GAPS,
        HOURS
    }

    /**
     * A figure that comes out otherwise.
     *
     * @param of what it is a figure of, as {@code device:thon-man-ap2}; hostile
     * @param figure its name in the file, as {@code own.uptime}
     */
    public record Difference(Part part, String of, String figure, String said, String counted) {}

    /** @param different of the figures that were compared */
    public record Count(int compared, int different) {}

    private final Map<Part, Count> counts = new LinkedHashMap<>();
    private @Nullable Difference first;

    Comparison() {
        for (Part part : Part.values()) {
            counts.put(part, new Count(0, 0));
        }
    }

    public Map<Part, Count> counts() {
        return Map.copyOf(counts);
    }

    public Optional<Difference> first() {
        return Optional.ofNullable(first);
    }

    /** Of a record each component is a figure of its own. */
    void compare(Part part, String of, String figure, @Nullable Object said, @Nullable Object counted) {
        if (said instanceof Record one && counted instanceof Record other && one.getClass() == other.getClass()) {
            for (RecordComponent component : one.getClass().getRecordComponents()) {
                compare(part, of, figure + "." + component.getName(), value(component, one), value(component, other));
            }
            return;
        }
        boolean same = isSame(said, counted);
        Count before = Objects.requireNonNull(counts.get(part));
        counts.put(part, new Count(before.compared() + 1, before.different() + (same ? 0 : 1)));
        if (!same && first == null) {
            first = new Difference(part, of, figure, String.valueOf(said), String.valueOf(counted));
        }
    }

    /** Of lists each place is compared, and how long they are. */
    void compareAll(Part part, String figure, List<?> said, List<?> counted) {
        compare(part, "", figure + ".size", said.size(), counted.size());
        List<Object> these = new ArrayList<>(said);
        List<Object> those = new ArrayList<>(counted);
        for (int i = 0; i < Math.min(these.size(), those.size()); i++) {
            compare(part, "", figure + "[" + i + "]", these.get(i), those.get(i));
        }
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal that
                ? number.compareTo(that) == 0
                : Objects.equals(one, other);
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
