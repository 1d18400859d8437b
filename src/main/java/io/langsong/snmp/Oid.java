package io.langsong.snmp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An OBJECT IDENTIFIER (X.690 section 8.19). Sub-identifiers are unsigned 32-bit numbers (RFC 2578 section 3.5) and are
 * held as {@code int} bits; at most 128 of them. Immutable; written without a leading dot.
 */
public final class Oid implements Comparable<Oid> {
    /** Most sub-identifiers an object identifier may have, RFC 2578 section 3.5. */
    public static final int MAX_LENGTH = 128;

    private final int[] arcs;
    /** Made when it is first written; the names that are asked for are few and stay. */
    private byte @Nullable [] contents;
    /** 0 until it is first asked for; two threads would find the same. */
    private int hash;

    private Oid(int[] arcs) {
        this.arcs = arcs;
    }

    /**
     * @param arcs sub-identifiers as unsigned 32-bit values
     * @throws IllegalArgumentException for none or more than {@value #MAX_LENGTH}
     */
    public static Oid of(int... arcs) {
        return taking(arcs.clone());
    }

    /** As {@link #of}, of an array that the caller gives away and never changes again. */
    public static Oid taking(int[] arcs) {
        if (arcs.length == 0 || arcs.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An OID has 1 to %d sub-identifiers, not %d".formatted(MAX_LENGTH, arcs.length));
        }
        return new Oid(arcs);
    }

    /**
     * Reads the dotted form, with or without a leading dot.
     *
     * @throws IllegalArgumentException for anything else, naming the text
     */
    public static Oid parse(String text) {
        String dotted = text.startsWith(".") ? text.substring(1) : text;
        String[] parts = dotted.split("\\.", -1);
        if (parts.length > MAX_LENGTH) {
            throw new IllegalArgumentException("Not an OID, more than " + MAX_LENGTH + " sub-identifiers: " + text);
        }
        int[] arcs = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            arcs[i] = arc(parts[i], text);
        }
        return new Oid(arcs);
    }

    private static int arc(String part, String text) {
        boolean digits = !part.isEmpty() && part.length() <= 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(part) : -1;
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("Not an OID, expected numbers below 2^32 joined by dots: " + text);
        }
        return (int) value;
    }

    public int length() {
        return arcs.length;
    }

    /** The sub-identifier at {@code index}, 0 to 2^32 - 1. */
    public long arc(int index) {
        return Integer.toUnsignedLong(arcs[index]);
    }

    /**
     * Contents octets of its BER form (X.690 section 8.19): as RFC 3417 section 8 wants them, shortest. A single
     * sub-identifier has a zero behind it. Shared: not to be changed.
     *
     * @throws IllegalStateException when there is none, see {@link #hasBer}
     */
    public byte[] ber() {
        byte[] made = contents;
        if (made == null) {
            made = encode();
            contents = made;
        }
        return made;
    }

    /** Whether BER has a form for it: its first two sub-identifiers share one (X.690 section 8.19.4). */
    public boolean hasBer() {
        return arc(0) == 2 || (arc(0) < 2 && (arcs.length == 1 || arc(1) < 40));
    }

    private byte[] encode() {
        if (!hasBer()) {
            throw new IllegalStateException("no BER form: " + this);
        }
        byte[] octets = new byte[5 * arcs.length];
        int size = arc(arc(0) * 40 + (arcs.length > 1 ? arc(1) : 0), octets, 0);
        for (int i = 2; i < arcs.length; i++) {
            size = arc(arc(i), octets, size);
        }
        return Arrays.copyOf(octets, size);
    }

    /** Seven bits an octet, the last without its high bit. Answers where the next begins. */
    private static int arc(long arc, byte[] octets, int at) {
        int last = at;
        for (long rest = arc >>> 7; rest != 0; rest >>>= 7) {
            last++;
        }
        long rest = arc;
        for (int i = last; i >= at; i--) {
            octets[i] = (byte) ((rest & 0x7f) | (i == last ? 0 : 0x80));
            rest >>>= 7;
        }
        return last + 1;
    }

    public int[] toIntArray() {
        return arcs.clone();
    }

    /** Whether this lies at or below {@code prefix}; a prefix ends at an arc. */
    public boolean startsWith(Oid prefix) {
        return arcs.length >= prefix.arcs.length
                && Arrays.equals(arcs, 0, prefix.arcs.length, prefix.arcs, 0, prefix.arcs.length);
    }

    /** This with {@code more} sub-identifiers behind it. */
    public Oid append(int... more) {
        int[] joined = Arrays.copyOf(arcs, arcs.length + more.length);
        System.arraycopy(more, 0, joined, arcs.length, more.length);
        return taking(joined);
    }

    /**
     * The name from which an agent goes on to this one, of a scalar or of a cell whose rows have one number: the object of an
     * instance 0, else the row before.
     *
     * @throws IllegalStateException for a single sub-identifier 0
     */
    public Oid before() {
        int last = arcs.length - 1;
        if (arcs[last] == 0 && last == 0) {
            throw new IllegalStateException("nothing comes before the OID " + this);
        }
        int[] before = Arrays.copyOf(arcs, arcs[last] == 0 ? last : arcs.length);
        if (arcs[last] != 0) {
            before[last]--;
        }
        return taking(before);
    }

    /** What follows the first {@code length} sub-identifiers, as the index of a table row. */
    public int[] suffix(int length) {
        return Arrays.copyOfRange(arcs, length, arcs.length);
    }

    /** Lexicographic order of RFC 3416 section 4.2.2. */
    @Override
    public int compareTo(Oid other) {
        return Arrays.compareUnsigned(arcs, other.arcs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Oid oid && Arrays.equals(arcs, oid.arcs);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(arcs);
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder dotted = new StringBuilder(arcs.length * 4);
        for (int arc : arcs) {
            dotted.append(dotted.isEmpty() ? "" : ".").append(Integer.toUnsignedString(arc));
        }
        return dotted.toString();
    }
}
