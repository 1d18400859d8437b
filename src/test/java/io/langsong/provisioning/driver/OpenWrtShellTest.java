package io.langsong.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenWrtShellTest {
    private static final String RUNNING = """
            package wireless

            config wifi-iface 'wifi_wifi1s_2g'
            \toption ssid 'Xa Ba Thuoc'
            \toption disabled '%s'

            config wifi-iface 'wifi_wifi2_2g'
            \toption disabled '%s'
            """;

    @Test
    void aNetworkThatIsClosedByTheHourIsNoChange() {
        OpenWrtShell shell = new OpenWrtShell();

        assertThat(shell.steady(RUNNING.formatted("1", "0"))).isEqualTo(shell.steady(RUNNING.formatted("0", "0")));
        assertThat(shell.steady(RUNNING.formatted("0", "1"))).isNotEqualTo(shell.steady(RUNNING.formatted("0", "0")));
    }
}
