package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tables say of boxes that are ours, and that they say nothing of others. */
class NeighbourTablesTest {
    private static final String REM = "1.0.8802.1.1.2.1.4.1.1.";
    private static final String MAC = "0.27.33.1.2.3";
    private final Known known = new Known();
    private final Map<Integer, String> ports = Map.of(3, "ether3", 7, "bridge1");

    @BeforeEach
    void fill() throws UnknownHostException {
        known.add("ap", MacAddress.parse("00:1b:21:01:02:03"));
        known.add("ap", InetAddress.getByName("10.20.0.5"));
        known.add("ap", Known.Name.of("AP Thôn Mận"));
        known.add("a", MacAddress.parse("00:1b:21:ff:ff:ff"));
        known.add("b", MacAddress.parse("00:1b:21:ff:ff:ff"));
        known.add("a", MacAddress.parse("00:00:5e:00:01:07"));
    }

    @Test
    void lldpByChassisByNameAndByAddress() {
        assertThat(read(REM + "4.0.3.1 int 4", REM + "5.0.3.1 hex 001b21010203"))
                .containsExactly("LLDP ether3 ap");
        assertThat(read(REM + "4.0.3.1 int 7", REM + "5.0.3.1 str x", REM + "9.0.3.1 str ap-thon-man"))
                .containsExactly("LLDP ether3 ap");
        assertThat(read(REM + "4.0.3.1 int 5", REM + "5.0.3.1 hex 010a140005")).containsExactly("LLDP ether3 ap");
        assertThat(read("1.0.8802.1.1.2.1.4.2.1.3.0.3.1.1.4.10.20.0.5 int 2")).containsExactly("LLDP ether3 ap");
        assertThat(read(
                        "1.0.8802.1.1.2.1.3.7.1.3.3 str Gi0/3",
                        "1.0.8802.1.1.2.1.3.7.1.4.3 str Uplink",
                        REM + "4.0.3.1 int 4",
                        REM + "5.0.3.1 hex 001b21010203"))
                .containsExactly("LLDP Uplink ap");
    }

    @Test
    void cdpByAddressAndByNameWithItsDomain() {
        assertThat(read("1.3.6.1.4.1.9.9.23.1.2.1.1.4.7.1 hex 0a140005")).containsExactly("CDP bridge1 ap");
        assertThat(read("1.3.6.1.4.1.9.9.23.1.2.1.1.6.7.1 str ap-thon-man.xa.local(FOC1)"))
                .containsExactly("CDP bridge1 ap");
    }

    @Test
    void forwardingAndAddressTables() {
        assertThat(read("1.3.6.1.2.1.17.1.4.1.2.1 int 3", "1.3.6.1.2.1.17.4.3.1.2." + MAC + " int 1"))
                .containsExactly("BRIDGE ether3 ap");
        assertThat(read("1.3.6.1.2.1.17.7.1.2.2.1.2.20." + MAC + " int 3")).containsExactly("BRIDGE ether3 ap");
        assertThat(read("1.3.6.1.2.1.4.22.1.2.7.10.20.0.5 hex 001b21010203")).containsExactly("ARP bridge1 ap");
        assertThat(read("1.3.6.1.2.1.4.35.1.4.7.1.4.10.20.0.5 hex 0000000000")).containsExactly("ARP bridge1 ap");
    }

    @Test
    void aTelephoneIsNotSeen() {
        assertThat(read(
                        "1.3.6.1.2.1.17.4.3.1.2.218.161.25.1.2.3 int 1",
                        "1.3.6.1.2.1.4.22.1.2.7.10.20.0.99 hex daa119010203",
                        REM + "5.0.3.1 hex daa119010203",
                        REM + "9.0.3.1 str iPhone"))
                .isEmpty();
    }

    @Test
    void whatTwoHaveAndWhatMovesIsNobodys() {
        assertThat(read("1.3.6.1.2.1.17.4.3.1.2.0.27.33.255.255.255 int 1")).isEmpty();
        assertThat(read("1.3.6.1.2.1.17.4.3.1.2.0.0.94.0.1.7 int 1")).isEmpty();
    }

    @Test
    void nonsenseIsLeftOut() {
        assertThat(read(
                        REM + "5.3 hex 001b21010203",
                        "1.3.6.1.2.1.17.4.3.1.2.300.27.33.1.2.3 int 1",
                        "1.3.6.1.2.1.17.4.3.1.2.0.27 int 1",
                        "1.3.6.1.2.1.17.4.3.1.2." + MAC + " int 0",
                        "1.3.6.1.2.1.4.22.1.2.7 hex 00",
                        "1.0.8802.1.1.2.1.4.2.1.3.0.3.1.1.4.10 int 2"))
                .isEmpty();
    }

    private List<String> read(String... rows) {
        List<VarBind> answers = new ArrayList<>();
        for (String row : rows) {
            String[] parts = row.split(" ", 3);
            answers.add(new VarBind(
                    Oid.parse(parts[0]),
                    switch (parts[1]) {
                        case "int" -> new SnmpValue.Int(Integer.parseInt(parts[2]));
                        case "hex" -> new SnmpValue.Octets(HexFormat.of().parseHex(parts[2]));
                        default -> new SnmpValue.Octets(parts[2].getBytes(StandardCharsets.UTF_8));
                    }));
        }
        return NeighbourTables.read(answers, "self", ports, known).stream()
                .map(one -> one.source() + " " + one.port() + " " + one.sees())
                .toList();
    }
}
