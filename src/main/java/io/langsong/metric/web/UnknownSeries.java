package io.langsong.metric.web;

/** Somebody asked for a series that there is not, or that is not for their eyes. */
final class UnknownSeries extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSeries(String message) {
        super(message);
    }
}
