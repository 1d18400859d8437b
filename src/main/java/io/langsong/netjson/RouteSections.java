package io.langsong.netjson;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Static routes. OpenWrt has a type of section for each version of IP; both are counted together. */
final class RouteSections implements SectionKind {
    private static final String ROUTES = "routes";

    @Override
    public void render(Rendering rendering) {
        int index = 1;
        for (ObjectNode route : rendering.blocks(ROUTES)) {
            String name = Fields.take(route, "id").orElse(usualName(index));
            Fields.rename(route, "cost", "metric");
            Fields.rename(route, "next", "gateway");
            Fields.take(route, "device").ifPresent(device -> route.put("interface", UciRules.name(device)));
            String destination = Fields.take(route, "destination").orElse("");
            boolean version6 = destination.contains(":");
            Optional<Ip> target = Ip.of(destination, "");
            if (version6) {
                route.put(
                        "target",
                        target.map(ip -> ip.text() + "/" + ip.prefix()).orElse(destination));
            } else {
                target.ifPresent(ip -> route.put("target", ip.text()).put("netmask", ip.mask()));
            }
            rendering.add("network", version6 ? "route6" : "route", name, route);
            index++;
        }
    }

    @Override
    public void parse(Parsing parsing) {
        List<UciSection> sections = parsing.take("network", type -> type.equals("route") || type.equals("route6"));
        for (int i = 0; i < sections.size(); i++) {
            UciSection section = sections.get(i);
            ObjectNode route = Parsing.object(section);
            Parsing.id(route, section, usualName(i + 1));
            String everything = section.type().equals("route6") ? "::/0" : "0.0.0.0/0";
            String target = Fields.take(route, "target").orElse(everything);
            String mask = Fields.take(route, "netmask").orElse("");
            route.put("device", Fields.take(route, "interface").orElse(""));
            route.put(
                    "destination",
                    Ip.of(target, mask).map(ip -> ip.text() + "/" + ip.prefix()).orElse(target));
            route.put("next", Fields.take(route, "gateway").orElse(""));
            route.put("cost", Fields.take(route, "metric").orElse("0"));
            Parsing.type(route, Schema.openWrt().properties("route"));
            parsing.add(ROUTES, route);
        }
    }

    private static String usualName(int index) {
        return "route" + index;
    }
}
