package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.Commune.DeviceKind;
import io.langsong.simulator.Commune.Make;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommuneTest {
    private static final Commune COMMUNE = commune(36, 1);

    private static Commune commune(int villages, long seed) {
        return new Simulator(
                        SimulatorOptions.usual().withVillages(villages).withSeed(seed), java.time.Clock.systemUTC())
                .commune();
    }

    @Test
    void thirtySixVillagesHaveAtLeastOneHundredAndTwentyDevicesOfAllKinds() {
        assertThat(COMMUNE.villages()).hasSize(36);
        assertThat(COMMUNE.devices()).hasSizeGreaterThanOrEqualTo(120);
        assertThat(COMMUNE.devices()).extracting(Device::kind).contains(DeviceKind.values());
        assertThat(COMMUNE.devices()).extracting(Device::make).contains(Make.values());
        assertThat(COMMUNE.devices())
                .extracting(device -> device.access().version())
                .contains("1", "2c", "3");
    }

    @Test
    void idsAndAddressesAreTheirOwnAndUplinksComeFirst() {
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (Device device : COMMUNE.devices()) {
            assertThat(device.id()).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
            assertThat(device.uplink())
                    .satisfiesAnyOf(
                            uplink -> assertThat(uplink).isNull(),
                            uplink -> assertThat(ids).contains(uplink));
            assertThat(ids.add(device.id())).as(device.id()).isTrue();
            assertThat(addresses.add(device.address())).as(device.address()).isTrue();
        }
    }

    @Test
    void everyVillageHasTwoOrThreeAccessPointsOfSeveralMakes() {
        for (Commune.Village village : COMMUNE.villages()) {
            Set<Make> makes = COMMUNE.devices().stream()
                    .filter(device -> device.id().startsWith(village.id() + "-ap"))
                    .map(Device::make)
                    .collect(Collectors.toSet());
            assertThat(makes).as(village.id()).hasSizeBetween(2, 3);
        }
    }

    @Test
    void everyLineHasAPortOfItsOwnOnTheCore() {
        assertThat(COMMUNE.links())
                .hasSize(36 + 4 + 1)
                .allSatisfy(link -> assertThat(link.near()).isEqualTo(Commune.CORE))
                .extracting(Commune.Link::nearPort)
                .doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedDrawsTheSameCommune() {
        assertThat(commune(36, 1)).isEqualTo(COMMUNE);
        assertThat(commune(36, 2)).isNotEqualTo(COMMUNE);
    }

    @Test
    void growsToThousands() {
        assertThat(commune(1000, 1).devices()).hasSizeGreaterThan(4000);
    }

    @Test
    void refusesToLeaveLoopback() {
        SimulatorOptions high = SimulatorOptions.usual().withAddress("127.255.250.0");

        assertThatThrownBy(() -> new Simulator(high, java.time.Clock.systemUTC()))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("36 villages from address 127.255.250.0")
                .hasMessageContaining("lower address");
        assertThatThrownBy(() -> SimulatorOptions.usual().withAddress("192.0.2.1"))
                .hasMessageContaining("192.0.2.1 is not in 127.0.0.0/8");
        assertThatThrownBy(() -> SimulatorOptions.usual().withAddress("localhost"))
                .hasMessageContaining("\"localhost\" is no IPv4 address");
    }

    @Test
    void writesOneTargetForEachDevice(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("targets.csv");

        CommuneFile.writeTargets(COMMUNE, file);

        assertThat(Files.readAllLines(file))
                .hasSize(1 + COMMUNE.devices().size())
                .startsWith(
                        "address,port,version,community,user,auth,authKey,priv,privKey",
                        "127.20.0.1,1161,2c,thon-mau,,,,,")
                .anyMatch(line -> line.startsWith("127.20.4.1,1161,3,,langsong,SHA256,"));
    }

    @Test
    void printsNoSecret() {
        assertThat(COMMUNE.toString()).doesNotContain(CommunePlan.COMMUNITY + "]", "khoa-xac-thuc-mau");
    }
}
