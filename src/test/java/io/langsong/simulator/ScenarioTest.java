package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.simulator.Scenario.Entry;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    private static Commune commune(int villages) throws Exception {
        return Commune.of(villages, (Inet4Address) InetAddress.getByName("127.20.0.0"), 1161, 1);
    }

    @Test
    void readsAnEntryWithItsOwnKeysAndCompressesTimesButNotLatencies() {
        Scenario scenario = Scenario.parse("test.yaml", """
                speed: 10
                repeat: 10m
                faults:
                  - fault: lossy
                    device: thon-mau-07-ap1
                    at: 10s..30s
                    for: 1m
                    loss: 12.5%
                    latency: 40ms
                """);

        assertThat(scenario.repeat()).isEqualTo(Duration.ofMinutes(1));
        Entry entry = scenario.entries().get(0);
        assertThat(entry.kind()).isEqualTo(FaultKind.LOSSY);
        assertThat(entry.at()).isEqualTo(new Scenario.Span(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        assertThat(entry.lasting()).isEqualTo(Scenario.Span.of(Duration.ofSeconds(6)));
        assertThat(entry.loss()).isEqualTo(0.125);
        assertThat(entry.latency()).isEqualTo(Duration.ofMillis(40));
        assertThat(entry.where()).isEqualTo("test.yaml, line 4, column 5");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            faults: [{fault: earthquake, device: a, at: 1s}]                          | test.yaml, line 1, column 18: no fault "earthquake"; there are device-crash
            faults: [{fault: reboot, devise: a, at: 1s}]                              | test.yaml, line 1, column 26: unknown key "devise"; known here: [at, count, device
            faults: [{fault: reboot, at: 1s}]                                         | test.yaml, line 1, column 10: "device" is missing
            faults: [{fault: reboot, device: a}]                                      | test.yaml, line 1, column 10: "at" is missing
            faults: [{fault: reboot, device: a, at: 1s, at: 2s}]                      | column 45: "at" stands here twice
            faults: [{fault: reboot, device: a, at: soon}]                            | column 41: "soon" is no time; write a number and its unit
            faults: [{fault: reboot, device: a, at: 9s..3s}]                          | column 41: the second time of "9s..3s" is the earlier one
            faults: [{fault: reboot, device: a, at: 99h, for: 999h}]                  | column 51: "999h" is longer than 30 days
            faults: [{fault: reboot, device: a, at: 1s, loss: 5%}]                    | column 45: unknown key "loss"
            faults: [{fault: uplink-cut, device: a, at: 1s}]                          | uplink-cut needs "for"
            faults: [{fault: power-cut, device: a, at: 1s, for: 1s}]                  | unknown key "device"; known here: [area, at
            faults: [{fault: lossy, device: a, at: 1s, for: 1s, loss: 5}]             | "5" is no loss each way
            faults: [{fault: uplink-cut, device: A b, at: 1s, for: 1s}]               | "A b" is neither an id nor a pattern
            faults: [{fault: uplink-cut, device: a, at: 1s, for: 9s, every: 5s}]      | "every" is longer than "for"
            faults: [{fault: reboot, device: a, at: 1s, count: none}]                 | "none" is no number from 1
            faults: [reboot]                                                          | column 10: a fault is written as
            faults: 3                                                                 | column 9: faults is a list
            speed: 0                                                                  | column 8: "0" is no number from 0.01
            nmae: x                                                                   | line 1, column 1: unknown key "nmae"
            faults: [{                                                                | line 1, column 11: this is no YAML
            just text                                                                 | line 1, column 1: a scenario is written as
            """)
    void saysWhereAndWhatIsWrong(String yaml, String message) {
        assertThatThrownBy(() -> Scenario.parse("test.yaml", yaml))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyFileAndAMissingFileAreSaidPlainly() {
        assertThatThrownBy(() -> Scenario.parse("test.yaml", "")).hasMessageContaining("the scenario is empty");
        assertThatThrownBy(() -> Scenario.of("/nowhere/faults.yaml"))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("Cannot read the scenario /nowhere/faults.yaml")
                .hasMessageContaining("demo, truth, none");
    }

    @Test
    void whatTheCommuneDoesNotHaveIsSaidWithItsPlace() throws Exception {
        Targets targets = new Targets(commune(3), 1);
        Scenario device = Scenario.parse("test.yaml", "faults: [{fault: reboot, device: thon-mau-99-ap1, at: 1s}]");
        Scenario area = Scenario.parse("test.yaml", "faults: [{fault: power-cut, area: dien-*-99, at: 1s, for: 1s}]");

        assertThatThrownBy(() -> targets.of(device.entries(), 0))
                .hasMessageContaining("test.yaml, line 1, column 10: no device \"thon-mau-99-ap1\"");
        assertThatThrownBy(() -> targets.of(area.entries(), 0))
                .hasMessageContaining("no power area \"dien-*-99\" among [dien-trung-tam, dien-thon-01]");
    }

    @Test
    void picksAreTheSameForASeedAndAnotherInTheNextRound() throws Exception {
        Scenario scenario = Scenario.of("demo");
        Targets targets = new Targets(commune(36), 7);

        assertThat(targets.of(scenario.entries(), 0)).isEqualTo(new Targets(commune(36), 7).of(scenario.entries(), 0));
        assertThat(targets.of(scenario.entries(), 0)).isNotEqualTo(targets.of(scenario.entries(), 1));
    }

    @Test
    void picksKeepOutOfEachOthersSites() throws Exception {
        Commune commune = commune(36);
        List<Entry> entries = Scenario.of("truth").entries();

        List<String> sites = new Targets(commune, 3)
                .of(entries, 0).stream()
                        .flatMap(List::stream)
                        .filter(id -> id.contains("-ap") || id.contains("-router") || id.contains("-switch"))
                        .map(id -> commune.devicesById().get(id).site())
                        .collect(Collectors.toList());

        assertThat(sites).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    }

    @Test
    void theTruthScenarioHasEveryKindWithinTwoAndAHalfMinutes() {
        List<Entry> entries = Scenario.of("truth").entries();

        assertThat(entries).extracting(Entry::kind).contains(FaultKind.values());
        assertThat(entries)
                .allSatisfy(entry -> assertThat(
                                entry.at().most().plus(entry.lasting().most()))
                        .isLessThanOrEqualTo(Duration.ofSeconds(140)));
    }

    @Test
    void theDemoBeginsWithinAMinuteAndEndsBeforeItRepeats() {
        Scenario demo = Scenario.of("demo");

        assertThat(demo.entries().get(0).at().most()).isLessThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(demo.entries())
                .allSatisfy(entry -> assertThat(
                                entry.at().most().plus(entry.lasting().most()))
                        .isLessThan(demo.repeat()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 36})
    void theDemoFitsCommunesOfAnySize(int villages) throws Exception {
        assertThat(new Targets(commune(villages), 1).of(Scenario.of("demo").entries(), 0))
                .allSatisfy(ids -> assertThat(ids).isNotEmpty());
    }
}
