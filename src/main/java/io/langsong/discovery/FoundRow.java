package io.langsong.discovery;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was found, held against the inventory as it is now, and what is proposed to make of it.
 *
 * @param device of the inventory that it is; null when it is not there
 * @param by what they have in common, in lower case; null when nothing
 * @param sameAs another address of this scan at which the same box answers; null for none
 * @param name proposed for a new device
 * @param site proposed; null where nobody can tell
 */
public record FoundRow(
        Found found,
        Group group,
        @Nullable DeviceId device,
        @Nullable String by,
        @Nullable String sameAs,
        String name,
        @Nullable SiteId site,
        List<UplinkProposal> uplinks) {
    public FoundRow {
        uplinks = List.copyOf(uplinks);
    }

    /**
     * What it may hang behind.
     *
     * @param parentNumber number of another that was found; null when {@code parentDevice} is not
     * @param parentDevice of the inventory, also of one that was found; null when it is not there
     * @param label of the parent, for a person
     * @param evidence each as {@code LLDP|port|name of the one that sees|name of the one that is seen}
     */
    public record UplinkProposal(
            @Nullable Integer parentNumber, @Nullable DeviceId parentDevice, String label, List<Evidence> evidence) {
        public UplinkProposal {
            evidence = List.copyOf(evidence);
        }

        /** The same as long as the scan is kept, also when the parent is accepted meanwhile. */
        public String key() {
            return parentNumber != null ? "found:" + parentNumber : "device:" + parentDevice;
        }
    }

    /** {@code LLDP: port 3 of sw-1 sees ap-2}. @param source lldp, cdp, bridge or arp */
    public record Evidence(String source, String port, String by, String sees) {}

    /** Whether there is something to accept. */
    public boolean acceptable() {
        return found.acceptedAs() == null
                && sameAs == null
                && (group == Group.NEW || group == Group.MOVED || (group == Group.KNOWN && !uplinks.isEmpty()));
    }
}
