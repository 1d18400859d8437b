package io.langsong.wifi;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.AccessPointWish;
import io.langsong.provisioning.TestProvisioning;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks on a real database, with one access point of OpenWrt and one of RouterOS in a village. */
final class TestWifi {
    final TestProvisioning provisioning;
    final WifiNetworks networks;
    final AccessPoint openWrt;
    final AccessPoint routerOs;

    TestWifi(Path data) {
        provisioning = new TestProvisioning(data, "none");
        provisioning.villages(2);
        networks = new WifiNetworks(
                provisioning.jdbc,
                provisioning.transactions,
                provisioning.templates,
                provisioning.values,
                provisioning.accessPoints,
                provisioning.audit);
        openWrt = plan("ap-openwrt", 0, "openwrt-agent");
        routerOs = plan("ap-mikrotik", 0, "routeros-ssh");
    }

    AccessPoint plan(String id, int village, String method) {
        SiteId site = TestProvisioning.site(village);
        return provisioning.accessPoints.plan(
                id, new AccessPointWish(id, site.value(), method, null, List.of(), List.of(), null, null, Notes.NONE));
    }

    /** An access point's configuration as a box gets it. */
    byte[] rendered(DeviceId place) {
        var proposal = provisioning.accessPoints.propose(
                provisioning.accessPoints.find(place).orElseThrow());
        if (proposal.rendition() == null) {
            throw new AssertionError(proposal.problems());
        }
        return proposal.rendition().archive();
    }

    static Wish wish(String ssid) {
        return new Wish(ssid);
    }

    /** A wish with what a test is about changed. */
    static final class Wish {
        private final String ssid;
        private Security security = Security.OPEN;
        private List<String> bands = List.of("2.4", "5");
        private @Nullable Integer vlan;
        private boolean isolated = true;
        private boolean hidden;
        private @Nullable Integer down;
        private @Nullable Integer up;
        private List<String> days = List.of();
        private String from = "";
        private String until = "";
        private List<String> villages = List.of();
        private String password = "";
        private boolean overwrite;

        private Wish(String ssid) {
            this.ssid = ssid;
        }

        Wish secured(Security kind, String with) {
            security = kind;
            password = with;
            return this;
        }

        Wish on(List<String> some) {
            bands = some;
            return this;
        }

        Wish vlan(int number) {
            vlan = number;
            return this;
        }

        Wish together() {
            isolated = false;
            return this;
        }

        Wish hidden() {
            hidden = true;
            return this;
        }

        Wish limited(@Nullable Integer downKbit, @Nullable Integer upKbit) {
            down = downKbit;
            up = upKbit;
            return this;
        }

        Wish between(String begin, String end, String... some) {
            from = begin;
            until = end;
            days = List.of(some);
            return this;
        }

        Wish in(String village) {
            villages = List.of(village);
            return this;
        }

        Wish over() {
            overwrite = true;
            return this;
        }

        WifiNetworkWish done() {
            return new WifiNetworkWish(
                    ssid,
                    security.code(),
                    bands,
                    vlan,
                    isolated,
                    hidden,
                    down,
                    up,
                    days,
                    from,
                    until,
                    villages,
                    List.of(),
                    List.of(),
                    password,
                    overwrite,
                    "thử");
        }
    }
}
