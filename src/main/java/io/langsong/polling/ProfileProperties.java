package io.langsong.polling;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where own profiles of devices lie.
 *
 * @param folders of which every {@code *.yaml} is read, and read anew when it changes; those that are not there hold none. Without
 *     it {@code provisioning/profiles}, and {@code profiles} in the data directory
 */
@ConfigurationProperties("langsong.profiles")
record ProfileProperties(@DefaultValue List<Path> folders) {
    ProfileProperties {
        folders = List.copyOf(folders);
    }
}
