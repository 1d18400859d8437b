package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class OutputTest {
    private static final Oid OID = Oid.parse("1.3.6.1.4.1.99999.1");

    @TempDir
    Path folder;

    @Test
    void valuesAreWrittenAsNetSnmpWritesThem() throws Exception {
        assertThat(printed(new SnmpValue.Counter64(-1))).isEqualTo("Counter64: 18446744073709551615");
        assertThat(printed(new SnmpValue.Int(-5))).isEqualTo("INTEGER: -5");
        assertThat(printed(new SnmpValue.TimeTicks(8_640_000L + 360_000 + 1)))
                .isEqualTo("Timeticks: (9000001) 1 day, 1:00:00.01");
        assertThat(printed(new SnmpValue.TimeTicks(4_294_967_295L)))
                .isEqualTo("Timeticks: (4294967295) 497 days, 2:27:52.95");
        assertThat(printed(new SnmpValue.IpAddress(InetAddress.getByName("10.4.2.1"))))
                .isEqualTo("IpAddress: 10.4.2.1");
        assertThat(printed(octets(""))).isEqualTo("\"\"");
        assertThat(printed(octets("610a"))).isEqualTo("STRING: \"a\n\"");
        assertThat(printed(octets("00".repeat(17)))).isEqualTo("Hex-STRING: " + "00 ".repeat(16) + "\n00 ");
        assertThat(printed(new SnmpValue.NoSuchInstance())).isEqualTo("No Such Instance currently exists at this OID");
        assertThat(printed(new SnmpValue.Opaque(HexFormat.of().parseHex("9f78043f000000"))))
                .isEqualTo("Opaque: Float: 0.500000");
    }

    private static String printed(SnmpValue value) {
        String line = NetSnmpFormat.line(new VarBind(OID, value));
        assertThat(line).startsWith(".1.3.6.1.4.1.99999.1 = ");
        return line.substring(line.indexOf('=') + 2);
    }

    private static SnmpValue octets(String hex) {
        return new SnmpValue.Octets(HexFormat.of().parseHex(hex));
    }

    @Test
    void aRecordingIsSortedAndKeepsEveryOctet() throws Exception {
        Path file = folder.resolve("a.snmprec");

        Snmprec.write(
                file,
                List.of(
                        new VarBind(OID.append(2), octets("ff00")),
                        new VarBind(OID.append(1), octets("2061")),
                        new VarBind(OID.append(10), new SnmpValue.Counter64(-1)),
                        new VarBind(OID.append(3), new SnmpValue.NoSuchObject()),
                        new VarBind(OID.append(4), octets("4170"))));

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "1.3.6.1.4.1.99999.1.1|4x|2061",
                        "1.3.6.1.4.1.99999.1.2|4x|ff00",
                        "1.3.6.1.4.1.99999.1.4|4|Ap",
                        "1.3.6.1.4.1.99999.1.10|70|18446744073709551615");
    }

    @Test
    void jsonHoldsHostileTextsAndExactNumbers() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("text", "\"\\\0\u001b[2J\u2028\ud800 thôn Mận");
        line.put("counter", Json.Exact.unsigned(-1));
        line.put("whole", 72_200_000.0);
        line.put("part", 0.1);
        line.put("missing", null);
        line.put("list", List.of());

        String json = Json.line(line);

        assertThat(json)
                .doesNotContain("\n", "\033", "missing")
                .contains("\"counter\":18446744073709551615", "\"whole\":72200000,", "\"part\":0.1", "\"list\":[]");
        assertThat(JsonMapper.shared().readTree(json).path("text").asString()).startsWith("\"\\\0\u001b[2J\u2028");
    }
}
