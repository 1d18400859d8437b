package io.langsong.dashboard;

import io.langsong.metric.Sample;
import io.langsong.web.NaturalOrder;
import io.langsong.web.Words;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the index of a series is called by people: {@code poe 2} is {@code PoE cổng ether2}, {@code na} is {@code 5 GHz}.
 * What is not known stays as the device says it, which is hostile.
 */
final class Indexes {
    /** The first word of an index that says of what sort it is; it may be all of it. */
    private static final Pattern SORTED = Pattern.compile(
            "(poe|sfp|60g|gauge|rx|tx|others|ssid|vap|cap|on battery|input|output|bypass|battery|mains|line|phase|outlet|bank"
                    + "|onu|ont|supply|psu|unit|fan|entity|board|card|sensor|probe|ap|cell|modem|radio|remote|device|system"
                    + "|ambient|room|relay|disk|up|down|total)(?: (.*))?");

    private static final Pattern OVER_TIME = Pattern.compile("(.*) (min|avg|max)");
    private static final Set<String> OF_PORTS = Set.of("poe", "sfp", "60g", "rx", "tx");
    private static final Set<String> RADIOS = Set.of("na", "ng", "6e");

    private final Words words;
    private final LastPorts.Seen ports;
    private final List<String> processors;

    /** @param samples all of the device, by which its processors are numbered */
    Indexes(Words words, LastPorts.Seen ports, List<Sample> samples) {
        this.words = words;
        this.ports = ports;
        this.processors = samples.stream()
                .filter(sample -> sample.metric().name().equals("cpu.utilization"))
                .map(sample -> sample.series().index())
                .filter(Indexes::isNumber)
                .sorted(NaturalOrder.INSTANCE)
                .toList();
    }

    /**
     * @param sort its first word, as {@code poe}; empty when it has none
     * @param sortName that word for people, or empty
     * @param name what is left, for people
     */
    record Name(String sort, String sortName, String name) {
        String full() {
            return (sortName + " " + name).strip();
        }
    }

    Name of(String metric, String index) {
        Matcher sorted = SORTED.matcher(index);
        if (sorted.matches()) {
            String sort = sorted.group(1);
            String rest = sorted.group(2);
            return new Name(
                    sort,
                    words.message("dashboard.index." + sort.replace(' ', '-')),
                    rest == null ? "" : within(sort, rest));
        }
        if (metric.equals("cpu.utilization") && processors.contains(index)) {
            return new Name("", "", words.message("dashboard.index.core", processors.indexOf(index) + 1));
        }
        return new Name("", "", metric.startsWith("wifi.") && isNumber(index) ? port(index) : plain(index));
    }

    private String within(String sort, String rest) {
        return OF_PORTS.contains(sort) && isNumber(rest) ? port(rest) : plain(rest);
    }

    private String port(String ifIndex) {
        return words.message("dashboard.index.port", ports.name(ifIndex).orElse(ifIndex));
    }

    private String plain(String text) {
        if (RADIOS.contains(text)) {
            return words.message("dashboard.index.radio." + text);
        }
        Matcher overTime = OVER_TIME.matcher(text);
        return overTime.matches()
                ? overTime.group(1) + ", " + words.message("dashboard.index.over-time." + overTime.group(2))
                : text;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }
}
