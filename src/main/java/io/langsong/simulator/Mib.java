package io.langsong.simulator;

import java.util.Map;
import java.util.TreeMap;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.Variable;

/**
 * The objects of one kind of hardware in lexicographic order. Shared by all devices of that kind; a value is made when it
 * is asked for. Immutable; any thread.
 */
final class Mib {
    private final OID[] oids;
    private final Entry[] entries;

    /** Makes the value of one object. */
    interface Cell {
        /** @param at the instant of the question, milliseconds since 1970 */
        Variable read(Box box, long at);
    }

    /** @param typeLength how many arcs name the type of object; the rest is its instance */
    private record Entry(Cell cell, int typeLength, boolean counter64) {}

    private Mib(Map<OID, Entry> objects) {
        oids = objects.keySet().toArray(OID[]::new);
        entries = objects.values().toArray(Entry[]::new);
    }

    int size() {
        return oids.length;
    }

    /** @return place of exactly this object, or -1 */
    int find(OID oid) {
        int at = firstNotBefore(oid);
        return at < oids.length && oids[at].equals(oid) ? at : -1;
    }

    /** @return place of the first object after {@code oid}; {@link #size()} when there is none */
    int after(OID oid) {
        int at = firstNotBefore(oid);
        return at < oids.length && oids[at].equals(oid) ? at + 1 : at;
    }

    /** Whether the type of an absent object exists: then it is the instance that is missing (RFC 3416 section 4.2.1). */
    boolean knowsTypeOf(OID absent) {
        int at = firstNotBefore(absent);
        return isType(at, absent) || isType(at - 1, absent);
    }

    OID oid(int at) {
        return oids[at];
    }

    Variable read(int at, Box box, long now) {
        return entries[at].cell().read(box, now);
    }

    boolean isCounter64(int at) {
        return entries[at].counter64();
    }

    private boolean isType(int at, OID absent) {
        return at >= 0
                && at < oids.length
                && absent.size() > entries[at].typeLength()
                && absent.leftMostCompare(entries[at].typeLength(), oids[at]) == 0;
    }

    private int firstNotBefore(OID oid) {
        int low = 0;
        int high = oids.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (oids[middle].compareTo(oid) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static final class Builder {
        private final TreeMap<OID, Entry> objects = new TreeMap<>();

        /** An object without a table: its instance is 0. */
        void scalar(String type, Cell cell) {
            cell(type, "0", cell);
        }

        void cell(String type, String instance, Cell cell) {
            put(type, instance, cell, false);
        }

        void cell(String type, int instance, Cell cell) {
            put(type, Integer.toString(instance), cell, false);
        }

        /** A cell of type Counter64, which version 1 can not carry. */
        void counter64(String type, int instance, Cell cell) {
            put(type, Integer.toString(instance), cell, true);
        }

        private void put(String type, String instance, Cell cell, boolean counter64) {
            OID oid = new OID(type + "." + instance);
            if (objects.put(oid, new Entry(cell, new OID(type).size(), counter64)) != null) {
                throw new IllegalStateException("Two cells for " + oid);
            }
        }

        Mib build() {
            return new Mib(objects);
        }
    }

    static boolean isException(Variable value) {
        return value.getSyntax() >= SMIConstants.EXCEPTION_NO_SUCH_OBJECT;
    }
}
