/**
 * The report as a document: what stands in it, word for word and in its order, before it is made into any format. Pages, PDF and DOCX
 * are made of the same {@link io.langsong.report.paper.Paper}.
 */
@NamedInterface("paper")
@NullMarked
package io.langsong.report.paper;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
