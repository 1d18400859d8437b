package io.langsong.command;

/** What a person gave can not be used: wrong usage. The message says what, which and the remedy. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
