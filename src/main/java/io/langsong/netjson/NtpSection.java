package io.langsong.netjson;

import tools.jackson.databind.node.ObjectNode;

/** Where the device takes the time from, and whether it gives it to others. */
final class NtpSection implements SectionKind {
    private static final String NTP = "ntp";

    @Override
    public void render(Rendering rendering) {
        ObjectNode ntp = rendering.block(NTP);
        String name = Fields.take(ntp, "id").orElse(NTP);
        if (!ntp.isEmpty()) {
            rendering.add("system", "timeserver", name, ntp);
        }
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take("system", "timeserver")) {
            ObjectNode ntp = Parsing.object(section);
            Parsing.type(ntp, Schema.openWrt().properties(NTP));
            Parsing.id(ntp, section, NTP);
            parsing.block(NTP).setAll(ntp);
        }
    }
}
