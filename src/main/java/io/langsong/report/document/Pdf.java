package io.langsong.report.document;

import io.langsong.print.Printed;
import io.langsong.print.Printer;
import io.langsong.report.paper.Paper;
import java.util.Map;

/** Prints a paper. Any thread. */
final class Pdf {
    private static final String TEMPLATE = "report/paper";
    /** The id of the place in the template. */
    private static final String SIGNATURE = "signature";

    private final Printer printer = new Printer("messages/paper", new Drawing());

    PrintedPdf write(Paper paper) {
        Printed printed = printer.print(TEMPLATE, paper.language(), model(paper), SIGNATURE);
        Printed.Place place = printed.place()
                .orElseThrow(() -> new IllegalStateException("The template has no place for a signature"));
        return new PrintedPdf(printed.content(), place);
    }

    /** Well-formed, as the printer wants it. */
    String html(Paper paper) {
        return printer.html(TEMPLATE, paper.language(), model(paper));
    }

    private static Map<String, Object> model(Paper paper) {
        return Map.of("paper", paper, "print", Boolean.TRUE);
    }
}
