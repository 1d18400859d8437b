package io.langsong.discovery;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was chosen can not be taken into the inventory; nothing was. */
public final class AcceptRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    AcceptRefused(List<Problem> problems) {
        super(problems.get(0).address() + ": " + problems.get(0).what(Locale.ENGLISH));
        this.problems = List.copyOf(problems);
    }

    /** By rows, all that is wrong. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * @param number of what was found
     * @param column under its name in JSON: {@code name}, {@code site}, {@code kind}, {@code uplink}, or a field of the device
     * @param value as far as it may be shown; null when it is missing or secret
     */
    public record Problem(
            int number,
            String address,
            String column,
            @Nullable String value,
            Function<Locale, String> whatIn,
            Function<Locale, String> remedyIn) {
        public String what(Locale language) {
            return whatIn.apply(language);
        }

        public String remedy(Locale language) {
            return remedyIn.apply(language);
        }
    }
}
