package io.langsong.report.proof;

import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Letterheads;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.Paper.Appendix;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Cell;
import io.langsong.report.paper.Paper.Column;
import io.langsong.report.paper.Paper.Heading;
import io.langsong.report.paper.Paper.Paragraph;
import io.langsong.report.paper.Paper.Row;
import io.langsong.report.paper.Paper.Table;
import io.langsong.report.paper.Wording;
import io.langsong.report.proof.ProviderFile.Fault;
import io.langsong.report.proof.ProviderFile.Ground;
import io.langsong.report.proof.ProviderFile.Line;
import io.langsong.uptime.UptimeProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Words what a provider is to be told as an official letter: the draft of one, which a person reads, numbers and signs. It says nothing
 * that the file does not. Any thread.
 */
@Component
public class ProviderLetters {
    private final Letterheads heads;
    private final Clock clock;

    ProviderLetters(Letterheads heads, Clock clock) {
        this.heads = heads;
        this.clock = clock;
    }

    /** @param issuer who writes to the provider */
    public Paper of(ProviderFile file, Letterhead.Issuer issuer, Locale language) {
        Letterhead head = heads.letter(issuer, List.of(file.provider().name())).in(language);
        int year = clock.instant().atZone(UptimeProperties.ZONE).getYear();
        return new Maker(file, new Wording(language)).paper(head, year, language);
    }

    private record Maker(ProviderFile file, Wording words) {
        /** An outage with the line that was out. */
        private record Out(Line line, Fault fault) {}

        Paper paper(Letterhead head, int year, Locale language) {
            String month = words.span(file.period());
            String contract = Wording.name(file.contract().name());
            return new Paper(
                    Paper.Form.LETTER,
                    language,
                    head,
                    say("title"),
                    say("subject", month, contract),
                    words.say("period", words.bounds(file.period())),
                    year,
                    body(month, contract),
                    appendices(),
                    null);
        }

        private List<Block> body(String month, String contract) {
            List<Block> blocks = new ArrayList<>();
            String subscriber = file.contract().subscriber();
            String provider = Wording.name(file.provider().name());
            blocks.add(new Paragraph(
                    subscriber == null
                            ? say("intro", contract, provider, month)
                            : say("intro.subscriber", contract, provider, month, Wording.name(subscriber))));
            blocks.add(new Paragraph(words.say("period", words.bounds(file.period()))));
            blocks.add(new Paragraph(promise()));
            blocks.add(heading("result"));
            blocks.add(new Paragraph(sums()));
            blocks.add(lines());
            blocks.add(heading("grounds"));
            if (file.faults() > 0) {
                blocks.add(new Paragraph(say("grounds")));
            }
            blocks.add(new Paragraph(words.word("proof.provider.how")));
            if (!others().isEmpty()) {
                long seconds = others().stream()
                        .mapToLong(out -> out.fault().seconds())
                        .sum();
                blocks.add(new Paragraph(say("others", words.whole(others().size()), words.duration(seconds))));
            }
            blocks.add(heading("requests"));
            requests(provider).forEach(text -> blocks.add(new Paragraph(text)));
            blocks.add(new Paragraph(say("end")));
            return blocks;
        }

        private String promise() {
            String share = words.plain(file.promised()) + "%";
            Integer hours = file.contract().repairHours();
            return hours == null ? say("promise", share) : say("promise.repair", share, words.whole(hours));
        }

        private String sums() {
            return file.faults() == 0
                    ? say("none")
                    : say(
                            "sums",
                            words.whole(file.faults()),
                            words.duration(file.seconds()),
                            words.whole(file.broken()),
                            words.whole(file.lines().size()),
                            words.whole(file.tooLong()));
        }

        private List<String> requests(String provider) {
            if (file.faults() == 0) {
                return List.of(say("request.keep", provider));
            }
            Stream<String> all = Stream.of("check", "remedy", "contract");
            return all.filter(key -> !key.equals("contract") || file.broken() > 0 || file.tooLong() > 0)
                    .map(key -> say("request." + key))
                    .toList();
        }

