package io.langsong.report.document;

import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Letterheads;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.Papers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes files of a report. Any thread; a PDF of a commune takes about a second. */
@Component
public class ReportFiles {
    private final Papers papers;
    private final Letterheads heads;
    private final Documents documents;

    ReportFiles(Papers papers, Letterheads heads, Documents documents) {
        this.papers = papers;
        this.heads = heads;
        this.documents = documents;
    }

    public enum Format {
        PDF("application/pdf"),
        DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        CSV("text/csv;charset=UTF-8");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        /** As HTTP names it. */
        public String type() {
            return type;
        }

        /** As in addresses, and behind the dot of a file. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it has a letterhead. */
        public boolean isLetter() {
            return this == PDF || this == DOCX;
        }

        public static Optional<Format> of(String code) {
            return Arrays.stream(values())
                    .filter(format -> format.code().equals(code))
                    .findFirst();
        }
    }

    /**
     * @param texts what people wrote
     * @param issuer whose letterhead it has, if it has one
     * @param check where it is checked; null of what is not issued
     */
    public byte[] of(
            Format format,
            Report facts,
            Map<Section, ReportText> texts,
            Letterhead.Issuer issuer,
            Locale language,
            Paper.@Nullable Check check) {
        return switch (format) {
            case PDF -> pdf(facts, texts, issuer, language, check).content();
            case DOCX -> documents.docx(paper(facts, texts, issuer, language, check));
            case XLSX -> documents.xlsx(facts, language);
            case CSV -> documents.csv(facts, language);
        };
    }

    /** The PDF alone, with where a signature belongs in it. */
    public PrintedPdf pdf(
            Report facts,
            Map<Section, ReportText> texts,
            Letterhead.Issuer issuer,
            Locale language,
            Paper.@Nullable Check check) {
        return documents.print(paper(facts, texts, issuer, language, check));
    }

    private Paper paper(
            Report facts,
            Map<Section, ReportText> texts,
            Letterhead.Issuer issuer,
            Locale language,
            Paper.@Nullable Check check) {
        Paper paper = papers.of(facts, texts, heads.of(issuer), language);
        return check == null ? paper : paper.with(check);
    }
}
