package io.langsong.netjson;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A file for a device, beside its UCI packages.
 *
 * @param path as it was written; from the root of the device with or without a slash before it
 * @param mode octal digits, three or four
 */
public record ConfigurationFile(String path, String mode, String contents) {
    /** What the agent on the device takes, and what a tar header without extensions holds. */
    private static final Pattern PATH = Pattern.compile("/?[A-Za-z0-9_./-]{1,100}");

    private static final Pattern MODE = Pattern.compile("[0-7]{3,4}");

    public ConfigurationFile {
        if (!isPath(path) || !isMode(mode)) {
            throw new IllegalArgumentException(
                    "A file needs a path below / and a mode like 0644: " + path + " " + mode);
        }
    }

    /** Whether it names a file below the root, and in one way only: nothing leads back up, and nothing is left out. */
    static boolean isPath(String path) {
        return PATH.matcher(path).matches()
                && Arrays.stream((path.startsWith("/") ? path.substring(1) : path).split("/", -1))
                        .noneMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    static boolean isMode(String mode) {
        return MODE.matcher(mode).matches();
    }

    /** The name in an archive. */
    String member() {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    int permissions() {
        return Integer.parseInt(mode, 8);
    }

    /** Without its contents, which may be a secret. */
    @Override
    public String toString() {
        return "ConfigurationFile[" + path + " " + mode + "]";
    }
}
