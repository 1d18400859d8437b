package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.netjson.NetJson;
import io.langsong.netjson.OpenWrt;
import io.langsong.provisioning.Template.Dialect;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedSsidsTest {
    private static Rendition of(byte[] archive) {
        return new Rendition(new DeviceId("ap-1"), "x", archive, "", List.of(), Instant.EPOCH);
    }

    private static Rendition script(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ofAnOpenWrtItIsWhatItsRadiosOpen() {
        byte[] archive = new OpenWrt(OpenWrt.Syntax.DSA)
                .render(NetJson.read("""
                        {"radios": [{"name": "radio0", "driver": "mac80211", "protocol": "802.11n", "channel": 1, "channel_width": 20},
                           {"name": "radio1", "driver": "mac80211", "protocol": "802.11ac", "channel": 36, "channel_width": 80, "disabled": true}],
                         "interfaces": [
                           {"name": "wlan0", "type": "wireless", "wireless": {"radio": "radio0", "mode": "access_point", "ssid": "Xã"}},
                           {"name": "wlan1", "type": "wireless", "wireless": {"radio": "radio1", "mode": "access_point", "ssid": "5"}},
                           {"name": "wlan2", "type": "wireless", "disabled": true,
                            "wireless": {"radio": "radio0", "mode": "access_point", "ssid": "Tắt"}},
                           {"name": "wlan3", "type": "wireless", "wireless": {"radio": "radio0", "mode": "station", "ssid": "Khác"}}]}"""))
                .archive()
                .octets();

        assertThat(WantedSsids.of(Dialect.NETJSON, of(archive))).containsExactly("Xã");
    }

    @Test
    void ofRouterOsItIsWhatACommandGivesARadio() {
        assertThat(WantedSsids.of(Dialect.ROUTEROS, script("""
                        /interface wireless set [ find default-name=wlan1 ] mode=ap-bridge ssid="X\\C3\\A3 \\"m\\"" disabled=no
                        /interface wifi
                        set wifi1 configuration.mode=ap configuration.ssid=Truong
                        add master-interface=wifi1 configuration.ssid="Khach 2" \\
                            disabled=no
                        set wifi2 ssid=Tat disabled=yes
                        /interface wireless set wlan2 mode=station-bridge ssid=Nha-mang
                        /interface wifi configuration add name=c1 ssid=Ho-so
                        /caps-man configuration add ssid=Xa
                        /ip address
                        add comment="ssid=Khong"
                        """))).containsExactly("Xã \"m\"", "Truong", "Khach 2");
    }

    @Test
    void ofLinesForACommandLineNothingIsTold() {
        assertThat(WantedSsids.of(Dialect.CLI, script("ssid Xa\n"))).isEmpty();
        assertThat(WantedSsids.of(null, script("ssid=Xa"))).isEmpty();
    }
}
