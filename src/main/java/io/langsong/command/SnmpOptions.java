package io.langsong.command;

import io.langsong.snmp.SnmpCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** How to ask, shared by the commands that do. */
final class SnmpOptions {
    @Option(
            names = {"-v", "--snmp-version"},
            paramLabel = "1|2c|3",
            defaultValue = "2c",
            description = "SNMP version (default: ${DEFAULT-VALUE}).")
    private String version = "2c";

    @Option(
            names = {"-c", "--community"},
            paramLabel = "SECRET",
            defaultValue = "public",
            description =
                    "Community of versions 1 and 2c (default: ${DEFAULT-VALUE}). A SECRET is the text itself, @FILE"
                            + " for the first line of a file, or env:NAME for an environment variable.")
    private String community = "public";

    @Option(names = "--port", paramLabel = "N", defaultValue = "161", description = "UDP port (default: 161).")
    private int port = 161;

    @Option(names = "--user", defaultValue = "", paramLabel = "NAME", description = "User of version 3.")
    private String user = "";

    @Option(
            names = "--auth",
            defaultValue = "",
            paramLabel = "PROTOCOL",
            description = "MD5, SHA, SHA224, SHA256, SHA384 or SHA512.")
    private String auth = "";

    @Option(names = "--auth-key", defaultValue = "", paramLabel = "SECRET", description = "Authentication pass phrase.")
    private String authKey = "";

    @Option(
            names = "--priv",
            defaultValue = "",
            paramLabel = "PROTOCOL",
            description = "DES, AES128, AES192, AES256, or AES192C, AES256C with Cisco's longer keys.")
    private String priv = "";

    @Option(names = "--priv-key", defaultValue = "", paramLabel = "SECRET", description = "Privacy pass phrase.")
    private String privKey = "";

    @Option(names = "--context", defaultValue = "", paramLabel = "NAME", description = "Context of version 3.")
    private String context = "";

    /** @throws InputException for a number that is no port */
    int port() {
        if (port < 1 || port > 65535) {
            throw new InputException("port is a number from 1 to 65535, not " + port);
        }
        return port;
    }

    /** Those given, and further communities of the same version. */
    List<SnmpCredentials> credentials(List<String> communities) {
        List<SnmpCredentials> all = new ArrayList<>();
        all.add(Credentials.of(version, community, user, auth, authKey, priv, privKey, context));
        for (String one : communities) {
            all.add(Credentials.of(version.equals("1") ? "1" : "2c", one, "", "", "", "", "", ""));
        }
        return all;
    }

    Target target(String address) {
        return new Target(
                address, port, Credentials.of(version, community, user, auth, authKey, priv, privKey, context), "");
    }

    /** How patiently, also where the devices stand in a file. */
    static final class Patience {
        @Option(
                names = "--timeout",
                paramLabel = "TIME",
                defaultValue = "1s",
                converter = Time.class,
                description = "How long each datagram is waited for: 1s, 0.5s, 300ms (default: ${DEFAULT-VALUE}).")
        Duration timeout = Duration.ofSeconds(1);

        @Option(
                names = "--retries",
                paramLabel = "N",
                defaultValue = "-1",
                description = "Further tries, 0 to 5 (default: 1 of poll, else 3).")
        private int retries = -1;

        @Option(
                names = "--max-repetitions",
                paramLabel = "N",
                defaultValue = "-1",
                description =
                        "Rows asked for in one GETBULK, 1 to 255; 0 walks with GETNEXT (default: what fits a frame,"
                                + " at most what the device's profile says).")
        private int maxRepetitions = -1;

        void check() {
            if (retries < -1 || retries > 5) {
                throw new InputException("--retries is 0 to 5, not " + retries);
            }
            if (maxRepetitions < -1 || maxRepetitions > 255) {
                throw new InputException("--max-repetitions is 0 to 255, not " + maxRepetitions);
            }
            if (timeout.isZero() || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new InputException("--timeout is more than 0 and at most 60s");
            }
        }

        int retries(int otherwise) {
            return retries < 0 ? otherwise : retries;
        }

        /** Whether tables may share a request: not when a number of rows is given, which is then what each request asks. */
        boolean packs() {
            return maxRepetitions < 0;
        }

        int maxRepetitions(int otherwise) {
            return maxRepetitions < 0 ? otherwise : maxRepetitions;
        }
    }

    /** A number with {@code s} or {@code ms}; without a unit, seconds. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("\\d{1,6}(\\.\\d{1,3})?(ms|s)?")) {
                throw new picocli.CommandLine.TypeConversionException(
                        "'" + text + "' is no time; write it like 1s, 0.5s or 300ms");
            }
            double number = Double.parseDouble(text.replaceAll("[ms]", ""));
            return Duration.ofNanos(Math.round(number * (text.endsWith("ms") ? 1e6 : 1e9)));
        }
    }
}
