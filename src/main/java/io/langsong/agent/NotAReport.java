package io.langsong.agent;

/** What came is no report: no JSON, too deep, or of another kind. */
final class NotAReport extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message for the agent; without anything that it sent */
    NotAReport(String message) {
        super(message);
    }
}
