package io.langsong.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Communities and keys need not stand on a command line, where every user of the machine can read them: {@code @FILE} is
 * the first line of a file, {@code env:NAME} an environment variable, anything else the secret itself.
 */
final class Secrets {
    private Secrets() {}

    /** @param what for messages, which never hold the secret */
    static String read(String what, String given) {
        if (given.startsWith("@")) {
            return fromFile(what, given.substring(1));
        }
        if (given.startsWith("env:")) {
            String name = given.substring("env:".length());
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
                throw new InputException(what + ": the environment has no variable " + name + "; set it");
            }
            return value;
        }
        return given;
    }

    private static String fromFile(String what, String file) {
        try {
            String first = Files.readString(Path.of(file)).lines().findFirst().orElse("");
            if (first.isEmpty()) {
                throw new InputException(what + ": the first line of " + file + " is empty; write the secret there");
            }
            return first;
        } catch (IOException | InvalidPathException unreadable) {
            throw new InputException(what + ": the file " + file + " can not be read as text: "
                    + unreadable.getClass().getSimpleName() + "; check its name and its mode");
        }
    }
}
