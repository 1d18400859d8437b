package io.langsong.metric;

/** The store could not be reached or refused; the message names the store and the remedy. */
public class MetricStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MetricStoreException(String message) {
        super(message);
    }

    public MetricStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