        /** Table 1. */
        private Table lines() {
            List<Row> rows = new ArrayList<>(file.lines().stream()
                    .map(line -> row(
                            false,
                            Wording.name(line.name()),
                            words.duration(line.measure().measuredSeconds()),
                            words.share(line.measure().coverage()),
                            words.whole(line.provided().size()),
                            words.duration(line.providerSeconds()),
                            words.whole(late(line)),
                            words.share(line.served()),
                            verdict(line)))
                    .toList());
            rows.add(row(
                    true,
                    words.say("total"),
                    "",
                    "",
                    words.whole(file.faults()),
                    words.duration(file.seconds()),
                    words.whole(file.tooLong()),
                    "",
                    ""));
            return table(
                    1,
                    "lines",
                    rows,
                    say("lines.source"),
                    column("line", false, 19),
                    column("measured", true, 13),
                    column("coverage", true, 11),
                    column("faults", true, 10),
                    column("time", true, 14),
                    column("late", true, 8),
                    column("served", true, 11),
                    column("verdict", false, 14));
        }

        private static long late(Line line) {
            return line.provided().stream().filter(Fault::tooLong).count();
        }

        private String verdict(Line line) {
            if (line.served() == null) {
                return words.word("proof.provider.no-figure");
            }
            return words.word(
                    "proof.provider." + (file.isThin(line) ? "thin" : file.isBroken(line) ? "broken" : "kept"));
        }

        private List<Appendix> appendices() {
            List<Block> blocks = new ArrayList<>();
            if (!provided().isEmpty()) {
                blocks.add(outages());
            }
            if (!others().isEmpty()) {
                blocks.add(uncounted());
            }
            return blocks.isEmpty() ? List.of() : List.of(new Appendix("", say("appendix"), true, blocks));
        }

        private List<Out> provided() {
            return outs(Line::provided);
        }

        private List<Out> others() {
            return outs(Line::others);
        }

        private List<Out> outs(Function<Line, List<Fault>> some) {
            return file.lines().stream()
                    .flatMap(line -> some.apply(line).stream().map(fault -> new Out(line, fault)))
                    .toList();
        }

        /** Table 2. */
        private Table outages() {
            List<Row> rows = new ArrayList<>();
            for (Out out : provided()) {
                rows.add(numbered(
                        rows,
                        out,
                        words.duration(out.fault().length()),
                        words.say(out.fault().tooLong() ? "yes" : "no"),
                        grounds(out.fault())));
            }
            return table(
                    2,
                    "outages",
                    rows,
                    "",
                    column("number", true, 5),
                    column("line", false, 15),
                    column("from", false, 10),
                    column("until", false, 10),
                    column("time", true, 10),
                    column("length", true, 10),
                    column("late", false, 7),
                    column("grounds", false, 33));
        }

        /** Table 3, or 2 where the provider had none. */
        private Table uncounted() {
            List<Row> rows = new ArrayList<>();
            for (Out out : others()) {
                rows.add(numbered(
                        rows,
                        out,
                        words.word("proof.provider.blame." + out.fault().blame().code())));
            }
            return table(
                    provided().isEmpty() ? 2 : 3,
                    "others",
                    rows,
                    "",
                    column("number", true, 5),
                    column("line", false, 31),
                    column("from", false, 17),
                    column("until", false, 17),
                    column("time", true, 15),
                    column("blame", false, 15));
        }

        /** How each row about an outage begins. */
        private Row numbered(List<Row> before, Out out, String... cells) {
            Fault fault = out.fault();
            Stream<String> common = Stream.of(
                    words.whole(before.size() + 1L),
                    Wording.name(out.line().name()),
                    words.second(fault.from()),
                    until(fault.until()),
                    words.duration(fault.seconds()));
            return row(false, Stream.concat(common, Stream.of(cells)).toArray(String[]::new));
        }

        private String until(@Nullable Instant at) {
            return at == null ? words.word("proof.provider.lasts") : words.second(at);
        }

        private String grounds(Fault fault) {
            return fault.grounds().isEmpty()
                    ? Wording.NONE
                    : fault.grounds().stream().map(this::ground).collect(Collectors.joining("; "));
        }

        private String ground(Ground ground) {
            Instant at = ground.at();
            return words.word(
                    "proof.provider.ground." + ground.kind().code(),
                    Wording.name(ground.detail()),
                    at == null ? "" : words.second(at));
        }

        private Heading heading(String key) {
            return new Heading(1, say("heading." + key));
        }

        private String say(String key, Object... values) {
            return words.say("letter." + key, values);
        }

        private Table table(int number, String key, List<Row> rows, String source, Column... columns) {
            String caption = words.say("table", Integer.toString(number), say(key + ".caption"));
            return new Table(caption, List.of(columns), rows, source, true);
        }

        private Column column(String key, boolean number, int share) {
            return new Column(say("column." + key), number, share);
        }

        private static Row row(boolean total, String... cells) {
            return new Row(Stream.of(cells).map(text -> new Cell(text, null)).toList(), total);
        }
    }
}
