package io.langsong.snmp;

import io.langsong.snmp.wire.Tag;
import io.langsong.snmp.wire.Values;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The variables of answers as they came: names and values stay octets, numbers are decoded, and an object for one is made
 * when somebody asks for it. A table of a few hundred costs a few arrays that way. Names are valid OIDs in their shortest
 * form. Filled by the engine; what it has handed out does not change any more.
 */
public final class VarBinds extends AbstractList<VarBind> implements RandomAccess {
    /** Of each variable, in {@link #spans}. */
    private static final int NAME = 0;

    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int TAG = 4;
    private static final int SPANS = 5;
    /** Beside the tag: what stands there is no value of that type. */
    private static final int MALFORMED = 0x100;
    /** The same: it is a value whose name is known to come behind the one that the agent went on from. */
    private static final int FOLLOWS = 0x200;
    /** Above all: how many octets of its name are known to be those of the name that the agent went on from. */
    private static final int SHARED_SHIFT = 16;

    private byte[] octets;
    private int octetCount;
    private int[] spans;
    private long[] numbers;
    private int size;
    /** Names that were asked for, in order; one that came as asked is not made anew. */
    private List<Oid> asked = List.of();

    public VarBinds() {
        this(0, 0);
    }

    /** Empty, with room for so much. */
    VarBinds(int variables, int octets) {
        this.octets = new byte[octets];
        this.spans = new int[variables * SPANS];
        this.numbers = new long[variables];
    }

    /** Empties it; what is added next lies in {@code received}, which is not copied. For the reader of answers. */
    public void over(byte[] received) {
        octets = received;
        octetCount = received.length;
        asked = List.of();
        size = 0;
        modCount++;
    }

    /**
     * Adds what lies at these places; for the reader of answers.
     *
     * @param number 0 where the value is none
     * @param shared octets of the name that are those of the one before in its column, as far as known
     * @param follows whether it is known to come behind that
     */
    public void add(int name, int nameEnd, int tag, int value, int valueEnd, long number, int shared, boolean follows) {
        int at = room(1);
        spans[at + NAME] = name;
        spans[at + NAME_END] = nameEnd;
        spans[at + VALUE] = value;
        spans[at + VALUE_END] = valueEnd;
        spans[at + TAG] = tag | (follows ? FOLLOWS : 0) | shared << SHARED_SHIFT;
        numbers[size++] = number;
    }

    /** As {@link #add}, of what stands where a value belongs and is none. */
    public void addMalformed(int name, int nameEnd, int tag, int value, int valueEnd) {
        add(name, nameEnd, tag | MALFORMED, value, valueEnd, 0, 0, false);
    }

    /** Where the name of a variable begins; for the reader of answers. */
    public int nameFrom(int index) {
        return span(index, NAME);
    }

    /** Where the name of a variable ends; for the reader of answers. */
    public int nameEnd(int index) {
        return span(index, NAME_END);
    }

    /** From the beginning of the first to the end of the last, as they came. */
    public int octetCount() {
        return size == 0 ? 0 : span(size - 1, VALUE_END) - span(0, NAME);
    }

    /** Room for {@code more} variables. Answers where the spans of the first begin. */
    private int room(int more) {
        if (size + more > numbers.length) {
            int larger = Math.max(16, Math.max(size + more, size * 2));
            numbers = Arrays.copyOf(numbers, larger);
            spans = Arrays.copyOf(spans, larger * SPANS);
        }
        modCount++;
        return size * SPANS;
    }

    /** Adds a copy of all variables of another. */
    public void append(VarBinds other) {
        addCopies(other, 0, other.size);
    }

    /** Empties it, of what it holds itself; its room stays. Nobody may hold on to what was in it. */
    public void empty() {
        octetCount = 0;
        asked = List.of();
        size = 0;
        modCount++;
    }

