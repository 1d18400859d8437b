/** The report as files: PDF and DOCX of a {@link io.langsong.report.paper.Paper}, XLSX and CSV of a {@link io.langsong.report.Report}. */
@NamedInterface("document")
@NullMarked
package io.langsong.report.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
