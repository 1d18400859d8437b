package io.langsong.report;

import io.langsong.report.ReportText.Section;
import java.util.Map;

/** Is called inside the transaction that issues a version; what it throws stops that. */
public interface Issuing {
    void issued(ReportVersion version, Report facts, Map<Section, ReportText> texts);
}
