package io.langsong.collector;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where collectors come in.
 *
 * @param port TCP port; 0 takes none
 * @param address of this machine to listen at, host name or IP address; empty is every one
 * @param lostAfter how long nothing may be heard of a collector that was connected before it is lost; 20 seconds to 1 hour
 * @param publicAddress host name or IP address, with or without a port, by which collectors reach this server; for the command line that the page shows. Empty: the name by which the page was asked for
 */
@ConfigurationProperties("langsong.collectors")
public record CollectorsProperties(
        @DefaultValue("7701") int port,
        @DefaultValue("") String address,
        @DefaultValue("60s") Duration lostAfter,
        @DefaultValue("") String publicAddress) {
    private static final Duration SHORTEST = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofHours(1);

    public CollectorsProperties {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "langsong.collectors.port is %d; give 1 to 65535, or 0 for none".formatted(port));
        }
        if (lostAfter.compareTo(SHORTEST) < 0 || lostAfter.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "langsong.collectors.lost-after is %d s; give 20s to 1h".formatted(lostAfter.toSeconds()));
        }
        if (!publicAddress.matches("[A-Za-z0-9.:\\[\\]-]{0,255}")) {
            throw new IllegalArgumentException(
                    "langsong.collectors.public-address is no host name or IP address; give one, like wifi.example.vn");
        }
    }
}
