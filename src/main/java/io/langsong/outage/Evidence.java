package io.langsong.outage;

import io.langsong.inventory.InventorySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A fact that an outage's bounds or cause rest on.
 *
 * @param kind key of the message that words it, one of {@link #KINDS}
 * @param detail a value for the wording, as the name of a port or a device; may come from a device, so hostile
 */
public record Evidence(String kind, Instant at, String detail) {
    public static final String LAST_GOOD = "last-good";
    public static final String FIRST_BAD = "first-bad";
    public static final String FIRST_GOOD = "first-good";
    public static final String BOOT = "boot";
    /** Its detail: the id of the device, a blank, the port. */
    public static final String PORT_DOWN = "port-down";
    /** As {@link #PORT_DOWN}. */
    public static final String PORT_UP = "port-up";
    /** Its detail: the id of what failed above. */
    public static final String UPLINK_DOWN = "uplink-down";
    /** The device said that it had begun anew, as after a loss of power. */
    public static final String COLD_START = "cold-start";
    /** The device said that it had begun anew with all it knew before, as without one (RFC 3418, warmStart). */
    public static final String WARM_START = "warm-start";
    /** A UPS on the same power said so. Its detail: the id of the UPS. */
    public static final String ON_BATTERY = "on-battery";

    /** Others on the same power began anew within two minutes of it. Its instant: the first; its detail: how many, it included. */
    public static final String RESTARTED_TOGETHER = "restarted-together";
    /** It began anew and another on the same power did not. Its detail: the id of that one. */
    public static final String RAN_ON = "ran-on";

    /** It began in planned time. Its detail: the number of the plan. */
    public static final String PLANNED = "planned";

    private static final Set<String> NAMING_NOTHING = Set.of(RESTARTED_TOGETHER, PLANNED);

    /** Whether it names nothing but what may be named to who sees this part of the inventory. */
    boolean isSeenIn(InventorySnapshot inventory) {
        if (detail.isEmpty() || NAMING_NOTHING.contains(kind)) {
            return true;
        }
        String id = detail.replaceFirst(" .*", "");
        return new ObjectRef(ObjectRef.Kind.DEVICE, id).isSeenIn(inventory)
                || new ObjectRef(ObjectRef.Kind.LINK, id).isSeenIn(inventory);
    }

    /** Every kind that is recorded; a page has words for each. */
    public static final List<String> KINDS = List.of(
            LAST_GOOD,
            FIRST_BAD,
            FIRST_GOOD,
            BOOT,
            PORT_DOWN,
            PORT_UP,
            UPLINK_DOWN,
            COLD_START,
            WARM_START,
            ON_BATTERY,
            RESTARTED_TOGETHER,
            RAN_ON,
            PLANNED);
}
