package io.langsong.polling.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
    @TempDir
    Path folder;

    @Test
    void theShippedFamiliesAreThere() {
        assertThat(Profiles.load().all())
                .extracting(Profile::name)
                .contains("generic", "mikrotik", "openwrt", "ubiquiti-unifi");
        assertThat(Profiles.load().all())
                .allSatisfy(profile -> assertThat(profile.source()).isNotBlank());
    }

    @ParameterizedTest(name = "{0} \"{1}\" probe \"{2}\" -> {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # sysObjectID               | sysDescr                    | what answers, with which text | profile
            1.3.6.1.4.1.14988.1         | RouterOS RB4011             | -                      | mikrotik
            1.3.6.1.4.1.14988.10        | RouterOS                    | -                      | generic
            1.3.6.1.4.1.41112           | U6-Pro 6.6.55               | -                      | ubiquiti-unifi
            1.3.6.1.4.1.8072.3.2.10     | UAP-AC-Lite 4.3.28          | -                      | ubiquiti-unifi
            1.3.6.1.4.1.10002.1         | Linux 3.3.8                 | 1.3.6.1.4.1.41112.1.6.3.3.0=U7-Outdoor | ubiquiti-unifi
            1.3.6.1.4.1.10002.1         | Linux 2.6.32                | -                      | ubiquiti-airos
            1.3.6.1.4.1.8072.3.2.10     | Linux RUT9 5.15             | 1.3.6.1.4.1.48690.2.14.0=RUT9_R_00.07 | teltonika
            1.3.6.1.4.1.8072.3.2.10     | Linux ap1 5.15              | 1.3.6.1.4.1.8072.1.3.2.3.1.1.6.100.105.115.116.114.111=OpenWrt 23.05.3 | openwrt
            1.3.6.1.4.1.8072.3.2.10     | Linux ap1 5.15              | 1.3.6.1.4.1.8072.1.3.2.3.1.1.6.100.105.115.116.114.111=Debian | linux
            1.3.6.1.4.1.8072.3.2.10     | Linux server 6.1            | -                      | linux
            1.3.6.1.4.1.8072.3.2.10     | Linux card 2.6.37           | 1.3.6.1.2.1.33.1.2.1.0=2 | ups
            1.3.6.1.4.1.99999.7         | Card                        | 1.3.6.1.2.1.33.1.2.1.0=2 | ups
            1.3.6.1.4.1.99999.7         | Card                        | -                      | generic
            -                           | -                           | -                      | generic
            """)
    void aDeviceIsKnownByItsMarks(String sysObjectId, String sysDescr, String probe, String profile) {
        Profiles profiles = Profiles.load();
        Oid oid = sysObjectId == null ? null : Oid.parse(sysObjectId);
        String descr = sysDescr == null ? "" : sysDescr;
        String[] answer = probe == null ? new String[] {""} : probe.split("=", 2);
        List<VarBind> probed = profiles.probes(oid, descr).stream()
                .filter(asked -> asked.toString().equals(answer[0]))
                .map(asked -> new VarBind(asked, new SnmpValue.Octets(answer[1].getBytes(StandardCharsets.UTF_8))))
                .toList();

        Profiles.Choice choice = profiles.choose(oid, descr, probed);

        assertThat(choice.profile().name()).isEqualTo(profile);
        assertThat(choice.reasons()).isNotEmpty();
    }

    @Test
    void thePriorityThenTheLongerPrefixDecides() throws IOException {
        write("a.yaml", "name: long\ntitle: t\nsource: s\nmatch: {sysObjectId: 1.3.6.1.4.1.99.1}\n");
        write("b.yaml", "name: short\ntitle: t\nsource: s\nmatch: {sysObjectId: 1.3.6.1.4.1.99}\n");
        assertThat(chosen("1.3.6.1.4.1.99.1.7")).isEqualTo("long");

        write("b.yaml", "name: short\ntitle: t\nsource: s\npriority: 5\nmatch: {sysObjectId: 1.3.6.1.4.1.99}\n");
        assertThat(chosen("1.3.6.1.4.1.99.1.7")).isEqualTo("short");
    }

    private String chosen(String sysObjectId) {
        return Profiles.load(List.of(folder))
                .choose(Oid.parse(sysObjectId), "", List.of())
                .profile()
                .name();
    }

    @Test
    void anOwnProfileTakesThePlaceOfTheShippedOne() throws IOException {
        write("mine.yaml", "name: mikrotik\ntitle: ours\nsource: s\nextends: generic\nbulk: false\nmaxVarBinds: 5\n");

        Profile mikrotik = Profiles.load(List.of(folder)).byName("mikrotik").orElseThrow();

        assertThat(mikrotik.title()).isEqualTo("ours");
        assertThat(mikrotik.maxRepetitions()).isZero();
        assertThat(mikrotik.plan().walks())
                .allSatisfy(columns -> assertThat(columns).hasSizeLessThanOrEqualTo(5));
    }

    @Test
    void theTwoTablesOfInterfacesAreWalkedAsOne() {
        PollPlan plan = Profiles.load().generic().plan();

        assertThat(plan.get().get(0)).isEqualTo(Oid.parse("1.3.6.1.2.1.1.3.0"));
        assertThat(plan.get()).contains(Oid.parse("1.3.6.1.2.1.25.1.1.0")).doesNotHaveDuplicates();
        assertThat(plan.walks().get(0))
                .contains(Oid.parse("1.3.6.1.2.1.2.2.1.8"), Oid.parse("1.3.6.1.2.1.31.1.1.1.6"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            # the line that follows a right heading | place and words of the refusal
            maxRepetition: 5                         | bad.yaml:4:1: unknown key "maxRepetition"; known here: name, extends, title
            maxRepetitions: 5000                     | bad.yaml:4:17: "maxRepetitions" is a whole number from 1 to 255, not "5000"
            bulk: maybe                              | bad.yaml:4:7: "bulk" is true or false
            title: again                             | bad.yaml:4:1: "title" stands here twice
            extends: nobody                          | bad.yaml:4:10: there is no profile "nobody"
            extends: bad                             | extend each other in a circle: bad
            match: {sysObjectId: 1.3.6.x}            | bad.yaml:4:22: Not an OID
            match: {sysDescr: '('}                   | bad.yaml:4:19: not a regular expression
            match: {}                                | bad.yaml:4:8: a match names at least one
            scalars: [{metric: A, oid: 1.3.6.1}]     | bad.yaml:4:20: A metric's name is lower-case
            scalars: [{metric: a.b}]                 | bad.yaml:4:11: "oid" is missing
            scalars: [{metric: a.b, oid: 1.3.6.1, kind: counter64, divide: 8}] | bad.yaml:4:45: a counter is stored as it was read
            scalars: [{metric: a.b, oid: 1.3.6.1, divide: 0}] | "divide" can not be 0
            scalars: [{metric: a.b, oid: 1.3.6.1, convert: furlong}] | "convert" is one of none, channel-to-mhz
            scalars: {metric: !!java.io.File a}      | Global tag is not allowed
            scalars: [                               | bad.yaml:5:1: not YAML
            scalars: [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]] | not accepted
            tables: [{columns: []}]                  | a table needs columns
            """)
    void aProfileWithAFaultIsRefusedWithItsPlace(String line, String refusal) throws IOException {
        write("bad.yaml", "name: bad\ntitle: t\nsource: s\n" + line + "\n");

        assertThatThrownBy(() -> Profiles.load(List.of(folder)))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining(refusal.strip());
    }

    @Test
    void aBombOfAliasesIsRefused() throws IOException {
        write("bad.yaml", "name: bad\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");

        assertThatThrownBy(() -> Profiles.load(List.of(folder))).isInstanceOf(ProfileException.class);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
