package io.langsong.oncall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a rota to be, as typed; {@link Rotas} checks it.
 *
 * @param first day of the first turn: {@code 2026-12-07}
 * @param every {@code day} or {@code week}
 * @param handOver {@code 07:30}
 * @param people names in order
 */
public record RotaWish(
        @Nullable String name,
        @Nullable String first,
        @Nullable String every,
        @Nullable String handOver,
        List<String> people,
        List<String> holidayPeople) {
    public RotaWish {
        people = List.copyOf(people);
        holidayPeople = List.copyOf(holidayPeople);
    }
}
