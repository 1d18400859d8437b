package io.langsong.report.document;

import io.langsong.print.Printed;

/**
 * A paper as it is printed.
 *
 * @param content PDF
 * @param signature what is left free between post and name
 */
public record PrintedPdf(byte[] content, Printed.Place signature) {}
