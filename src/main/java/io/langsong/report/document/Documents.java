package io.langsong.report.document;

import io.langsong.report.Report;
import io.langsong.report.paper.Paper;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The report as files. Any thread; the first PDF and DOCX take some seconds, since their libraries are loaded then. */
@Component
public class Documents {
    private final Pdf pdf = new Pdf();

    public PrintedPdf print(Paper paper) {
        return pdf.write(paper);
    }

    public byte[] pdf(Paper paper) {
        return print(paper).content();
    }

    /** To be worked on and handed to the office's document system. */
    public byte[] docx(Paper paper) {
        return Docx.write(paper);
    }

    /** A sheet for each table, every figure a number. */
    public byte[] xlsx(Report facts, Locale language) {
        return Workbook.write(new Sheets(facts, language).all());
    }

    /** The villages, as the sheet of them has it. */
    public byte[] csv(Report facts, Locale language) {
        return VillagesCsv.write(new Sheets(facts, language).villages());
    }
}
