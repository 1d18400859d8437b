package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ValidationTest {
    private static ObjectNode read(String json) {
        return NetJson.read(json.replace('\'', '"'));
    }

    private static String problems(String json) {
        return Validation.of(read(json)).stream()
                .map(one -> one.path() + " " + one.text(Locale.ENGLISH))
                .reduce((one, other) -> one + "\n" + other)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'interfaces':[{'type':'ethernet'}]}                                   | [interfaces, 0] interfaces[0]: name is missing
            {'interfaces':[{'name':'x'}]}                                          | [interfaces, 0] interfaces[0]: type is missing
            {'interfaces':[{'name':'x','type':'fibre'}]}                           | [interfaces, 0] interfaces[0].type: "fibre" is none
            {'interfaces':[{'name':'x','type':'ethernet','mtu':'9'}]}              | [interfaces, 0] interfaces[0].mtu: "9" is of the wrong type; write this: integer
            {'interfaces':[{'name':'x','type':'ethernet','mtu':67}]}               | [interfaces, 0] interfaces[0].mtu: 67 is too small; write 68 at least
            {'interfaces':[{'name':'x','type':'wireless','wireless':{'mode':'adhoc','radio':'r','ssid':'s'}}]} | [interfaces, 0] interfaces[0].wireless: bssid is missing
            {'interfaces':[{'name':'x','type':'ethernet','addresses':[{'proto':'static','family':'ipv4','address':'1.2.3','mask':8}]}]} | [interfaces, 0] interfaces[0].addresses[0].address: "1.2.3" is no IPv4
            {'interfaces':[1]}                                                     | [interfaces, 0] interfaces[0]: 1 is of the wrong type
            {'interfaces':{}}                                                      | [interfaces] interfaces: {} is of the wrong type; write this: array
            {'general':{'hostname':'a b'}}                                         | [general, hostname] general.hostname: "a b" is no name of a host
            {'general':{'timezone':'Mars/Phobos'}}                                 | [general, timezone] general.timezone: "Mars/Phobos" is no time zone
            {'dns_servers':['1.1.1.1','1.1.1.1']}                                  | [dns_servers] dns_servers[1]: "1.1.1.1" stands here twice
            {'routes':[{'device':'x','destination':'10.0.0.0/33','next':'','cost':0}]} | [routes, 0, destination] routes[0].destination: "10.0.0.0/33" is no network
            {'files':[{'path':'/etc/../x','mode':'0644','contents':''}]}           | [files, 0, path] files[0].path: "/etc/../x" is no path
            {'files':[{'path':'/etc/x','mode':'0888','contents':''}]}              | [files, 0, mode] files[0].mode: "0888" is no mode
            {'files':[{'path':'/etc/config/x','mode':'0644','contents':'nonsense'}]} | [files, 0, contents] files[0].contents: Line file:1: "nonsense"
            {'radios':[{'name':'r','driver':'mac80211','protocol':'802.11n','channel':0,'channel_width':20}]} | [] radios[0].channel: The channel is left
            {'a':[{'config_name':'t','o':{'x':1}}]}                                | [a, 0, o] a[0].o: o holds an object
            {'ntp':{'server':['ab'],'o':[[1]]}}                                    | [ntp, o] ntp.o: o holds an object
            {'a':[{'config_name':'t','o-x':1}]}                                    | [a, 0, o-x] a[0].o-x: "o-x" can not be the name of an option
            {'a/b':[{'config_name':'t'}]}                                          | [a/b] a/b: "a/b" can not be the name of a UCI package
            {'a':[{'config_name':'t t'}]}                                          | [a, 0, config_name] a[0].config_name: "t t" can not be the type
            """)
    void saysWhatIsWrongAndWhere(String config, String says) {
        assertThat(problems(config)).startsWith(says);
    }

    @Test
    void tellsAllThatIsWrong() {
        assertThat(problems("{'general':{'hostname':'-'},'led':[{}],'interfaces':[{'name':'a b','type':'ethernet'}]}")
                        .lines())
                .hasSize(5);
    }

    @Test
    void onePortHasOnePrimaryVlan() {
        String bridge = "{'interfaces':[{'name':'br0','type':'bridge','bridge_members':['a'],'vlan_filtering':["
                + "{'vlan':1,'ports':[{'ifname':'a','tagging':'t','primary_vid':true}]},"
                + "{'vlan':2,'ports':[{'ifname':'a','tagging':'u','primary_vid':%s}]}]}]}";

        assertThat(problems(bridge.formatted("true"))).startsWith("[] interfaces[0].vlan_filtering[1]: Port a has two");
        assertThat(problems(bridge.formatted("false"))).isEmpty();
        assertThatThrownBy(() -> new OpenWrt(OpenWrt.Syntax.OLD).render(read(bridge.formatted("false"))))
                .hasMessageContaining("before 21");
    }

    @Test
    void noMessageShowsASecret() {
        assertThat(problems(
                        "{'interfaces':[{'name':'w','type':'wireless','wireless':{'mode':'access_point','radio':'r','ssid':'s',"
                                + "'encryption':{'protocol':'wpa2_personal','key':'hunter2'}}}]}"))
                .contains("key: \"•••\" is too short; write 8 characters at least")
                .doesNotContain("hunter2");
    }

    @Test
    void twoSectionsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new OpenWrt(OpenWrt.Syntax.DSA)
                        .render(read(
                                "{'interfaces':[{'name':'a-b','type':'ethernet'},{'name':'a.b','type':'ethernet'}]}")))
                .hasMessageContaining("Two sections of the package network would be called a_b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vi", "en"})
    void everyFaultHasItsSentence(String language) {
        for (Fault fault : Fault.values()) {
            assertThat(Problem.whole(fault, "A", "B", "C").text(Locale.forLanguageTag(language)))
                    .as("%s", fault)
                    .isNotBlank()
                    .doesNotContain("{0}", "{1}", "{2}");
        }
    }

    /** What the schema file says of faults and formats is what the program knows. */
    @Test
    void theSchemaNamesOnlyWhatThereIs() throws IOException {
        String schema;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/netjson/openwrt.schema.json"))) {
            schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Set<String> faults = new TreeSet<>();
        Matcher says = Pattern.compile("\"says\": \"([^\"]+)\"").matcher(schema);
        while (says.find()) {
            faults.add(Fault.valueOf(says.group(1).toUpperCase(Locale.ROOT).replace('-', '_'))
                    .code());
        }
        Matcher formats = Pattern.compile("\"format\": \"([^\"]+)\"").matcher(schema);
        while (formats.find()) {
            assertThat(Formats.fault(formats.group(1), "\n"))
                    .as(formats.group(1))
                    .isPresent();
        }
        assertThat(faults).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource({
        "OpenWrt 19.07.10 r11427, OLD",
        "openwrt 18.06, OLD",
        "OpenWrt 21.02.0, DSA",
        "OpenWrt 24.10-SNAPSHOT, DSA",
        "OpenWrt SNAPSHOT r1234, DSA",
        "LEDE Reboot 17.01, DSA",
        "'', DSA"
    })
    void takesTheSyntaxFromWhatADeviceSays(String system, OpenWrt.Syntax syntax) {
        assertThat(OpenWrt.Syntax.of(system)).isEqualTo(syntax);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyConfigurationIsRenderedAsNothing(OpenWrt.Syntax syntax) {
        Rendered rendered = new OpenWrt(syntax).render(read("{'type':'DeviceConfiguration','custom':{'x':1}}"));

        assertThat(rendered.text(true)).isEmpty();
        assertThat(new OpenWrt(syntax).parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Ho_Chi_Minh, <+07>-7, Asia/Ho_Chi_Minh",
        "Asia/Ho Chi Minh, <+07>-7, Asia/Ho_Chi_Minh",
        "UTC, UTC, UTC",
        "'America/New_York', 'EST5EDT,M3.2.0,M11.1.0', US/Michigan"
    })
    void knowsTimeZones(String zone, String rule, String back) {
        assertThat(Timezones.rule(zone)).contains(rule);
        assertThat(Timezones.zone(rule)).contains(back);
    }
}
