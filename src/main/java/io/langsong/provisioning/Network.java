package io.langsong.provisioning;

import io.langsong.netjson.OpenWrt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A wireless network that an access point opens.
 *
 * @param ssid at most 32 octets
 * @param key passphrase that people type; null for an open network
 * @param hidden whether it does not tell its name
 */
public record Network(String ssid, @Nullable String key, boolean hidden) {
    /** In the order of the configuration, each once. */
    static List<Network> of(Rendition rendition) {
        JsonNode config = new OpenWrt(OpenWrt.Syntax.DSA).parseArchive(rendition.archive());
        List<Network> networks = new ArrayList<>();
        for (JsonNode one : config.path("interfaces")) {
            JsonNode wireless = one.path("wireless");
            String ssid = wireless.path("ssid").asString("");
            if (wireless.path("mode").asString("").equals("access_point") && !ssid.isEmpty()) {
                JsonNode encryption = wireless.path("encryption");
                String protocol = encryption.path("protocol").asString("");
                boolean typed = protocol.matches("(wpa|wep).*personal.*|wep.*")
                        && !encryption.path("disabled").asBoolean(false);
                networks.add(new Network(
                        ssid,
                        typed ? encryption.path("key").asString("") : null,
                        wireless.path("hidden").asBoolean(false)));
            }
        }
        return networks.stream().distinct().toList();
    }

    @Override
    public String toString() {
        return ssid + (key == null ? " (open)" : " (***)");
    }
}
