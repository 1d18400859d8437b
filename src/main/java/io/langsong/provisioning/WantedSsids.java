package io.langsong.provisioning;

import io.langsong.netjson.OpenWrt;
import io.langsong.provisioning.Template.Dialect;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Names of the networks that a configuration opens, as far as it says so itself. A name too few is no harm: it is not looked for. So a
 * script counts where a command gives a radio a name outright, and lines for any command line do not.
 */
final class WantedSsids {
    private static final Pattern RADIO = Pattern.compile(
            "/interface[ /](?:wireless|wifi|wifiwave2)[ /]+(?:add|set)\\b(.*)|/interface[ /](?:wireless|wifi|wifiwave2)");

    private static final Pattern COMMAND = Pattern.compile("(?:add|set)\\b(.*)");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w.-])(?:configuration\\.)?ssid=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))");
    private static final Pattern OPENS_NONE =
            Pattern.compile("(?<![\\w.-])(?:disabled=yes|(?:configuration\\.)?mode=\"?(?:station|bridge)[\\w-]*\"?)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:([0-9A-F]{2})|(.))");

    private WantedSsids() {}

    /** @param dialect null for what is not rendered */
    static Set<String> of(@Nullable Dialect dialect, Rendition rendition) {
        if (dialect == Dialect.NETJSON) {
            return ofArchive(rendition.archive());
        }
        return dialect == Dialect.ROUTEROS
                ? ofRouterOs(new String(rendition.archive(), StandardCharsets.UTF_8))
                : Set.of();
    }

    private static Set<String> ofArchive(byte[] archive) {
        JsonNode config = new OpenWrt(OpenWrt.Syntax.DSA).parseArchive(archive);
        Set<String> off = StreamSupport.stream(config.path("radios").spliterator(), false)
                .filter(radio -> radio.path("disabled").asBoolean(false))
                .map(radio -> radio.path("name").asString(""))
                .collect(Collectors.toSet());
        return StreamSupport.stream(config.path("interfaces").spliterator(), false)
                .filter(one -> !one.path("disabled").asBoolean(false))
                .map(one -> one.path("wireless"))
                .filter(wireless -> wireless.path("mode").asString("").equals("access_point")
                        && !off.contains(wireless.path("radio").asString("")))
                .map(wireless -> wireless.path("ssid").asString(""))
                .filter(ssid -> !ssid.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> ofRouterOs(String script) {
        Set<String> names = new LinkedHashSet<>();
        boolean inMenu = false;
        for (String line :
                script.replaceAll("\\\\\\R\\s*", "").lines().map(String::strip).toList()) {
            if (line.startsWith("/")) {
                Matcher radio = RADIO.matcher(line);
                boolean whole = radio.matches();
                inMenu = whole && radio.group(1) == null;
                if (whole && radio.group(1) != null) {
                    name(radio.group(1), names);
                }
            } else if (inMenu) {
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    name(command.group(1), names);
                }
            }
        }
        return names;
    }

    private static void name(String parameters, Set<String> names) {
        Matcher name = NAME.matcher(parameters);
        if (!OPENS_NONE.matcher(parameters).find() && name.find()) {
            names.add(name.group(1) == null ? name.group(2) : unescaped(name.group(1)));
        }
    }

    /** As {@link ScriptText} writes it: octets in hexadecimal. */
    private static String unescaped(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Matcher escaped = ESCAPED.matcher(text);
        int from = 0;
        while (escaped.find()) {
            octets.writeBytes(text.substring(from, escaped.start()).getBytes(StandardCharsets.UTF_8));
            if (escaped.group(1) != null) {
                octets.write(Integer.parseInt(escaped.group(1), 16));
            } else {
                octets.writeBytes(escaped.group(2).getBytes(StandardCharsets.UTF_8));
            }
            from = escaped.end();
        }
        octets.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return octets.toString(StandardCharsets.UTF_8);
    }
}
