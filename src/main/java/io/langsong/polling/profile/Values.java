package io.langsong.polling.profile;

import io.langsong.snmp.SnmpValue;
import java.net.InetAddress;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value off the wire is as a text or as a number, whatever type the agent chose for it. */
final class Values {
    /** Patterns of a profile see no more of a device's text than this; it bounds what a hostile one can cost. */
    static final int LONGEST_TEXT = 4096;

    private static final Pattern LEADING_NUMBER = Pattern.compile("[+-]?(?:\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})");

    private Values() {}

    /** The value as a person would write it: numbers in decimal, OIDs dotted, octets as text without space around it. */
    static String text(SnmpValue value) {
        if (value instanceof SnmpValue.Octets octets) {
            String text = octets.asText().strip();
            return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        }
        if (value instanceof SnmpValue.ObjectId oid) {
            return oid.value().toString();
        }
        if (value instanceof SnmpValue.IpAddress address) {
            InetAddress inet = address.value();
            return inet.getHostAddress();
        }
        if (value instanceof SnmpValue.Opaque opaque) {
            return Double.toString(opaque.asDouble());
        }
        OptionalLong integer = integer(value);
        return integer.isEmpty()
                ? ""
                : value instanceof SnmpValue.Int
                        ? Long.toString(integer.getAsLong())
                        : Long.toUnsignedString(integer.getAsLong());
    }

    /** The 64 bits of an integer type: signed of an INTEGER, unsigned of the others. Empty for other types. */
    static OptionalLong integer(SnmpValue value) {
        if (value instanceof SnmpValue.Int number) {
            return OptionalLong.of(number.value());
        }
        if (value instanceof SnmpValue.Counter32 number) {
            return OptionalLong.of(number.value());
        }
        if (value instanceof SnmpValue.Gauge32 number) {
            return OptionalLong.of(number.value());
        }
        if (value instanceof SnmpValue.TimeTicks number) {
            return OptionalLong.of(number.value());
        }
        if (value instanceof SnmpValue.Counter64 number) {
            return OptionalLong.of(number.bits());
        }
        return OptionalLong.empty();
    }

    /** The value as a number; of a text the number it begins with. Empty for {@code main}, NaN and infinities. */
    static OptionalDouble number(SnmpValue value) {
        if (value instanceof SnmpValue.Octets) {
            return number(text(value));
        }
        if (value instanceof SnmpValue.Opaque opaque) {
            double number = opaque.asDouble();
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        }
        if (value instanceof SnmpValue.Counter64 counter && counter.bits() < 0) {
            return OptionalDouble.of((double) (counter.bits() & Long.MAX_VALUE) + 0x1p63);
        }
        OptionalLong integer = integer(value);
        return integer.isPresent() ? OptionalDouble.of((double) integer.getAsLong()) : OptionalDouble.empty();
    }

    /** The number {@code text} begins with: a sign, digits, a decimal point; a unit may follow. */
    static OptionalDouble number(String text) {
        Matcher number = LEADING_NUMBER.matcher(text.strip());
        return number.lookingAt() ? OptionalDouble.of(Double.parseDouble(number.group())) : OptionalDouble.empty();
    }

    /**
     * A counter's bits, exact. A device may type it as a gauge, an INTEGER or a text of digits; a negative number is none.
     *
     * @param most largest value of the counter's width, unsigned
     */
    static OptionalLong counter(SnmpValue value, long most) {
        OptionalLong bits;
        if (value instanceof SnmpValue.Octets) {
            String digits = text(value);
            bits = digits.matches("\\d{1,19}") ? OptionalLong.of(Long.parseUnsignedLong(digits)) : OptionalLong.empty();
        } else {
            bits = integer(value);
        }
        boolean negative = value instanceof SnmpValue.Int number && number.value() < 0;
        boolean fits = bits.isPresent() && !negative && Long.compareUnsigned(bits.getAsLong(), most) <= 0;
        return fits ? bits : OptionalLong.empty();
    }

    /** A name that a database, a log line and a terminal can hold: no control characters, at most {@code most} long. */
    static String name(String text, int most) {
        if (isPlain(text) && text.length() <= most) {
            return text;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), most));
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .takeWhile(c -> clean.length() + Character.charCount(c) <= most)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isISOControl(letter) || Character.isSurrogate(letter)) {
                return false;
            }
        }
        return true;
    }
}
