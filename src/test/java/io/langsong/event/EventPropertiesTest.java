package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EventPropertiesTest {
    private static EventProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("langsong.event", EventProperties.class);
    }

    @Test
    void withoutSettingsItListensOnPortsThatNeedNoRight() {
        EventProperties settings = bound(Map.of());

        assertThat(settings.address()).isEmpty();
        assertThat(List.of(settings.trapPort(), settings.syslogUdpPort(), settings.syslogTcpPort()))
                .containsExactly(1162, 1514, 1514);
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(90));
        assertThat(settings.minimumLevel()).isEqualTo(EventProperties.SecurityLevel.COMMUNITY);
        assertThat(settings.communities()).isEmpty();
    }

    @Test
    void readsCommunitiesOfNetworksAndHidesThem() throws Exception {
        EventProperties settings = bound(Map.of(
                "langsong.event.communities",
                "10.4.0.0/16 rat-bi-mat, 2001:db8::/32 khac",
                "langsong.event.minimum-level",
                "auth-priv"));

        assertThat(settings.minimumLevel()).isEqualTo(EventProperties.SecurityLevel.AUTH_PRIV);
        List<EventProperties.Trusted> trusted = settings.communities().stream()
                .map(EventProperties.Trusted::parse)
                .toList();
        assertThat(trusted.get(0).allows(InetAddress.getByName("10.4.255.1"), "rat-bi-mat"))
                .isTrue();
        assertThat(trusted.get(0).allows(InetAddress.getByName("10.5.0.1"), "rat-bi-mat"))
                .isFalse();
        assertThat(trusted.get(0).allows(InetAddress.getByName("10.4.0.1"), "khac"))
                .isFalse();
        assertThat(trusted.get(1).allows(InetAddress.getByName("2001:db8:1::9"), "khac"))
                .isTrue();
        assertThat(settings.toString() + trusted).doesNotContain("bi-mat", "khac");
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            trap-port       | 65536        | langsong.event.trap-port is 65536; give a port, 1 to 65535, or 0 for none
            syslog-udp-port | 1162         | langsong.event.trap-port and syslog-udp-port are both 1162; give two ports
            rate-per-source | 0            | langsong.event.rate-per-source is 0; set it to 1 to 100000
            repeat-window   | 10ms         | langsong.event.repeat-window is 0 s; set it to 1s to 1d
            retention       | 1h           | langsong.event.retention is 3600 s; set it to 1d to 3660d
            most-rows       | 10           | langsong.event.most-rows is 10; set it to 1000 to 100000000
            address         | here         | names the network "here", which is none
            address         | 10.0.0.0/8   | langsong.event.address is 10.0.0.0/8, a network; give one address
            relays          | 10.0.0.0/33  | names the network "10.0.0.0", which is none
            communities     | 10.0.0.0/8   | has an entry without a community
            """)
    void refusesWithTheRemedy(String name, String value, String why) {
        assertThatThrownBy(() -> bound(Map.of("langsong.event." + name, value)))
                .rootCause()
                .hasMessageContaining(why);
    }

    @Test
    void aRefusalNeverShowsTheCommunity() {
        assertThatThrownBy(() -> EventProperties.Trusted.parse("no-network rat-bi-mat"))
                .hasMessageContaining("no-network")
                .hasMessageNotContaining("bi-mat");
    }
}
