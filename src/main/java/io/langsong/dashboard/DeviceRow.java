package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.inventory.Village;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.web.Words;
import java.text.Collator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A device in a list.
 *
 * @param suspect silent at its last poll and being made sure of
 * @param unwatched why it is not asked, {@code paused} or {@code no-snmp}; empty when it is
 */
record DeviceRow(
        String id,
        String name,
        String place,
        String kind,
        String state,
        String fault,
        @Nullable Instant since,
        boolean suspect,
        String unwatched,
        int rank,
        int village) {

    public boolean watched() {
        return unwatched.isEmpty();
    }

    static DeviceRow of(Look look, Device device) {
        State state = look.of(device);
        return new DeviceRow(
                device.id().value(),
                device.name(),
                look.placeOf(device),
                device.kind().code(),
                Refs.code(state.condition()),
                state.fault(),
                state.since(),
                state.suspect(),
                !device.isWatched() ? "no-snmp" : device.enabled() ? "" : "paused",
                trouble(state.condition()),
                look.inventory().villageOf(device).map(Village::position).orElse(Integer.MAX_VALUE));
    }

    /**
     * Trouble first, then villages in official order, then by name.
     *
     * @param query words that all must occur in name, place, id, address or kind, whatever their marks and case
     * @param state code of a state, empty for all
     */
    static List<DeviceRow> search(Look look, String query, String state) {
        Collator vietnamese = Collator.getInstance(Locale.forLanguageTag("vi"));
        List<String> words = List.of(Words.plain(query).split("\\s+"));
        return look.inventory().devices().stream()
                .filter(device -> matches(look, device, words))
                .map(device -> of(look, device))
                .filter(row -> state.isEmpty() || row.state().equals(state))
                .sorted(Comparator.comparingInt(DeviceRow::rank)
                        .thenComparingInt(DeviceRow::village)
                        .thenComparing(DeviceRow::name, vietnamese))
                .toList();
    }

    private static boolean matches(Look look, Device device, List<String> words) {
        String text = Words.plain(String.join(
                " ",
                device.name(),
                look.placeOf(device),
                device.id().value(),
                device.address(),
                device.kind().code()));
        return words.stream().allMatch(text::contains);
    }

    private static int trouble(Condition condition) {
        return switch (condition) {
            case DOWN -> 0;
            case UNREACHABLE -> 1;
            case DEGRADED -> 2;
            case UNKNOWN -> 3;
            case UP -> 4;
        };
    }
}
