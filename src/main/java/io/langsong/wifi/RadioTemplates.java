package io.langsong.wifi;

import io.langsong.inventory.VillageId;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two templates that tell radios their channels. They are made when a village is planned first, and are for planned villages alone: what
 * nobody planned stays as the boxes have it. What somebody changes in them by hand stays. Any thread.
 */
@Component
class RadioTemplates {
    static final String OPENWRT = "wifi-radios";
    static final String ROUTEROS = "wifi-radios-routeros";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String[] MODES = {"HT", "VHT", "HE"};

    private final Templates templates;

    RadioTemplates(Templates templates) {
        this.templates = templates;
    }

    static int usualWidth(Band band) {
        return band == Band.GHZ_2_4 ? 20 : 40;
    }

    /** dBm. */
    static int usualPower(Band band) {
        return band == Band.GHZ_2_4 ? 20 : 23;
    }

    /** Within a transaction of the caller. */
    void include(VillageId village, String reason, String who) {
        include(OPENWRT, Dialect.NETJSON, village, reason, who);
        include(ROUTEROS, Dialect.ROUTEROS, village, reason, who);
    }

    private void include(String id, Dialect dialect, VillageId village, String reason, String who) {
        Template there = templates.find(id).orElse(null);
        if (there == null) {
            templates.put(id, made(dialect, village, reason), 0, who);
            return;
        }
        Set<VillageId> villages = there.scope().villages();
        if (!villages.isEmpty() && !villages.contains(village)) {
            templates.put(id, with(there, village, reason), there.version(), who);
        }
    }

    private static TemplateWish made(Dialect dialect, VillageId village, String reason) {
        return new TemplateWish(
                dialect == Dialect.NETJSON ? "Wi-Fi: radio (OpenWrt)" : "Wi-Fi: radio (RouterOS)",
                dialect.code(),
                Template.Use.DEFAULT.code(),
                null,
                List.of(village.value()),
                List.of(),
                List.of(),
                List.of(),
                dialect == Dialect.NETJSON ? openWrt() : routerOs(),
                variables(dialect),
                reason);
    }

    private static TemplateWish with(Template there, VillageId village, String reason) {
        Set<String> villages = new TreeSet<>(Set.of(village.value()));
        there.scope().villages().forEach(one -> villages.add(one.value()));
        return new TemplateWish(
                there.name(),
                there.dialect().code(),
                there.use().code(),
                there.rank(),
                List.copyOf(villages),
                List.copyOf(there.scope().groups()),
                List.copyOf(there.scope().models()),
                List.copyOf(there.scope().tags()),
                there.content(),
                there.variables().stream().map(RadioTemplates::wish).toList(),
                reason);
    }

    private static VariableWish wish(Variable variable) {
        return new VariableWish(
                variable.name(),
                variable.type().name(),
                variable.required(),
                variable.byDefault(),
                variable.secret(),
                variable.least(),
                variable.most(),
                variable.choices(),
                variable.about());
    }

    private static List<VariableWish> variables(Dialect dialect) {
        List<VariableWish> variables = new ArrayList<>();
        for (Band band : Spectrum.bands()) {
            variables.add(WifiVariables.number(WifiVariables.channel(band), 0, 0, 165));
            variables.add(WifiVariables.choice(
                    WifiVariables.width(band),
                    Integer.toString(usualWidth(band)),
                    Spectrum.widths(band).stream().map(Object::toString).toList()));
            variables.add(WifiVariables.number(WifiVariables.power(band), usualPower(band), 0, 30));
            if (dialect == Dialect.NETJSON) {
                variables.add(WifiVariables.radioName(band));
                variables.add(WifiVariables.choice(
                        WifiVariables.mode(band), band == Band.GHZ_2_4 ? "HT" : "VHT", List.of(MODES)));
            }
        }
        return variables;
    }

    /** Sections as they are, since {@code radios} would have to say of which kind a radio is; what the box knows of it stays. */
    private static String openWrt() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ArrayNode radios = config.putArray("wireless");
        for (Band band : Spectrum.bands()) {
            radios.addObject()
                    .put("config_name", "wifi-device")
                    .put("config_value", place(WifiVariables.radio(band)))
                    .put("channel", place(WifiVariables.channel(band)))
                    .put("htmode", place(WifiVariables.mode(band)) + place(WifiVariables.width(band)))
                    .put("txpower", place(WifiVariables.power(band)))
                    .put("country", "VN")
                    .put("disabled", false);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config).replace("\r\n", "\n") + "\n";
    }

    private static String place(String variable) {
        return "{{ " + variable + " }}";
    }

    /** RouterOS is told a frequency, and each width with the narrower ones that it may fall back to. */
    private static String routerOs() {
        StringBuilder script = new StringBuilder();
        for (Band band : Spectrum.bands()) {
            boolean low = band == Band.GHZ_2_4;
            script.append("""
                    :foreach r in=[/interface wifi radio find] do={
                      :if ([:tostr [/interface wifi radio get $r bands]] ~ "%sghz") do={
                        :local i [/interface wifi radio get $r interface]
                        :local c [:tonum [(${%s})]]
                        :local w "20mhz"
                        :if ([(${%s})] = "40") do={:set w "20/40mhz"}
                        :if ([(${%s})] = "80") do={:set w "20/40/80mhz"}
                        :if ([(${%s})] = "160") do={:set w "20/40/80/160mhz"}
                        /interface wifi set [find where name=$i] channel.width=$w configuration.tx-power=[:tonum [(${%s})]] configuration.country=Vietnam
                        :if ($c > 0) do={/interface wifi set [find where name=$i] channel.frequency=(%d + 5 * $c)} else={/interface wifi set [find where name=$i] !channel.frequency}
                      }
                    }
                    """.formatted(
                            low ? "2" : "5",
                            WifiVariables.channel(band),
                            WifiVariables.width(band),
                            WifiVariables.width(band),
                            WifiVariables.width(band),
                            WifiVariables.power(band),
                            low ? 2407 : 5000));
        }
        return script.toString();
    }
}
