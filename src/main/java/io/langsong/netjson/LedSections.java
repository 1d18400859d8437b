package io.langsong.netjson;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What the lamps of the device show. */
final class LedSections implements SectionKind {
    private static final String LED = "led";

    @Override
    public void render(Rendering rendering) {
        for (ObjectNode led : rendering.blocks(LED)) {
            String name = Fields.take(led, "id").orElseGet(() -> usualName(led));
            rendering.add("system", LED, name, led);
        }
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take("system", LED)) {
            ObjectNode led = Parsing.object(section);
            Parsing.id(led, section, usualName(led));
            Parsing.type(led, Schema.openWrt().properties(LED));
            parsing.add(LED, led);
        }
    }

    private static String usualName(ObjectNode led) {
        return "led_" + led.path("name").asString("").toLowerCase(Locale.ROOT);
    }
}
