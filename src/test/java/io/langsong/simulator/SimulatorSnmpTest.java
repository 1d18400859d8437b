package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.simulator.Commune.Device;
import io.langsong.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/** What the devices say, as net-snmp's tools and SNMP4J understand it. */
class SimulatorSnmpTest {
    private static final String IF_TABLE = "1.3.6.1.2.1.2.2";
    private static Simulator simulator;
    private static Asker asker;

    @BeforeAll
    static void start() {
        simulator = new Simulator(Asker.somewhere(), Clock.systemUTC());
        simulator.start();
        asker = new Asker();
    }

    @AfterAll
    static void stop() throws Exception {
        asker.close();
        simulator.stop();
    }

    private static Device device(String id) {
        return Asker.device(simulator, id);
    }

    /** @param how options of net-snmp, separated by blanks; the address is appended */
    private static String run(String program, String how, Device device, String... oids) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Peers.require(program, "snmp").toString(), "-On", "-t1", "-r1"));
        command.addAll(List.of(how.split(" ")));
        command.add(device.address() + ":" + device.port());
        command.addAll(List.of(oids));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String user(Device device, String authKey, String privKey) {
        String auth = device.access().authProtocol().equals("SHA") ? "SHA" : "SHA-256";
        return "-v3 -l authPriv -u %s -a %s -A %s -x AES -X %s"
                .formatted(device.access().user(), auth, authKey, privKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"xa-core", "thon-mau-01-ap1", "thon-mau-01-ap2", "thon-mau-01-ap3", "ubnd-switch", "xa-ups"})
    void netSnmpWalksAWholeDeviceInOrderAndAlikeByBulkAndByNext(String id) throws Exception {
        List<String> bulk = names(run("snmpbulkwalk", "-v2c -c thon-mau", device(id), "1.3"));
        List<String> next = names(run("snmpwalk", "-v2c -c thon-mau", device(id), "1.3"));

        assertThat(bulk).hasSizeGreaterThan(40).isEqualTo(next).doesNotHaveDuplicates();
        assertThat(bulk.stream().map(OID::new)).isSorted();
    }

    private static List<String> names(String walk) {
        return walk.lines()
                .filter(line -> line.startsWith(".1.") && !line.contains("No more variables"))
                .map(line -> line.substring(1, line.indexOf(' ')))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ubnd-router", "thon-mau-04-router", "thon-mau-03-ap1"})
    void netSnmpWalksWithAuthenticationAndPrivacy(String id) throws Exception {
        Device device = device(id);
        String how = user(device, device.access().authKey(), device.access().privKey());

        assertThat(run("snmpbulkwalk", how, device, IF_TABLE).lines()).hasSizeGreaterThan(60);
        assertThat(run("snmpget", how, device, "1.3.6.1.2.1.1.5.0")).contains("\"" + id + "\"");
    }

    @Test
    void aWrongKeyOrUserGetsTheReportThatSaysSo() throws Exception {
        Device device = device("ubnd-router");
        String auth = device.access().authKey();
        String priv = device.access().privKey();

        assertThat(run("snmpget", user(device, "another-key", priv), device, Asker.SYS_UP_TIME))
                .contains("Authentication failure");
        assertThat(run("snmpget", user(device, auth, "another-key"), device, Asker.SYS_UP_TIME))
                .contains("Decryption error");
        assertThat(run("snmpget", user(device, auth, priv).replace("langsong", "nobody"), device, Asker.SYS_UP_TIME))
                .contains("Unknown user name");
        assertThat(run("snmpget", "-v3 -l noAuthNoPriv -u langsong", device, Asker.SYS_UP_TIME))
                .contains("authorizationError");
    }

    @Test
    void aMessageFromAnotherTimeIsToldTheRightTimeAndThenAnswered() throws Exception {
        Device device = device("ubnd-router");
        String how = user(device, device.access().authKey(), device.access().privKey());

        String answer = run("snmpget", how + " -Z 1,1", device, "1.3.6.1.2.1.1.5.0");

        assertThat(answer).contains("\"ubnd-router\"");
    }

    @Test
    void anotherCommunityIsMetWithSilence() throws Exception {
        assertThat(run("snmpget", "-v2c -c public", device("xa-core"), Asker.SYS_UP_TIME))
                .contains("Timeout");
        assertThat(run("snmpget", "-v2c -c thon-mau", device("ubnd-router"), Asker.SYS_UP_TIME))
                .contains("Timeout");
    }

    @Test
    void versionOneKnowsNoCounter64AndNamesTheFaultyVariable() throws Exception {
        Device device = device("thon-mau-01-ap1");

        assertThat(run("snmpwalk", "-v1 -c thon-mau", device, "1.3.6.1.2.1.31.1.1.1"))
                .contains(".1.3.6.1.2.1.31.1.1.1.1.2 = STRING: \"eth0\"")
                .doesNotContain("Counter64");
        assertThat(run("snmpget", "-v1 -c thon-mau", device, Asker.SYS_UP_TIME, "1.3.6.1.2.1.31.1.1.1.6.2"))
                .contains("noSuchName");
        assertThat(run("snmpget", "-v1 -c thon-mau", device("truong-hoc-ups"), "1.3.6.1.2.1.33.1.4.1.0"))
                .contains("INTEGER: 3");
        assertThat(run("snmpget", "-v2c -c thon-mau", device("truong-hoc-ups"), "1.3.6.1.2.1.33.1.4.1.0"))
                .as("a card that speaks version 1 only")
                .contains("Timeout");
    }

    @Test
    void getBulkGivesNonRepeatersFirstThenRowAfterRow() {
        List<? extends VariableBinding> answer = asker.bulk(
                device("thon-mau-01-router"), 1, 3, "1.3.6.1.2.1.1.3", Asker.IF_ENTRY + "2", Asker.IF_ENTRY + "8");

        assertThat(answer)
                .extracting(varBind -> varBind.getOid().toDottedString())
                .containsExactly(
                        "1.3.6.1.2.1.1.3.0",
                        Asker.IF_ENTRY + "2.1",
                        Asker.IF_ENTRY + "8.1",
                        Asker.IF_ENTRY + "2.2",
                        Asker.IF_ENTRY + "8.2",
                        Asker.IF_ENTRY + "2.3",
                        Asker.IF_ENTRY + "8.3");
    }

    @Test
    void getBulkStopsAtTheEndAndAtTheSizeOfAFrame() {
        Device device = device("xa-core");

        List<? extends VariableBinding> end = asker.bulk(device, 0, 50, "1.3.6.1.6.3.10.2.1.3");
        List<? extends VariableBinding> large = asker.bulk(device, 0, 10_000, "1.3.6.1.2.1.2");

        assertThat(end)
                .hasSize(3)
                .last()
                .satisfies(last -> assertThat(last.getVariable()).isEqualTo(Null.endOfMibView));
        assertThat(large).hasSizeBetween(30, 100);
    }

    @Test
    void tellsAMissingInstanceFromAMissingObjectAndRefusesToBeSet() {
        Device device = device("xa-core");

        PDU absent = asker.ask(device, PDU.GET, Asker.IF_ENTRY + "2.9999", "1.3.6.1.2.1.1.99.0", Asker.SYS_UP_TIME);
        PDU set = asker.ask(device, PDU.SET, "1.3.6.1.2.1.1.5.0");

        assertThat(absent.get(0).getVariable()).isEqualTo(Null.noSuchInstance);
        assertThat(absent.get(1).getVariable()).isEqualTo(Null.noSuchObject);
        assertThat(absent.get(2).getVariable().toLong()).isPositive();
        assertThat(set.getErrorStatus()).isEqualTo(PDU.notWritable);
    }

    @Test
    void countersOfAllPortsOnlyGrow() {
        for (String id : List.of("xa-core", "thon-mau-05-router", "thon-mau-05-ap1", "thon-mau-05-ap2")) {
            long[] last = new long[64];
            for (int round = 0; round < 40; round++) {
                List<? extends VariableBinding> octets = asker.bulk(device(id), 0, 50, Asker.IF_X_ENTRY + "6");
                for (int row = 0; row < octets.size(); row++) {
                    if (octets.get(row).getVariable() instanceof Counter64 counter) {
                        assertThat(counter.getValue()).isGreaterThanOrEqualTo(last[row]);
                        last[row] = counter.getValue();
                    }
                }
            }
            assertThat(last[0] + last[1]).isPositive();
        }
    }

    @Test
    void theCoreCarriesWhatTheVillageReceives() {
        Device router = device("thon-mau-05-router");
        String port = router.uplinkPort().replace("ether", "");
        String out = Asker.IF_X_ENTRY + "10." + port;
        String in = Asker.IF_X_ENTRY + "6.1";

        long coreFirst = asker.mustNumber(device(Commune.CORE), out);
        long routerFirst = asker.mustNumber(router, in);
        long coreSecond = asker.mustNumber(device(Commune.CORE), out);
        long coreThird = coreSecond;
        while (coreThird - coreSecond < 50_000) {
            coreThird = asker.mustNumber(device(Commune.CORE), out);
        }
        long routerLast = asker.mustNumber(router, in);
        long coreLast = asker.mustNumber(device(Commune.CORE), out);

        assertThat((double) routerLast - routerFirst)
                .isBetween(0.95 * (coreThird - coreSecond), 1.05 * (coreLast - coreFirst));
    }

    @ParameterizedTest(name = "{0} {1} -> {3} from {4} to {5}")
    @CsvSource(textBlock = """
            MIKROTIK, noise floor, 1.3.6.1.4.1.14988.1.1.1.3.1.9.3,  Integer32,    -105, -80
            MIKROTIK, frequency,   1.3.6.1.4.1.14988.1.1.1.3.1.7.4,  Integer32,    5000, 5900
            MIKROTIK, clients,     1.3.6.1.4.1.14988.1.1.1.3.1.6.3,  Counter,      0,    40
            MIKROTIK, temperature, 1.3.6.1.4.1.14988.1.1.3.10.0,     Integer32,    200,  700
            UNIFI,    clients,     1.3.6.1.4.1.41112.1.6.1.2.1.8.2,  Integer32,    0,    40
            UNIFI,    busy,        1.3.6.1.4.1.41112.1.6.1.1.1.6.1,  Integer32,    1,    98
            OPENWRT,  clients,     1.3.6.1.4.1.8072.1.3.2.3.1.1.13.99.108.105.101.110.116.115.45.119.108.97.110.48, OCTET STRING, 0, 40
            OPENWRT,  noise floor, 1.3.6.1.4.1.8072.1.3.2.3.1.1.17.110.111.105.115.101.45.102.108.111.111.114.45.119.108.97.110.48, OCTET STRING, -105, -80
            """)
    void tellsOfItsWifiAsTheFamilyDoes(Commune.Make make, String what, String oid, String syntax, int least, int most) {
        Device device = simulator.commune().devices().stream()
                .filter(each -> each.make() == make && each.kind() == Commune.DeviceKind.ACCESS_POINT)
                .filter(each -> each.access().version().equals("2c"))
                .findFirst()
                .orElseThrow();

        PDU answer = asker.ask(device, PDU.GET, oid);

        assertThat(answer.get(0).getVariable().getSyntaxString()).isEqualTo(syntax);
        assertThat(Integer.parseInt(answer.get(0).getVariable().toString())).isBetween(least, most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "30820100020101", "302602010104", "a003020100", "30030201030000"})
    void rubbishIsMetWithSilence(String hex) throws Exception {
        byte[] rubbish = java.util.HexFormat.of().parseHex(hex);
        Device device = device("xa-core");
        try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
            socket.send(new java.net.DatagramPacket(
                    rubbish, rubbish.length, new java.net.InetSocketAddress(device.address(), device.port())));
        }

        assertThat(asker.answers(device)).isTrue();
    }
}
