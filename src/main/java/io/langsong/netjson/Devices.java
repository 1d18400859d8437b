package io.langsong.netjson;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The link layer of an interface, to which OpenWrt 21 and later give a section {@code device} of its own. */
final class Devices {
    static final String BRIDGE = "bridge";
    private static final String BRIDGE_PREFIX = "br-";

    /** Options of any device, then those of bridges; names as in UCI. */
    private static final Set<String> OPTIONS = Set.of(
            "acceptlocal",
            "arp_accept",
            "auth",
            "dadtransmits",
            "drop_gratuitous_arp",
            "drop_unsolicited_na",
            "drop_v4_unicast_in_l2_multicast",
            "drop_v6_unicast_in_l2_multicast",
            "egress_qos_mapping",
            "igmpversion",
            "ingress_qos_mapping",
            "ipv6",
            "isolate",
            "learning",
            "macaddr",
            "mldversion",
            "mtu",
            "mtu6",
            "multicast",
            "multicast_to_unicast",
            "neighgcstaletime",
            "neighlocktime",
            "neighreachabletime",
            "promisc",
            "rpfilter",
            "sendredirects",
            "txqueuelen",
            "unicast_flood");

    private static final Set<String> BRIDGE_OPTIONS = Set.of(
            "ageing_time",
            "bridge_empty",
            "forward_delay",
            "hash_max",
            "hello_time",
            "igmp_snooping",
            "last_member_interval",
            "max_age",
            "multicast_fast_leave",
            "multicast_querier",
            "priority",
            "query_interval",
            "query_response_interval",
            "robustness",
            "stp");

    private Devices() {}

    /** Moves what belongs to the device out of the options of an interface. */
    static ObjectNode extract(ObjectNode options, boolean bridge) {
        ObjectNode device = options.objectNode();
        for (String name : options.propertyNames().toArray(String[]::new)) {
            if (OPTIONS.contains(name) || (bridge && BRIDGE_OPTIONS.contains(name))) {
                JsonNode value = options.remove(name);
                if (!isNothing(value)) {
                    device.set(name, value);
                }
            }
        }
        return device;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || value.isArray() && value.isEmpty()
                || value.isString() && value.asString().isEmpty();
    }

    /** How OpenWrt names the device of a bridge. */
    static String bridgeName(String name) {
        return name.startsWith(BRIDGE_PREFIX) ? name : BRIDGE_PREFIX + name;
    }

    /** How OpenWrt before 21 names the device of the bridge in {@code section}. */
    static String oldBridgeName(String section) {
        return BRIDGE_PREFIX + section;
    }

    /** What was a bridge's name before it had to be one of a section. */
    static String nameOfOldBridge(String section) {
        return BRIDGE_PREFIX + section.replaceFirst("^br_", "");
    }

    /** Of {@code br-lan.7}, the bridge. */
    static Optional<String> below(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? Optional.empty() : Optional.of(name.substring(0, dot));
    }
}
