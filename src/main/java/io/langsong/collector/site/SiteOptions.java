package io.langsong.collector.site;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a collector is started.
 *
 * @param server null for the one it was enrolled at
 * @param token null for a collector that is enrolled; secret
 * @param trapPort UDP, 0 for none
 * @param syslogPort UDP, 0 for none
 * @param version of the program
 */
public record SiteOptions(
        Path folder,
        @Nullable ServerAddress server,
        @Nullable String token,
        int trapPort,
        int syslogPort,
        String version) {
    @Override
    public String toString() {
        return "SiteOptions[" + folder + ", " + server + "]";
    }
}
