package io.langsong.inventory;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one object as text, read strictly: one way to write a number, no guessing. Empty means not given. */
final class Cells {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,20})?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
    private static final Pattern DATE = Pattern.compile("(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final int LONGEST_SPAN = 40;

    private final String kind;
    private final Map<String, String> given;

    /** @param kind of the object, for the words of its choices */
    Cells(String kind, Map<String, String> given) {
        this.kind = kind;
        this.given = given;
    }

    /** What {@link Form#write} fills. */
    static final class Written {
        private final Map<String, String> cells = new LinkedHashMap<>();

        Written put(String field, @Nullable Object value) {
            if (value != null) {
                cells.put(field, value.toString());
            }
            return this;
        }

        Written put(String group, @Nullable Position position) {
            return position == null
                    ? this
                    : put(group + ".latitude", degrees(position.latitude()))
                            .put(group + ".longitude", degrees(position.longitude()));
        }

        Map<String, String> cells() {
            return cells;
        }

        private static String degrees(double value) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
    }

    @Nullable
    String text(String field) {
        String value = given.get(field);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Also for what is checked for emptiness by the record that takes it. */
    String textOrEmpty(String field) {
        String value = text(field);
        return value == null ? "" : value;
    }

    String requiredText(String field) {
        return required(field, text(field));
    }

    boolean has(String field) {
        return text(field) != null;
    }

    boolean hasGroup(String group) {
        return given.entrySet().stream()
                .anyMatch(cell -> cell.getKey().startsWith(group + ".")
                        && !cell.getValue().isEmpty());
    }

    <I> I id(String field, Function<String, I> type) {
        return required(field, optionalId(field, type));
    }

    <I> @Nullable I optionalId(String field, Function<String, I> type) {
        String value = text(field);
        return value == null ? null : id(field, value.strip(), type);
    }

    <I> List<I> ids(String field, Function<String, I> type) {
        String value = text(field);
        return value == null || value.isBlank()
                ? List.of()
                : Arrays.stream(value.strip().split("\\s+"))
                        .map(word -> id(field, word, type))
                        .toList();
    }

    private static <I> I id(String field, String value, Function<String, I> type) {
        try {
            return type.apply(value);
        } catch (InventoryRefused refused) {
            throw refused.at(null, field);
        }
    }

    int integer(String field) {
        return checkInt(field, required(field, optionalInteger(field)));
    }

    int integer(String field, int otherwise) {
        Long value = optionalInteger(field);
        return value == null ? otherwise : checkInt(field, value);
    }

    @Nullable
    Long optionalInteger(String field) {
        String value = text(field);
        if (value == null) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw refused(field, value, Fault.NOT_WHOLE);
        }
        return Long.valueOf(value);
    }

    @Nullable
    Position position(String group) {
        Double latitude = decimal(group + ".latitude");
        Double longitude = decimal(group + ".longitude");
        if (latitude == null && longitude == null) {
            return null;
        }
        return new Position(required(group + ".latitude", latitude), required(group + ".longitude", longitude));
    }

    private @Nullable Double decimal(String field) {
        String value = text(field);
        if (value == null) {
            return null;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw refused(field, value, Fault.NOT_DEGREES);
        }
        return Double.valueOf(value);
    }

    boolean truth(String field, boolean otherwise) {
        String value = text(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw refused(field, value, Fault.NOT_TRUTH);
        }
        return value.equals("true");
    }

    <E> E choice(String field, E[] values, Function<E, String> code, @Nullable E otherwise) {
        String value = text(field);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        for (E one : values) {
            if (code.apply(one).equals(value)) {
                return one;
            }
        }
        List<String> codes = Arrays.stream(values).map(code).toList();
        throw refused(
                field,
                value,
                value == null ? Fault.CHOICE_MISSING : Fault.CHOICE_UNKNOWN,
                new Wording.Named(
                        codes,
                        codes.stream()
                                .map(one -> "inventory.choice." + kind + "." + field + "." + one)
                                .toList()));
    }

    @Nullable
    Duration span(String field) {
        String value = text(field);
        if (value == null) {
            return null;
        }
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofMillis(new BigDecimal(value).movePointRight(3).longValueExact());
        }
        try {
            if (value.length() <= LONGEST_SPAN) {
                return Duration.parse(value);
            }
        } catch (DateTimeException | ArithmeticException notADuration) {
            // Refused below, as what is too long.
        }
        throw refused(field, value, Fault.NOT_A_SPAN);
    }

    @Nullable
    LocalDate date(String field) {
        String value = text(field);
        if (value == null) {
            return null;
        }
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value);
            }
        } catch (DateTimeException notADay) {
            // Refused below, as what has another shape.
        }
        throw refused(field, value, Fault.NOT_A_DATE);
    }

    private static int checkInt(String field, long value) {
        if (value != (int) value) {
            throw refused(field, Long.toString(value), Fault.TOO_LARGE);
        }
        return (int) value;
    }

    private static <V> V required(String field, @Nullable V value) {
        if (value == null) {
            throw refused(field, null, Fault.MISSING);
        }
        return value;
    }

    private static InventoryRefused refused(String field, @Nullable String value, Fault fault, Object... arguments) {
        return InventoryRefused.invalid(null, field, value, fault, arguments);
    }
}
