package io.langsong.polling.profile;

import io.langsong.snmp.SnmpValue;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From a raw value to the number of a gauge: {@code convert(pattern or values(raw)) * multiply / divide + add}, kept
 * between {@code atLeast} and {@code atMost}; outside {@code validFrom} to {@code validTo} it means nothing.
 *
 * @param skip texts of raw values that mean "not known": -1, 2147483647
 * @param pattern what to take out of a text: its first group, or all of what it finds
 * @param values numbers of an enumeration by the raw value's text; when there are any, others mean nothing
 * @param unsigned an INTEGER below zero is 32 bits without a sign
 * @param signed width in bits of a number that is sent without its sign, as two's complement; 0 for none
 */
record Transform(
        Set<String> skip,
        @Nullable Pattern pattern,
        Map<String, Double> values,
        boolean unsigned,
        int signed,
        Conversion conversion,
        double multiply,
        double divide,
        double add,
        double atLeast,
        double atMost,
        double validFrom,
        double validTo) {
    static final Transform NONE = new Transform(
            Set.of(),
            null,
            Map.of(),
            false,
            0,
            Conversion.NONE,
            1,
            1,
            0,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);

    /** Whether only {@code skip} is set, all that a counter may have. */
    boolean keepsTheNumber() {
        return equals(NONE.skipping(skip));
    }

    private Transform skipping(Set<String> these) {
        return new Transform(
                these,
                pattern,
                values,
                unsigned,
                signed,
                conversion,
                multiply,
                divide,
                add,
                atLeast,
                atMost,
                validFrom,
                validTo);
    }

    boolean skips(SnmpValue value) {
        return !skip.isEmpty() && skip.contains(Values.text(value));
    }

    /** The raw number, before scaling; empty when the value has none or means "not known". */
    OptionalDouble raw(SnmpValue value) {
        if (skips(value)) {
            return OptionalDouble.empty();
        }
        if (pattern == null && values.isEmpty()) {
            OptionalDouble number = Values.number(value);
            boolean wrapped = unsigned && value instanceof SnmpValue.Int integer && integer.value() < 0;
            return wrapped ? OptionalDouble.of(number.getAsDouble() + 0x1p32) : withSign(number);
        }
        String text = Values.text(value);
        if (pattern != null) {
            Matcher found = pattern.matcher(text);
            if (!found.find()) {
                return OptionalDouble.empty();
            }
            String group = found.groupCount() > 0 ? found.group(1) : found.group();
            text = group == null ? "" : group;
        }
        if (values.isEmpty()) {
            return withSign(Values.number(text));
        }
        Double number = values.get(text);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private OptionalDouble withSign(OptionalDouble number) {
        if (signed == 0 || number.isEmpty() || number.getAsDouble() < Math.scalb(1.0, signed - 1)) {
            return number;
        }
        return OptionalDouble.of(number.getAsDouble() - Math.scalb(1.0, signed));
    }

    OptionalDouble scaled(double raw) {
        double converted = conversion.apply(raw);
        double exact = converted * multiply / divide + add;
        double scaled = Math.min(atMost, Math.max(atLeast, exact));
        return Double.isFinite(converted) && Double.isFinite(scaled) && exact >= validFrom && exact <= validTo
                ? OptionalDouble.of(scaled)
                : OptionalDouble.empty();
    }

    /** Conversions that are no multiplication; NaN where there is nothing to convert to. */
    enum Conversion {
        NONE("none") {
            @Override
            double apply(double raw) {
                return raw;
            }
        },
        /** Centre in MHz of a channel at 2.4 or 5 GHz, IEEE 802.11-2020 annex E. */
        CHANNEL_TO_MHZ("channel-to-mhz") {
            @Override
            double apply(double raw) {
                if (raw == 14) {
                    return 2484;
                }
                return raw >= 1 && raw <= 13 ? 2407 + 5 * raw : raw >= 32 && raw <= 177 ? 5000 + 5 * raw : Double.NaN;
            }
        },
        /** The same at 6 GHz, whose numbers 1, 5, 9 … also stand for other channels below. */
        CHANNEL_TO_MHZ_6GHZ("channel-to-mhz-6ghz") {
            @Override
            double apply(double raw) {
                return raw >= 1 && raw <= 233 ? 5950 + 5 * raw : Double.NaN;
            }
        },
        /** Optical power in milliwatts as dBm. */
        MILLIWATT_TO_DBM("mw-to-dbm") {
            @Override
            double apply(double raw) {
                return raw > 0 ? 10 * Math.log10(raw) : Double.NaN;
            }
        };

        final String word;

        Conversion(String word) {
            this.word = word;
        }

        abstract double apply(double raw);
    }
}