    /** Adds a copy of variables {@code from} inclusive to {@code end} exclusive of another. */
    void addCopies(VarBinds other, int from, int end) {
        if (from == end) {
            return;
        }
        int first = other.span(from, NAME);
        int length = other.span(end - 1, VALUE_END) - first;
        if (octetCount + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octetCount + length, octets.length * 2));
        }
        System.arraycopy(other.octets, first, octets, octetCount, length);
        int at = room(end - from);
        System.arraycopy(other.spans, from * SPANS, spans, at, (end - from) * SPANS);
        System.arraycopy(other.numbers, from, numbers, size, end - from);
        int shift = octetCount - first;
        size += end - from;
        for (; at < size * SPANS; at += SPANS) {
            spans[at + NAME] += shift;
            spans[at + NAME_END] += shift;
            spans[at + VALUE] += shift;
            spans[at + VALUE_END] += shift;
        }
        octetCount += length;
    }

    /** A copy of its own that is as large as it need be. @param names that were asked for, in order */
    VarBinds copy(List<Oid> names) {
        int length = size == 0 ? 0 : span(size - 1, VALUE_END) - span(0, NAME);
        VarBinds copy = new VarBinds(size, length);
        copy.addCopies(this, 0, size);
        copy.asked = names;
        return copy;
    }

    /** How large a variable is on the wire, on the average, its headers included; 0 of none. */
    int octetsAVariable() {
        int headersOfFirst = 4;
        return size == 0 ? 0 : (span(size - 1, VALUE_END) - span(0, NAME) + headersOfFirst + size - 1) / size;
    }

    /** Puts the variable at {@code from} in the place of the one at {@code to}, which is before it. */
    void move(int from, int to) {
        System.arraycopy(spans, from * SPANS, spans, to * SPANS, SPANS);
        numbers[to] = numbers[from];
    }

    /** Takes out those behind the first {@code count}. */
    void cut(int count) {
        size = Math.min(count, size);
        modCount++;
    }

    /** @param names that were asked for, in order; those that came as asked are not made anew */
    void setNames(List<Oid> names) {
        asked = names;
    }

    private int span(int index, int which) {
        return spans[index * SPANS + which];
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public VarBind get(int index) {
        return new VarBind(name(index), value(index));
    }

    public Oid name(int index) {
        checkIndex(index);
        if (index < asked.size() && isNamed(index, asked.get(index))) {
            return asked.get(index);
        }
        return Values.oid(octets, span(index, NAME), span(index, NAME_END));
    }

    public SnmpValue value(int index) {
        checkIndex(index);
        int tag = tag(index);
        if (isMalformed(index)) {
            return Values.malformed(tag, octets, span(index, VALUE), span(index, VALUE_END));
        }
        return switch (tag) {
            case Tag.INTEGER -> new SnmpValue.Int((int) numbers[index]);
            case Tag.COUNTER32 -> new SnmpValue.Counter32(numbers[index]);
            case Tag.GAUGE32 -> new SnmpValue.Gauge32(numbers[index]);
            case Tag.TIME_TICKS -> new SnmpValue.TimeTicks(numbers[index]);
            case Tag.COUNTER64 -> new SnmpValue.Counter64(numbers[index]);
            default -> Values.value(tag, octets, span(index, VALUE), span(index, VALUE_END));
        };
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("variable " + index + " of " + size);
        }
    }

    /** Type of the value, one of {@link Tag}; also of one that is malformed. */
    int tag(int index) {
        return span(index, TAG) & 0xff;
    }

    /** Whether the agent said that it has no such variable. */
    boolean isAbsent(int index) {
        int tag = tag(index);
        return tag == Tag.NO_SUCH_OBJECT || tag == Tag.NO_SUCH_INSTANCE;
    }

    /** The tag, and whether the value is malformed. */
    int type(int index) {
        return span(index, TAG) & (0xff | MALFORMED);
    }

    byte[] octets() {
        return octets;
    }

    int valueFrom(int index) {
        return span(index, VALUE);
    }

    int valueEnd(int index) {
        return span(index, VALUE_END);
    }

    private boolean isMalformed(int index) {
        return (span(index, TAG) & MALFORMED) != 0;
    }

    /** How many octets of its name are known to be those of the name before it in its column. */
    int shared(int index) {
        return span(index, TAG) >>> SHARED_SHIFT;
    }

    /**
     * Whether it is known to be the next of its column.
     *
     * @param root how many octets the names of the column have in common
     */
    boolean isNext(int index, int root) {
        int tag = span(index, TAG);
        return (tag & FOLLOWS) != 0 && tag >>> SHARED_SHIFT >= root;
    }

    boolean isNamed(int index, Oid oid) {
        return isNamed(index, oid.ber());
    }

    /** @param ber contents octets of the name */
    boolean isNamed(int index, byte[] ber) {
        return Arrays.equals(octets, span(index, NAME), span(index, NAME_END), ber, 0, ber.length);
    }

    /** Whether its name lies at or below the OID whose contents octets these are; a sub-identifier never ends inside one. */
    boolean isBelow(int index, byte[] root) {
        int from = span(index, NAME);
        return span(index, NAME_END) - from >= root.length
                && Arrays.equals(octets, from, from + root.length, root, 0, root.length);
    }

    /** Contents octets of a name. */
    byte[] ber(int index) {
        return Arrays.copyOfRange(octets, span(index, NAME), span(index, NAME_END));
    }

    /**
     * Whether its name comes behind the one that it was asked from, whose contents octets these are, in the order of RFC 3416
     * section 4.2.2.
     */
    boolean isAfter(int index, byte[] name) {
        return isAfter(index, name, 0, name.length);
    }

    /** As {@link #isAfter(int, byte[])}, of the one before it in its column. */
    boolean isAfter(int index, int earlier) {
        return isAfter(index, octets, span(earlier, NAME), span(earlier, NAME_END));
    }

    private boolean isAfter(int index, byte[] other, int otherFrom, int otherEnd) {
        int from = span(index, NAME);
        int end = span(index, NAME_END);
        int shared = shared(index);
        int order = shared == 0
                ? Values.compareNames(octets, from, end, other, otherFrom, otherEnd)
                : Values.compareNames(octets, from, end, other, otherFrom, otherEnd, shared);
        return order > 0;
    }
}
