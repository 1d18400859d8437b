package io.langsong.report.paper;

import io.langsong.report.Report;
import io.langsong.report.ReportText;
import io.langsong.report.ReportText.Section;
import java.util.Locale;
import java.util.Map;

/** Words the facts of a period as a document. Any thread. */
public interface PaperMaker {
    /** @param texts what people wrote; a section that nobody wrote is not there. @param language {@code vi} or {@code en} */
    Paper of(Report facts, Map<Section, ReportText> texts, Locale language);
}
