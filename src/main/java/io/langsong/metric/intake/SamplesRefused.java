package io.langsong.metric.intake;

/** The store does not take one or more samples of a batch and never will. */
public final class SamplesRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public SamplesRefused(String reason, Throwable cause) {
        super(reason, cause);
    }
}
