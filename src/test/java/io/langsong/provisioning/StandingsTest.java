package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.provisioning.TestProvisioning.Agent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever changes, who has looked before is told the same as who looks for the first time. */
class StandingsTest {
    private static final DeviceId AP = new DeviceId("ap-1");

    @TempDir
    private Path data;

    private TestProvisioning network;
    private Standings standings;
    private Template template;
    private Agent agent;

    @BeforeEach
    void start() {
        network = new TestProvisioning(
                data, "none", new TunnelProperties("10.99.0.0/24", "vpn.example.vn:51820", null, List.of(), false));
        network.villages(2);
        template = network.templates.change(
                network.template().id(), wish("{{ ssid }} {{ wg_address }} {{ mac_address }} {{ name }}"), 1, "ha");
        agent = network.inService("ap-1", 0, network.secrets.make(null, "ha"));
        network.plan("ap-2", 1);
        standings = network.standings();
    }

    private static TemplateWish wish(String text) {
        return new TemplateWish(
                "Wi-Fi",
                "netjson",
                "default",
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                """
                {"radios": [{"name": "radio0", "driver": "mac80211", "protocol": "802.11n", "channel": 6, "channel_width": 20}],
                 "hotspot": [{"config_name": "hotspot", "config_value": "main", "text": "%s", "key": "{{ wifi_key }}"}]}""".formatted(text),
                List.of(
                        new VariableWish("ssid", null, true, null, false, null, null, List.of(), null),
                        new VariableWish("wifi_key", null, true, null, true, 8, 63, List.of(), null)),
                "mới");
    }

    private void value(Level level, String place, @Nullable String value) {
        network.values.set(level, place, "ssid", value, false, "ha");
    }

    private void change(@Nullable String group, List<String> chosen, List<String> leftOff, String own, int site) {
        AccessPoint now = network.accessPoints.find(AP).orElseThrow();
        network.accessPoints.change(
                AP,
                new AccessPointWish(
                        "ap-1",
                        TestProvisioning.site(site).value(),
                        null,
                        group,
                        chosen,
                        leftOff,
                        own,
                        null,
                        Notes.NONE),
                now.version());
    }

    /** Each makes the configuration of {@code ap-1} another. */
    private Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put("a value of the commune", () -> value(Level.COMMUNE, "", "Xã"));
        changes.put("of the village", () -> value(Level.VILLAGE, "thon-0", "Thôn"));
        changes.put("of the site", () -> value(Level.SITE, "site-0", "Nhà"));
        changes.put("of the access point", () -> value(Level.ACCESS_POINT, "ap-1", "Điểm"));
        changes.put("that is taken away", () -> value(Level.ACCESS_POINT, "ap-1", null));
        changes.put("a secret", () -> network.values.set(Level.COMMUNE, "", "wifi_key", "mot-khoa-khac", false, "ha"));
        changes.put(
                "a template",
                () -> network.templates.change(
                        template.id(), wish("{{ ssid }} {{ wg_address }} {{ mac_address }} x"), 2, "ha"));
        changes.put(
                "one that comes",
                () -> network.templates.add(
                        new TemplateWish(
                                "Thêm",
                                "netjson",
                                "default",
                                null,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                "{\"general\": {\"timezone\": \"Asia/Ho Chi Minh\"}}",
                                List.of(),
                                "mới"),
                        "ha"));
        changes.put("one that is left off", () -> change(null, List.of(), List.of("them"), "", 0));
        changes.put("one that is used again", () -> change(null, List.of(), List.of(), "", 0));
        changes.put("one that goes", () -> network.templates.remove("them", 1, "thôi", "ha"));
        changes.put("its own", () -> change(null, List.of(), List.of(), "{\"general\": {\"maintainer\": \"ha\"}}", 0));
        changes.put("its group", () -> {
            value(Level.GROUP, "truong", "Trường");
            change("truong", List.of(), List.of(), "", 0);
        });
        changes.put("a value of its group", () -> value(Level.GROUP, "truong", "Trường học"));
        changes.put("its site", () -> change(null, List.of(), List.of(), "", 1));
        changes.put("the village of its site", () -> {
            value(Level.VILLAGE, "thon-0", "Thôn khác");
            network.inventory.apply(List.of(new Site(
                    TestProvisioning.site(1),
                    new VillageId("thon-0"),
                    "Nhà văn hóa 1",
                    Site.Kind.CULTURE_HOUSE,
                    null,
                    null,
                    null)));
        });
        changes.put("its keys for the tunnel", () -> network.accessPoints.rotateTunnelKeys(AP));
        changes.put(
                "the system of its box",
                () -> network.desk.updateInfo(
                        agent.id, agent.key, Map.of("model", "x", "os", "OpenWrt 19.07.10", "system", "y")));
        return changes;
    }

    @Test
    void isTheSameAsAtTheFirstLook() {
        changes().forEach((what, change) -> {
            assertThat(standings.all()).as("before " + what).noneMatch(Standing::changed);

            change.run();

            List<Standing> fresh = network.standings().all();
            assertThat(standings.all()).as(what).isEqualTo(fresh);
            assertThat(fresh.get(0).changed()).as(what + " makes it another").isTrue();
            AccessPoint place = network.accessPoints.find(AP).orElseThrow();
            network.accessPoints.letOut(
                    AP,
                    Objects.requireNonNull(network.accessPoints.propose(place).rendition())
                            .checksum());
        });
    }

    @Test
    void whatIsMissingAndWhoIsGoneIsSeenToo() {
        assertThat(standings.all()).hasSize(2);
        value(Level.COMMUNE, "", null);
        assertThat(standings.all()).allSatisfy(one -> assertThat(one.problems()).hasSize(1));
        value(Level.COMMUNE, "", "Xa Ba Thuoc");
        assertThat(standings.all()).allSatisfy(one -> assertThat(one.problems()).isEmpty());

        network.accessPoints.remove(new DeviceId("ap-2"));
        network.accessPoints.plan(
                "ap-2",
                new AccessPointWish(
                        "ap-2", "site-1", null, null, List.of(), List.of(), "{\"radios\": 1}", null, Notes.NONE));
        assertThat(standings.all()).isEqualTo(network.standings().all());
        assertThat(standings.all().get(1).problems())
                .as("another of the same name")
                .isNotEmpty();

        Agent next = network.new Agent("52:54:00:AA:BB:CC", network.secrets.make(null, "ha"));
        network.accessPoints.boxes().stream()
                .filter(box -> box.mac().equals(next.mac))
                .forEach(box -> network.accessPoints.fill(AP, box.id()));
        network.accessPoints.approve(AP);
        assertThat(standings.all()).isEqualTo(network.standings().all()).noneMatch(Standing::changed);
        network.accessPoints.retire(AP);
        assertThat(standings.all()).isEqualTo(network.standings().all());
    }
}
