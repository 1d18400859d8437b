package io.langsong.metric.web;

import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.SeriesQuery;
import io.langsong.web.SeenInventory;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Parameters of questions about series, from how they are written; {@link IllegalArgumentException} says which is wrong and how. */
final class Asked {
    private static final Duration USUAL_RANGE = Duration.ofDays(1);
    private static final long USUAL_POINTS = 300;

    private static final Comparator<Series> BY_NAME = Comparator.comparing(
                    (Series one) -> one.key().device().value())
            .thenComparing(one -> one.key().metric())
            .thenComparing(one -> one.key().index());

    private Asked() {}

    /** @param until not before {@code from}, unless somebody asked so */
    record Range(Instant from, Instant until) {}

    static String required(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("Parameter " + name + " is missing");
        }
        return value;
    }

    static Range range(@Nullable String from, @Nullable String to, Clock clock) {
        Instant until = to == null ? clock.instant() : instant("to", to);
        return new Range(from == null ? until.minus(USUAL_RANGE) : instant("from", from), until);
    }

    /** Takes a space for the plus sign that it was before somebody forgot to escape it. */
    private static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "Parameter " + name + " is no time with offset like 2026-10-01T00:00:00+07:00: " + text, e);
        }
    }

    static Duration step(@Nullable String text, Range range) {
        if (text == null) {
            long seconds =
                    Math.max(0, Duration.between(range.from(), range.until()).toSeconds());
            return Duration.ofMinutes(Math.max(1, (seconds + 60 * USUAL_POINTS - 1) / (60 * USUAL_POINTS)));
        }
        try {
            return DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("Parameter step is no length like 60, 5m or PT5M: " + text, e);
        }
    }

    static <E extends Enum<E>> Optional<E> choice(String name, @Nullable String text, Class<E> of) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(of.getEnumConstants())
                .filter(one -> written(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Parameter " + name + " must be one of "
                        + Arrays.stream(of.getEnumConstants())
                                .map(Asked::written)
                                .collect(Collectors.joining(", "))
                        + ": " + text)));
    }

    private static String written(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    static SeriesQuery.Function usual(Metric.Kind kind) {
        return kind == Metric.Kind.GAUGE ? SeriesQuery.Function.MEAN : SeriesQuery.Function.RATE;
    }

    /**
     * The series that are seen, of some devices and metrics, in the order of their names.
     *
     * @param devices ids with commas between them; null: all in the inventory
     * @param metrics names with commas between them; null: all
     * @param index null: any
     * @param seriesOf what the store knows of a device
     * @throws UnknownSeries when something is named that is not there, or not seen
     */
    static List<Series> series(
            @Nullable String devices,
            @Nullable String metrics,
            @Nullable String index,
            Function<DeviceId, List<Series>> seriesOf,
            SeenInventory seen) {
        TreeSet<String> names = listed(metrics);
        TreeSet<String> missing = new TreeSet<>(names);
        List<Series> all = new ArrayList<>();
        for (DeviceId device : devices(devices, seen)) {
            List<Series> known = seriesOf.apply(device);
            if (known.isEmpty() && devices != null) {
                throw nothingOf(device);
            }
            for (Series one : known) {
                if ((names.isEmpty() || names.contains(one.key().metric()))
                        && (index == null || index.equals(one.key().index()))) {
                    missing.remove(one.key().metric());
                    all.add(one);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new UnknownSeries(
                    "There is no series of metric " + missing.first() + (index == null ? "" : " and that index"));
        }
        all.sort(BY_NAME);
        return all;
    }

    private static List<DeviceId> devices(@Nullable String listed, SeenInventory seen) {
        if (listed == null) {
            return seen.snapshot().devices().stream().map(Device::id).toList();
        }
        List<DeviceId> devices = listed(listed).stream().map(DeviceId::new).toList();
        devices.stream().filter(device -> !seen.mayName(device)).findFirst().ifPresent(device -> {
            throw nothingOf(device);
        });
        return devices;
    }

    private static UnknownSeries nothingOf(DeviceId device) {
        return new UnknownSeries("There is no series of device " + device);
    }

    private static TreeSet<String> listed(@Nullable String text) {
        return text == null
                ? new TreeSet<>()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
