package io.langsong.report.paper;

import io.langsong.report.Measure;
import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.Trend;
import io.langsong.report.Trends;
import io.langsong.report.paper.Paper.Appendix;
import io.langsong.report.paper.Paper.Block;
import io.langsong.report.paper.Paper.Heading;
import io.langsong.report.paper.Paper.Paragraph;
import io.langsong.report.paper.Paper.Written;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Words the report: sections I to IV and the three appendices, in the order that Decree 30/2020/NĐ-CP's readers know. Any thread. */
@Component
public class Papers {
    private static final int MONTHS_BEFORE = 11;

    private final Trends trends;

    Papers(Trends trends) {
        this.trends = trends;
    }

    /** @param texts what people wrote; what is missing or blank is drafted, or stays visibly empty */
    public Paper of(Report facts, Map<Section, ReportText> texts, Letterhead head, Locale language) {
        List<Trend> before = facts.period().month() == null
                ? List.of()
                : trends.before(facts.period().month(), MONTHS_BEFORE);
        return of(facts, before, texts, head, language);
    }

    static Paper of(
            Report facts, List<Trend> before, Map<Section, ReportText> texts, Letterhead head, Locale language) {
        return new Maker(facts, texts, new Wording(language)).paper(before, head, language);
    }

    private static final class Maker {
        private final Report facts;
        private final Map<Section, ReportText> texts;
        private final Wording words;
        private final Tables tables;
        private final Charts charts;
        private final Drafts drafts;

        Maker(Report facts, Map<Section, ReportText> texts, Wording words) {
            this.facts = facts;
            this.texts = texts;
            this.words = words;
            this.tables = new Tables(facts, words);
            this.charts = new Charts(facts, words);
            this.drafts = new Drafts(facts, words);
        }

        Paper paper(List<Trend> before, Letterhead head, Locale language) {
            String subject = words.say("subject", words.span(facts.period()));
            return new Paper(
                    Paper.Form.REPORT,
                    language,
                    head.in(language),
                    words.say("title"),
                    subject,
                    period(),
                    facts.countedAt().atZone(UptimeProperties.ZONE).getYear(),
                    body(before, subject),
                    List.of(
                            new Appendix("I", words.say("appendix.villages"), true, villages()),
                            new Appendix("II", words.say("appendix.log"), true, log()),
                            new Appendix("III", words.say("appendix.method"), true, method())),
                    null);
        }

        private String period() {
            String bounds = words.say("period", words.bounds(facts.period()));
            return facts.over()
                    ? bounds
                    : bounds + " " + words.say("period.lasts", words.clockAndDate(facts.countedAt()));
        }

        private List<Block> body(List<Trend> before, String subject) {
            List<Block> blocks = new ArrayList<>();
            blocks.add(paragraph("intro"));
            blocks.add(new Paragraph(period()));
            blocks.add(heading(1, "results"));
            blocks.add(heading(2, "overview"));
            blocks.add(drafted(Section.OVERVIEW, drafts.overview()));
            blocks.add(heading(2, "uptime"));
            blocks.add(paragraph("uptime.text"));
            blocks.add(tables.groups());
            charts.trend(before).ifPresent(blocks::add);
            incidents(blocks);
            blocks.add(heading(2, "work"));
            if (facts.work().isEmpty()) {
                blocks.add(paragraph("work.none"));
            } else {
                blocks.add(tables.work());
            }
            blocks.add(heading(2, "usage"));
            blocks.add(tables.usage());
            blocks.add(heading(1, "assessment"));
            for (Section section : List.of(Section.STRENGTHS, Section.WEAKNESSES, Section.REASONS)) {
                blocks.add(heading(2, section.code()));
                blocks.add(written(section));
            }
            blocks.add(heading(1, "next-month"));
            blocks.add(drafted(Section.NEXT_MONTH, drafts.nextMonth()));
            blocks.add(heading(1, "requests"));
            blocks.add(written(Section.REQUESTS));
            blocks.add(paragraph("end", lowerFirst(subject)));
            return blocks;
        }

