package io.langsong.netjson;

import tools.jackson.databind.node.ObjectNode;

/** Peers of WireGuard interfaces. UCI has a type of section for each interface; peers are counted together. */
final class WireGuardPeerSections implements SectionKind {
    private static final String PEERS = "wireguard_peers";
    private static final String TYPE_PREFIX = "wireguard_";

    @Override
    public void render(Rendering rendering) {
        int index = 1;
        for (ObjectNode peer : rendering.blocks(PEERS)) {
            String of = UciRules.name(Fields.take(peer, "interface").orElse(""));
            String name = "wgpeer_" + of + (index == 1 ? "" : "_" + index);
            rendering.add("network", TYPE_PREFIX + of, name, peer);
            index++;
        }
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take("network", type -> type.startsWith(TYPE_PREFIX))) {
            ObjectNode peer = Parsing.object(section);
            peer.put("interface", section.type().substring(TYPE_PREFIX.length()));
            Parsing.type(peer, Schema.openWrt().properties("wireguard_peer"));
            parsing.add(PEERS, peer);
        }
    }
}
