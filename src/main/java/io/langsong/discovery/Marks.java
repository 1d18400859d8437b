package io.langsong.discovery;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * By what a box is known again wherever it answers.
 *
 * @param macs of its own ports
 */
record Marks(
        @Nullable String sysName,
        @Nullable String serial,
        @Nullable String engineId,
        Set<MacAddress> macs) {
    private static final int SHORTEST_SERIAL = 5;

    Marks {
        macs = Set.copyOf(macs);
    }

    /** What two boxes have in common that only one has. */
    enum Mark {
        ADDRESS,
        SERIAL,
        ENGINE_ID,
        MAC,
        NAME
    }

    /**
     * What shows that these are of one box, names apart: of those there may be two. Cloned settings give several boxes one
     * serial number or engine id, so what speaks against it counts.
     *
     * @return null when they are of two, or nobody can tell
     */
    @Nullable
    Mark sameBox(Marks other) {
        Boolean serials = equal(usable(serial), usable(other.serial));
        Boolean engines = equal(engineId, other.engineId);
        Boolean ports = ports(other);
        if (Boolean.TRUE.equals(serials) && !(Boolean.FALSE.equals(engines) && Boolean.FALSE.equals(ports))) {
            return Mark.SERIAL;
        }
        if (Boolean.FALSE.equals(serials)) {
            return null;
        }
        if (Boolean.TRUE.equals(engines) && !Boolean.FALSE.equals(ports)) {
            return Mark.ENGINE_ID;
        }
        return Boolean.TRUE.equals(ports) && !Boolean.FALSE.equals(engines) ? Mark.MAC : null;
    }

    /** Whether something shows that these are of two boxes. */
    boolean differ(Marks other) {
        return Boolean.FALSE.equals(equal(usable(serial), usable(other.serial)))
                || Boolean.FALSE.equals(equal(engineId, other.engineId));
    }

    /** Null where one of them is not known. */
    private static @Nullable Boolean equal(@Nullable String one, @Nullable String other) {
        return one == null || other == null ? null : Boolean.valueOf(one.equals(other));
    }

    private @Nullable Boolean ports(Marks other) {
        Set<MacAddress> own = universal();
        Set<MacAddress> others = other.universal();
        return own.isEmpty() || others.isEmpty()
                ? null
                : Boolean.valueOf(own.stream().anyMatch(others::contains));
    }

    private Set<MacAddress> universal() {
        return macs.stream().filter(MacAddress::isUniversal).collect(Collectors.toSet());
    }

    /** Not "0", "n/a" and "0000000". */
    private static @Nullable String usable(@Nullable String serial) {
        return serial == null
                        || serial.length() < SHORTEST_SERIAL
                        || serial.chars().distinct().count() == 1
                ? null
                : serial;
    }
}
