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

    /** All that is compared, one piece behind the other: of each variable its name, then its value if that decides. */
    private final byte[] octets;
    /** Where each variable's name and value end in {@code octets}; the value is empty where it does not decide. */
    private final int[] ends;

    private final short[] types;

    private AnswerShape(byte[] octets, int[] ends, short[] types) {
        this.octets = octets;
        this.ends = ends;
        this.types = types;
    }

    /** @param deciding variables whose value belongs to the shape, by number */
    public static AnswerShape of(VarBinds answer, BitSet deciding) {
        int size = answer.size();
        int[] ends = new int[2 * size];
        short[] types = new short[size];
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += answer.nameEnd(i) - answer.nameFrom(i);
            ends[2 * i] = length;
            length += deciding.get(i) ? answer.valueEnd(i) - answer.valueFrom(i) : 0;
            ends[2 * i + 1] = length;
            types[i] = type(answer, i, deciding.get(i));
        }
        byte[] octets = new byte[length];
        int at = 0;
        for (int i = 0; i < size; i++) {
            System.arraycopy(answer.octets(), answer.nameFrom(i), octets, at, ends[2 * i] - at);
            at = ends[2 * i];
            System.arraycopy(answer.octets(), answer.valueFrom(i), octets, at, ends[2 * i + 1] - at);
            at = ends[2 * i + 1];
        }
        return new AnswerShape(octets, ends, types);
    }

    private static short type(VarBinds answer, int index, boolean decides) {
        return (short) (answer.type(index) | (decides ? DECIDES : 0));
    }

    public boolean matches(VarBinds answer) {
        if (answer.size() != types.length) {
            return false;
        }
        byte[] theirs = answer.octets();
        int at = 0;
        for (int i = 0; i < types.length; i++) {
            int nameEnd = ends[2 * i];
            int valueEnd = ends[2 * i + 1];
            boolean same = answer.type(i) == (types[i] & ~DECIDES)
                    && Arrays.equals(octets, at, nameEnd, theirs, answer.nameFrom(i), answer.nameEnd(i));
            if (same && (types[i] & DECIDES) != 0) {
                same = Arrays.equals(octets, nameEnd, valueEnd, theirs, answer.valueFrom(i), answer.valueEnd(i));
            }
            if (!same) {
                return false;
            }
            at = valueEnd;
        }
        return true;
    }
}
