package io.langsong.provisioning;

import io.langsong.provisioning.ScriptPlaces.Around;
import io.langsong.provisioning.Template.Dialect;
import java.nio.charset.StandardCharsets;

/** Values as they stand in scripts: whatever they are, they stay one word of one command. */
final class ScriptText {
    /** What RouterOS takes for itself in a string; all other signs but letters and digits are written by their octets. */
    private static final String PLAIN = " -_.:/@,+=()%*!~^";
    /** What some command line takes for the end of a command, the beginning of another, or a call for help. */
    private static final String COMMANDS = ";|&`$<>?\\\"'";

    private ScriptText() {}

    /** A value that can not stand in a script. The value itself is not told: it may be a secret. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String name;

        Unfit(String name) {
            super("The value of " + name + " can not stand in this script", null, false, false);
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /** @throws Unfit for a control character, and on a command line for what may be more than a value there */
    static void requireFit(Dialect dialect, String name, String value) {
        boolean fit = value.codePoints()
                .noneMatch(point -> Character.isISOControl(point)
                        || point == 0x2028
                        || point == 0x2029
                        || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        || dialect == Dialect.CLI && COMMANDS.indexOf(point) >= 0);
        if (!fit) {
            throw new Unfit(name);
        }
    }

    /** @param value that is fit */
    static String written(Dialect dialect, Around around, String value) {
        if (dialect == Dialect.CLI) {
            return value;
        }
        String octets = routerOs(value);
        return around == Around.WORDS ? '"' + octets + '"' : octets;
    }

    /** As RouterOS itself exports it: {@code Xã} is {@code X\C3\A3}. */
    private static String routerOs(String value) {
        StringBuilder text = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char sign = (char) (octet & 0xff);
            boolean plain = sign < 0x80 && (Character.isLetterOrDigit(sign) || PLAIN.indexOf(sign) >= 0);
            text.append(plain ? Character.toString(sign) : "\\%02X".formatted((int) sign));
        }
        return text.toString();
    }
}
