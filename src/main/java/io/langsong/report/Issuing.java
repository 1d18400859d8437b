package io.langsong.report;

import io.langsong.report.ReportText.Section;
import java.util.Map;

/** Takes part when a version is issued: each bean of it is called inside the transaction, and what it throws undoes all of it. */
public interface Issuing {
    /**
     * @param version as it is issued
     * @param facts that it states
     * @param texts that people wrote; a section that nobody wrote is not there
     */
    void issued(ReportVersion version, Report facts, Map<Section, ReportText> texts);
}
