package io.langsong.netjson;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Switches of devices that do not have their ports as interfaces, and their VLANs. */
final class SwitchSections implements SectionKind {
    private static final String SWITCH = "switch";
    private static final String VLAN = "switch_vlan";

    @Override
    public void render(Rendering rendering) {
        for (ObjectNode one : rendering.blocks(SWITCH)) {
            List<ObjectNode> vlans = Fields.objects(one.path("vlan"));
            one.remove("vlan");
            String name = Fields.take(one, "id").orElse(one.path("name").asString(""));
            rendering.add("network", SWITCH, name, one);
            for (ObjectNode vlan : vlans) {
                String vlanName = Fields.take(vlan, "id").orElseGet(() -> usualName(vlan));
                // Without a VLAN id the index of the VLAN is it; a null says that there is to be none.
                if (!vlan.has("vid")) {
                    vlan.set("vid", vlan.path("vlan"));
                }
                rendering.add("network", VLAN, vlanName, vlan);
            }
        }
    }

    @Override
    public void parse(Parsing parsing) {
        List<UciSection> vlans = parsing.take("network", VLAN);
        for (UciSection section : parsing.take("network", SWITCH)) {
            ObjectNode one = Parsing.object(section);
            Parsing.id(one, section, one.path("name").asString(""));
            Parsing.type(one, Schema.openWrt().properties(SWITCH));
            ArrayNode own = one.putArray("vlan");
            String name = one.path("name").asString("");
            vlans.stream().map(SwitchSections::vlan).forEach(vlan -> {
                if (vlan.path("device").asString("").equals(name)) {
                    own.add(vlan);
                }
            });
            parsing.add(SWITCH, one);
        }
    }

    private static ObjectNode vlan(UciSection section) {
        ObjectNode vlan = Parsing.object(section);
        Parsing.id(vlan, section, usualName(vlan));
        Parsing.type(vlan, Schema.openWrt().properties(VLAN));
        JsonNode vid = vlan.get("vid");
        if (vid == null) {
            vlan.putNull("vid");
        } else if (vid.equals(vlan.get("vlan"))) {
            vlan.remove("vid");
        }
        return vlan;
    }

    private static String usualName(ObjectNode vlan) {
        return vlan.path("device").asString("") + "_vlan" + vlan.path("vlan").asString("");
    }
}
