package io.langsong.snmp;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What an answer looked like: the names in their order, the types of the values, and of some variables the values
 * themselves. Tells of the next answer whether it can be read by place, in a comparison of octets. Immutable; any thread.
 */
public final class AnswerShape {
    /** Beside the type: the value belongs to the shape. */
    private static final int DECIDES = 1 << 14;

    private final Names names;
    /** Of each variable that decides the length of its value, in two octets, and the value. */
    private final byte[] values;

    private AnswerShape(Names names, byte[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * What the answers of devices of one kind have in common.
     *
     * @param octets the names, one behind the other
     * @param ends where each of them ends in {@code octets}
     * @param types of the values, and which of them decide
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by what is in them
    private record Names(byte[] octets, int[] ends, short[] types) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Names names
                    && Arrays.equals(octets, names.octets)
                    && Arrays.equals(ends, names.ends)
                    && Arrays.equals(types, names.types);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(octets) + Arrays.hashCode(types);
        }
    }

    /**
     * @param deciding variables whose value belongs to the shape, by number
     * @param shared of all devices that may answer alike
     */
    public static AnswerShape of(VarBinds answer, BitSet deciding, Interner shared) {
        int size = answer.size();
        int[] ends = new int[size];
        short[] types = new short[size];
        int namesLength = 0;
        int valuesLength = 0;
        for (int i = 0; i < size; i++) {
            namesLength += answer.nameEnd(i) - answer.nameFrom(i);
            ends[i] = namesLength;
            boolean decides = deciding.get(i);
            types[i] = (short) (answer.type(i) | (decides ? DECIDES : 0));
            valuesLength += decides ? 2 + answer.valueEnd(i) - answer.valueFrom(i) : 0;
        }
        byte[] names = new byte[namesLength];
        byte[] values = new byte[valuesLength];
        int at = 0;
        for (int i = 0; i < size; i++) {
            int name = answer.nameFrom(i);
            int length = answer.nameEnd(i) - name;
            System.arraycopy(answer.octets(), name, names, ends[i] - length, length);
            if (deciding.get(i)) {
                int value = answer.valueFrom(i);
                int octets = answer.valueEnd(i) - value;
                values[at] = (byte) (octets >> 8);
                values[at + 1] = (byte) octets;
                System.arraycopy(answer.octets(), value, values, at + 2, octets);
                at += 2 + octets;
            }
        }
        return new AnswerShape(shared.one(new Names(names, ends, types)), values);
    }

    public boolean matches(VarBinds answer) {
        short[] types = names.types;
        if (answer.size() != types.length) {
            return false;
        }
        byte[] theirs = answer.octets();
        int name = 0;
        int value = 0;
        for (int i = 0; i < types.length; i++) {
            int nameEnd = names.ends[i];
            if (answer.type(i) != (types[i] & ~DECIDES)
                    || !Arrays.equals(names.octets, name, nameEnd, theirs, answer.nameFrom(i), answer.nameEnd(i))) {
                return false;
            }
            name = nameEnd;
            if ((types[i] & DECIDES) != 0) {
                int from = value + 2;
                value = from + ((values[value] & 0xff) << 8 | values[value + 1] & 0xff);
                if (!Arrays.equals(values, from, value, theirs, answer.valueFrom(i), answer.valueEnd(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
