package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies that is read beside the one that a rule is about.
 *
 * @param oid of a scalar with its instance, of a column without
 * @param scalar whether it is one of the device, the same for every row
 * @param via a column of the row whose integer is the index of the row meant; null for the row's own index
 * @param from first sub-identifier of the row's index that counts in the table of {@code oid}
 * @param count how many count; 0 for all the rest
 */
record Cell(Oid oid, boolean scalar, @Nullable Oid via, int from, int count) {
    static Cell scalar(Oid oid) {
        return new Cell(oid, true, null, 0, 0);
    }

    static Cell column(Oid oid) {
        return new Cell(oid, false, null, 0, 0);
    }

    /** @param row null where a scalar is read */
    @Nullable
    SnmpValue of(@Nullable Oid row, Answers answers) {
        if (scalar) {
            return answers.get(oid);
        }
        Oid there = row == null ? null : there(row, answers);
        return there == null ? null : answers.column(oid).get(there);
    }

    /** The name of what {@link #of} gives; null where the row does not say which. */
    @Nullable
    Oid name(@Nullable Oid row, Answers answers) {
        if (scalar) {
            return oid;
        }
        Oid there = row == null ? null : there(row, answers);
        return there == null ? null : oid.append(there.toIntArray());
    }

    /** As {@link Values#text}; null where there is none. */
    @Nullable
    String text(@Nullable Oid row, Answers answers) {
        SnmpValue value = of(row, answers);
        return value == null ? null : Values.text(value);
    }

    private @Nullable Oid there(Oid row, Answers answers) {
        if (via != null) {
            SnmpValue pointer = answers.column(via).get(row);
            OptionalLong index = pointer == null ? OptionalLong.empty() : Values.integer(pointer);
            boolean anIndex = index.isPresent() && index.getAsLong() >= 0 && index.getAsLong() <= 0xFFFF_FFFFL;
            return anIndex ? Oid.of((int) index.getAsLong()) : null;
        }
        return part(row, from, count);
    }

    /** Those numbers of an index; null where it has fewer. */
    static @Nullable Oid part(Oid row, int from, int count) {
        int until = count == 0 ? row.length() : from + count;
        if (from >= row.length() || until > row.length()) {
            return null;
        }
        return from == 0 && until == row.length() ? row : Oid.of(Arrays.copyOfRange(row.toIntArray(), from, until));
    }
}
