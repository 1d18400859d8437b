package io.langsong.provisioning;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A WireGuard tunnel by which access points behind NAT can be reached. Without {@code network} there is none.
 *
 * @param network addresses of the tunnel, like {@code 10.99.0.0/16}; the first is the server's
 * @param endpoint where access points find the server: {@code host:port}
 * @param file where the server's side is written, for {@code wg syncconf}; null when it is fetched by hand
 * @param hook command that is run after {@code file} was written, each argument apart, without a shell: {@code wg, syncconf, wg0, FILE}
 * @param poll whether the device in the inventory gets the address in the tunnel when its box has applied it
 */
@ConfigurationProperties("langsong.provisioning.wireguard")
public record TunnelProperties(
        @Nullable String network,
        @Nullable String endpoint,
        @Nullable Path file,
        @DefaultValue List<String> hook,
        @DefaultValue("true") boolean poll) {
    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 29;

    public TunnelProperties {
        hook = List.copyOf(hook);
        if (network != null && !isNetwork(network)) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.wireguard.network is \"%s\"; give an IPv4 network with a prefix of %d to %d, like 10.99.0.0/16"
                            .formatted(network, SHORTEST_PREFIX, LONGEST_PREFIX));
        }
        if (network != null && (endpoint == null || !endpoint.matches("[A-Za-z0-9.-]{1,253}:[0-9]{1,5}"))) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.wireguard.endpoint is \"%s\"; say where access points find the server, like vpn.xa.example.vn:51820"
                            .formatted(endpoint));
        }
        if (file == null && !hook.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.provisioning.wireguard.hook has nothing to read; give langsong.provisioning.wireguard.file too");
        }
    }

    private static boolean isNetwork(String network) {
        if (!Addresses.isIpv4Network(network)) {
            return false;
        }
        int prefix = Integer.parseInt(network.substring(network.indexOf('/') + 1));
        return prefix >= SHORTEST_PREFIX && prefix <= LONGEST_PREFIX;
    }

    /** @throws IllegalStateException when there is no tunnel */
    TunnelNetwork addresses() {
        if (network == null) {
            throw new IllegalStateException("there is no tunnel");
        }
        return TunnelNetwork.parse(network);
    }

    String host() {
        return endpoint == null ? "" : endpoint.substring(0, endpoint.lastIndexOf(':'));
    }

    int port() {
        return endpoint == null ? 0 : Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }
}
