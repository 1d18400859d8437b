package io.langsong.netjson;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Radios. OpenWrt 21 and later are told the band, earlier ones a mode that stands for it. */
final class RadioSections implements SectionKind {
    private static final String RADIOS = "radios";
    private static final int AUTOMATIC = 0;
    private static final int LAST_OF_2_GHZ = 14;
    private static final String NO_HT = "NONE";
    /** Primary channels of 5 GHz; those of 6 GHz that are none of these tell their band. */
    private static final Set<Integer> OF_5_GHZ = Set.of(
            36, 40, 44, 48, 52, 56, 60, 64, 100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144, 149, 153, 157,
            161, 165, 169, 173, 177);

    private static final Map<String, String> BAND_OF_PROTOCOL = Map.of(
            "802.11a", "5g",
            "802.11b", "2g",
            "802.11g", "2g",
            "802.11ac", "5g",
            "802.11ad", "60g");
    private static final Map<String, String> BAND_OF_MODE =
            Map.of("11a", "5g", "11b", "2g", "11g", "2g", "11ad", "60g");
    private static final Map<String, String> MODE_OF_BAND =
            Map.of("2g", "11g", "5g", "11a", "6g", "11a", "60g", "11ad");
    private static final Map<String, String> HT_OF_PROTOCOL =
            Map.of("802.11n", "HT", "802.11ac", "VHT", "802.11ax", "HE", "802.11be", "EHT");
    private static final Pattern HT = Pattern.compile("(HT|VHT|HE|EHT)([0-9]+)(.*)");

    @Override
    public void render(Rendering rendering) {
        for (ObjectNode radio : rendering.blocks(RADIOS)) {
            String protocol = Fields.take(radio, "protocol").orElse("");
            int channel = radio.path("channel").asInt();
            String width = Fields.take(radio, "channel_width").orElse("");
            String mode = Fields.take(radio, "hwmode").orElse("");
            String band =
                    band(protocol, channel, mode, Fields.take(radio, "band").orElse(""));
            if (rendering.isDsa()) {
                radio.put("band", band);
            } else {
                radio.put("hwmode", mode(protocol, mode, band));
            }
            radio.put("channel", channel == AUTOMATIC ? "auto" : String.valueOf(channel));
            if (Fields.text(radio, "htmode").isEmpty()) {
                String ht = HT_OF_PROTOCOL.get(protocol);
                radio.put("htmode", ht == null ? NO_HT : ht + width);
            }
            Fields.rename(radio, "tx_power", "txpower");
            Fields.rename(radio, "driver", "type");
            rendering.add("wireless", "wifi-device", Fields.take(radio, "name").orElse(""), radio);
        }
    }

    /** Whether nothing says which band such a radio is to use. */
    static boolean lacksBand(ObjectNode radio) {
        return band(
                        radio.path("protocol").asString(""),
                        radio.path("channel").asInt(AUTOMATIC),
                        radio.path("hwmode").asString(""),
                        radio.path("band").asString(""))
                .isEmpty();
    }

    private static String band(String protocol, int channel, String mode, String band) {
        if (!band.isEmpty()) {
            return band;
        }
        String ofMode = BAND_OF_MODE.get(mode);
        String ofProtocol = BAND_OF_PROTOCOL.get(protocol);
        if (ofProtocol != null) {
            return ofProtocol;
        }
        if (ofMode != null) {
            return ofMode;
        }
        if (channel == AUTOMATIC) {
            return "";
        }
        if (channel <= LAST_OF_2_GHZ) {
            return "2g";
        }
        return protocol.equals("802.11n") || OF_5_GHZ.contains(channel) ? "5g" : "6g";
    }

    private static String mode(String protocol, String mode, String band) {
        return switch (protocol) {
            case "802.11a", "802.11b", "802.11g", "802.11ad" -> protocol.substring("802.".length());
            default -> mode.isEmpty() ? MODE_OF_BAND.getOrDefault(band, "") : mode;
        };
    }

    @Override
    public void parse(Parsing parsing) {
        for (UciSection section : parsing.take("wireless", "wifi-device")) {
            ObjectNode radio = Parsing.object(section);
            if (section.name() != null) {
                radio.put("name", section.name());
            }
            Fields.rename(radio, "txpower", "tx_power");
            Fields.rename(radio, "type", "driver");
            String channel = radio.path("channel").asString("auto");
            radio.put("channel", channel.equals("auto") ? String.valueOf(AUTOMATIC) : channel);
            parseProtocol(radio, channel.equals("auto"));
            Parsing.type(radio, Schema.openWrt().properties("radio"));
            parsing.add(RADIOS, radio);
        }
    }

    private static void parseProtocol(ObjectNode radio, boolean automatic) {
        String ht = Fields.take(radio, "htmode").orElse(NO_HT);
        String mode = Fields.take(radio, "hwmode").orElse("");
        Matcher known = HT.matcher(ht);
        if (!known.matches()) {
            String band = Fields.text(radio, "band").orElse(BAND_OF_MODE.getOrDefault(mode, ""));
            radio.put("protocol", protocolWithoutHt(mode, band));
            radio.put("channel_width", 20);
            return;
        }
        radio.put("protocol", protocol(known.group(1)));
        radio.put("channel_width", Integer.parseInt(known.group(2)));
        if (!known.group(3).isEmpty()) {
            radio.put("htmode", ht);
        }
        if (!mode.isEmpty() && (automatic || !mode.equals(usualMode(radio)))) {
            // The protocol and the channel do not tell it.
            radio.put("hwmode", mode);
        }
    }

    private static String usualMode(ObjectNode radio) {
        String protocol = radio.path("protocol").asString("");
        String channel = radio.path("channel").asString("");
        int number = channel.matches("[0-9]{1,3}") ? Integer.parseInt(channel) : AUTOMATIC;
        return mode(protocol, "", band(protocol, number, "", ""));
    }

    private static String protocol(String ht) {
        return HT_OF_PROTOCOL.entrySet().stream()
                .filter(entry -> entry.getValue().equals(ht))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static String protocolWithoutHt(String mode, String band) {
        if (mode.equals("11b")) {
            return "802.11b";
        }
        return Optional.ofNullable(Map.of("5g", "802.11a", "60g", "802.11ad").get(band))
                .orElse("802.11g");
    }
}
