package io.langsong.snmp;

import java.util.Arrays;

/**
 * An OBJECT IDENTIFIER (X.690 section 8.19). Sub-identifiers are unsigned 32-bit numbers (RFC 2578 section 3.5) and are
 * held as {@code int} bits; at most 128 of them. Immutable; written without a leading dot.
 */
public final class Oid implements Comparable<Oid> {
    /** Most sub-identifiers an object identifier may have, RFC 2578 section 3.5. */
    public static final int MAX_LENGTH = 128;

    private final int[] arcs;

    private Oid(int[] arcs) {
        this.arcs = arcs;
    }

    /**
     * @param arcs sub-identifiers as unsigned 32-bit values
     * @throws IllegalArgumentException for none or more than {@value #MAX_LENGTH}
     */
    public static Oid of(int... arcs) {
        if (arcs.length == 0 || arcs.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An OID has 1 to %d sub-identifiers, not %d".formatted(MAX_LENGTH, arcs.length));
        }
        return new Oid(arcs.clone());
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
        return of(joined);
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
        return Arrays.hashCode(arcs);
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
