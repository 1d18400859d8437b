package io.langsong.netjson;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Rules that choose the routing table of a packet; as of routes, there is a type of section for each version of IP. */
final class RuleSections implements SectionKind {
    private static final String RULES = "ip_rules";

    @Override
    public void render(Rendering rendering) {
        int index = 1;
        for (ObjectNode rule : rendering.blocks(RULES)) {
            String name = Fields.take(rule, "id").orElse(usualName(index));
            boolean version6 =
                    (rule.path("src").asString("") + rule.path("dest").asString("")).contains(":");
            rendering.add("network", version6 ? "rule6" : "rule", name, rule);
            index++;
        }
    }

    @Override
    public void parse(Parsing parsing) {
        List<UciSection> sections = parsing.take("network", type -> type.equals("rule") || type.equals("rule6"));
        for (int i = 0; i < sections.size(); i++) {
            ObjectNode rule = Parsing.object(sections.get(i));
            Parsing.id(rule, sections.get(i), usualName(i + 1));
            Parsing.type(rule, Schema.openWrt().properties("ip_rule"));
            parsing.add(RULES, rule);
        }
    }

    private static String usualName(int index) {
        return "rule" + index;
    }
}