        private static String lowerFirst(String text) {
            return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        }

        private void incidents(List<Block> blocks) {
            blocks.add(heading(2, "incidents"));
            if (facts.incidents().isEmpty()) {
                blocks.add(paragraph("incidents.none"));
                return;
            }
            blocks.add(new Paragraph(times()));
            blocks.add(tables.causes());
            charts.causes().ifPresent(blocks::add);
            blocks.add(tables.worstIncidents());
        }

        /** How fast people were, as far as there is anything to say. */
        private String times() {
            Measure services = facts.commune().services();
            List<String> sentences = new ArrayList<>();
            if (services.meanToRepairSeconds() != null) {
                sentences.add(words.say(
                        "incidents.repair",
                        words.duration(services.meanToRepairSeconds()),
                        words.duration(services.medianToRepairSeconds())));
            }
            if (facts.meanAcknowledgeSeconds() != null) {
                sentences.add(words.say("incidents.acknowledge", words.duration(facts.meanAcknowledgeSeconds())));
            }
            BigDecimal inTime = facts.withinTarget();
            if (inTime != null) {
                sentences.add(words.say("incidents.in-time", words.percentOf(inTime)));
            }
            long repeats = tables.repeats();
            if (repeats > 0) {
                sentences.add(words.say("incidents.repeats", words.whole(repeats)));
            }
            sentences.add(words.say(tables.logIsCut() ? "incidents.log-cut" : "incidents.log"));
            return String.join(" ", sentences);
        }

        private List<Block> villages() {
            List<Block> blocks = new ArrayList<>();
            blocks.add(tables.villages());
            charts.villages().ifPresent(blocks::add);
            charts.days().ifPresent(blocks::add);
            return blocks;
        }

        private List<Block> log() {
            if (facts.incidents().isEmpty()) {
                return List.of(paragraph("incidents.none"));
            }
            List<Block> blocks = new ArrayList<>();
            if (tables.logIsCut()) {
                blocks.add(paragraph(
                        "log.cut",
                        words.whole(tables.logged()),
                        words.whole(facts.incidents().size()),
                        words.say("sheet.incidents")));
            }
            blocks.add(tables.incidentLog());
            return blocks;
        }

        private List<Block> method() {
            List<Block> blocks = new ArrayList<>();
            blocks.add(heading(2, "method"));
            for (String rule : List.of("uptime", "out", "unknown", "maintenance", "services", "own")) {
                blocks.add(paragraph("method." + rule));
            }
            blocks.add(paragraph(
                    "method.rules",
                    words.plain(facts.rules().target()) + "%",
                    words.plain(facts.rules().enoughCoverage()) + "%",
                    words.duration(facts.rules().blipSeconds()),
                    words.duration(facts.rules().restoreCriticalSeconds()),
                    words.duration(facts.rules().restoreWarningSeconds())));
            blocks.add(paragraph("method.counted", words.clockAndDate(facts.countedAt())));
            blocks.add(heading(2, "indicators"));
            blocks.add(tables.indicators());
            blocks.add(heading(2, "coverage"));
            blocks.add(tables.times());
            blocks.add(heading(2, "gaps"));
            if (facts.gaps().isEmpty()) {
                blocks.add(paragraph("gaps.none"));
            } else {
                blocks.add(paragraph("gaps.text"));
                blocks.add(tables.gaps());
            }
            return blocks;
        }

        private Heading heading(int level, String key) {
            return new Heading(level, words.say("heading." + key));
        }

        private Paragraph paragraph(String key, Object... values) {
            return new Paragraph(words.say(key, values));
        }

        private Written written(Section section) {
            ReportText text = texts.get(section);
            return new Written(section, text == null ? "" : Wording.text(text.text()), false);
        }

        private Written drafted(Section section, String draft) {
            ReportText text = texts.get(section);
            return text == null || text.writtenBy() == null || text.text().isBlank()
                    ? new Written(section, draft, true)
                    : written(section);
        }
    }
}
