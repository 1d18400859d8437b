package io.langsong.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.discovery.Sighting.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of what boxes see: {@code who source port whom}; {@code root who}, {@code rank who n}, {@code up who uplink}. */
class UplinksTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nobody sees anybody        | root r; rank sw 0                                          | none
            a switch sees an ap        | root r; r lldp 1 sw; sw lldp 3 ap                          | ap<sw sw<r
            only the ap tells          | root r; sw lldp 1 r; ap lldp eth0 sw                       | ap<sw sw<r
            cdp as well                | root r; r cdp Gi0/1 sw; sw cdp Fa0/3 ap                    | ap<sw sw<r
            a chain of four            | root r; r lldp 1 a; a lldp 2 b; b lldp 3 c               | a<r b<a c<b
            two ways up                | root r; r lldp 1 a; r lldp 2 b; a lldp 3 c; b lldp 3 c   | a<r b<r c<a c<b
            two aps see each other     | root r; r lldp 1 a; r lldp 2 b; a lldp 9 b               | a<r b<r
            it sees itself             | root r; r lldp 1 r; r lldp 2 a                           | a<r
            whom nobody knows          | root r; r lldp 1 stranger                                | none
            no root, a router stands out | rank r 4; rank sw 2; r lldp 1 sw; sw lldp 2 ap         | ap<sw sw<r
            no root, the busiest switch | rank a 2; rank b 2; a lldp 1 b; a lldp 2 ap             | ap<a b<a
            no root, nobody stands out | rank a 2; rank b 2; a lldp 1 b                           | none
            what is known counts       | root r; up sw r; sw lldp 5 ap                            | ap<sw
            what is there is not said again | root r; up sw r; r lldp 1 sw                        | none
            another part of the network | root r; r lldp 1 a; rank x 2; x lldp 1 y                | a<r y<x
            a bridge sees an ap        | root r; sw bridge 1 r; sw bridge 3 ap; r lldp 1 sw       | ap<sw sw<r
            the last of two bridges    | root r; a bridge 1 r; a bridge 2 b; a bridge 2 ap; b bridge 1 r; b bridge 1 a; b bridge 4 ap | a<none b<a ap<b
            a bridge behind a root     | root r; r bridge 2 ap                                    | ap<r
            two bridges side by side   | root r; a bridge 1 r; b bridge 1 r; a bridge 2 ap; b bridge 3 ap | none
            a bridge that sees no root | root r; sw bridge 3 ap                                   | none
            seen where the root is     | root r; sw bridge 1 r; sw bridge 1 ap                    | none
            lldp before the bridge     | root r; r lldp 1 sw; sw lldp 3 ap; r bridge 1 ap; r bridge 1 sw | ap<sw sw<r
            an address table           | root r; r arp br0 ap                                     | ap<r
            two roots have the address | root r; root q; r arp br0 ap; q arp br0 ap               | none
            an ap has the address of another | root r; a arp wlan0 b                              | none
            an uplink is there already | root r; up ap sw; r arp br0 ap; rank sw 2                | none
            """)
    void proposes(String name, String facts, String expected) {
        List<Uplinks.Proposal> proposals = Uplinks.propose(nodes(facts));

        assertThat(proposals.stream()
                        .map(one -> one.child() + "<" + one.parent())
                        .sorted())
                .containsExactlyElementsOf(java.util.Arrays.stream(expected.split(" "))
                        .filter(one -> !one.endsWith("none"))
                        .sorted()
                        .toList());
        assertThat(proposals)
                .allSatisfy(one -> assertThat(one.evidence())
                        .isNotEmpty()
                        .allSatisfy(evidence -> assertThat(List.of(evidence.by(), evidence.sees()))
                                .contains(one.child())));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            root r; up r ap; r lldp 1 ap
            root r; up a b; up b c; r lldp 1 c; r lldp 2 a; c lldp 3 a
            root r; root q; r lldp 1 q; q lldp 1 r
            """)
    void neverMakesARing(String facts) {
        Map<String, List<String>> up = new LinkedHashMap<>();
        nodes(facts).forEach(node -> up.put(node.key(), new ArrayList<>(node.uplinks())));
        Uplinks.propose(nodes(facts)).forEach(one -> up.get(one.child()).add(one.parent()));

        for (String start : up.keySet()) {
            List<String> open = new ArrayList<>(up.get(start));
            for (int i = 0; i < open.size(); i++) {
                assertThat(open.get(i)).as("above %s", start).isNotEqualTo(start);
                open.addAll(up.get(open.get(i)));
                assertThat(open.size()).isLessThan(100);
            }
        }
    }

    private static List<Node> nodes(String facts) {
        Map<String, List<Sighting>> sightings = new LinkedHashMap<>();
        Map<String, Integer> ranks = new LinkedHashMap<>();
        Map<String, List<String>> up = new LinkedHashMap<>();
        List<String> roots = new ArrayList<>();
        for (String fact : facts.split(";")) {
            String[] words = fact.strip().split(" ");
            sightings.computeIfAbsent(words.length == 4 ? words[0] : words[1], key -> new ArrayList<>());
            switch (words[0]) {
                case "root" -> roots.add(words[1]);
                case "rank" -> ranks.put(words[1], Integer.valueOf(words[2]));
                case "up" -> {
                    up.computeIfAbsent(words[1], key -> new ArrayList<>()).add(words[2]);
                    sightings.computeIfAbsent(words[2], key -> new ArrayList<>());
                }
                default -> {
                    sightings
                            .get(words[0])
                            .add(new Sighting(
                                    Source.valueOf(words[1].toUpperCase(java.util.Locale.ROOT)), words[2], words[3]));
                    if (!words[3].equals("stranger")) {
                        sightings.computeIfAbsent(words[3], key -> new ArrayList<>());
                    }
                }
            }
        }
        List<Node> nodes = new ArrayList<>();
        sightings.forEach((key, seen) -> nodes.add(
                new Node(key, roots.contains(key), ranks.getOrDefault(key, 0), up.getOrDefault(key, List.of()), seen)));
        return nodes;
    }
}
