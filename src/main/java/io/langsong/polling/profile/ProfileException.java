package io.langsong.polling.profile;

/** A profile that can not be used; the message says file, line, column, what is wrong and the remedy. */
public final class ProfileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ProfileException(String message) {
        super(message);
    }
}
