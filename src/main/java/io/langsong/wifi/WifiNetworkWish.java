package io.langsong.wifi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a network to be, as typed; {@link WifiNetworks} checks it. See {@link WifiNetwork}.
 *
 * @param security as {@link Security#code}
 * @param bands each as {@link Band#code}
 * @param days on which it is on, {@code monday}; none, with no times either: always
 * @param from {@code 06:00}
 * @param until {@code 22:00}
 * @param password null or empty: it stays as it is
 * @param overwrite whether templates that somebody changed by hand may be written over
 * @param reason why it is changed, for those who read the versions of the templates
 */
public record WifiNetworkWish(
        @Nullable String ssid,
        @Nullable String security,
        List<String> bands,
        @Nullable Integer vlan,
        boolean isolated,
        boolean hidden,
        @Nullable Integer downKbit,
        @Nullable Integer upKbit,
        List<String> days,
        @Nullable String from,
        @Nullable String until,
        List<String> villages,
        List<String> groups,
        List<String> models,
        @Nullable String password,
        boolean overwrite,
        @Nullable String reason) {
    public WifiNetworkWish {
        bands = List.copyOf(bands);
        days = List.copyOf(days);
        villages = List.copyOf(villages);
        groups = List.copyOf(groups);
        models = List.copyOf(models);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WifiNetworkWish[" + ssid + " " + security + " " + bands + "]";
    }
}
