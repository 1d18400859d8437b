package io.langsong.netjson;

import tools.jackson.databind.node.ObjectNode;

/** The name of the device and its clock's zone, and the prefix of its local IPv6 addresses. */
final class GeneralSections implements SectionKind {
    private static final String SYSTEM = "system";
    private static final String GLOBALS = "globals";

    @Override
    public void render(Rendering rendering) {
        ObjectNode general = rendering.block("general");
        ObjectNode globals = general.objectNode();
        String globalsName = Fields.take(general, "globals_id").orElse(GLOBALS);
        Fields.take(general, "ula_prefix").ifPresent(prefix -> globals.put("ula_prefix", prefix));
        String name = Fields.take(general, "id").orElse(SYSTEM);
        Fields.take(general, "timezone").ifPresent(zone -> {
            general.put("timezone", Timezones.rule(zone).orElse(zone));
            general.put("zonename", zone);
        });
        if (!general.isEmpty()) {
            rendering.add(SYSTEM, SYSTEM, name, general);
        }
        if (!globals.isEmpty()) {
            rendering.add("network", GLOBALS, globalsName, globals);
        }
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take(SYSTEM, SYSTEM)) {
            ObjectNode general = Parsing.object(section);
            Parsing.id(general, section, SYSTEM);
            String rule = Fields.take(general, "timezone").orElse("");
            Fields.take(general, "zonename")
                    .or(() -> Timezones.zone(rule))
                    .ifPresent(zone -> general.put("timezone", zone));
            Parsing.type(general, Schema.openWrt().properties("general"));
            parsing.block("general").setAll(general);
        }
        for (UciSection section : parsing.take("network", GLOBALS)) {
            ObjectNode globals = Parsing.object(section);
            if (section.name() != null && !section.name().equals(GLOBALS)) {
                globals.put("globals_id", section.name());
            }
            if (!globals.isEmpty()) {
                parsing.block("general").setAll(globals);
            }
        }
    }
}
