package io.langsong.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings that a server started here would have, for commands that work on its data without it. */
final class ServerSettings {
    private ServerSettings() {}

    /**
     * From the command line, the environment and {@code application.yml} in the current folder.
     *
     * @param given settings in Spring's own form: {@code --name=value}
     * @param dataDir stands above the settings
     */
    static Environment read(List<String> given, @Nullable Path dataDir) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> first = new LinkedHashMap<>();
        for (String setting : given) {
            int equals = setting.indexOf('=');
            first.put(
                    setting.substring(2, equals < 0 ? setting.length() : equals),
                    equals < 0 ? "" : setting.substring(equals + 1));
        }
        if (dataDir != null) {
            first.put("langsong.data-dir", dataDir.toString());
        }
        environment.getPropertySources().addFirst(new MapPropertySource("commandLineArgs", first));
        ConfigurationPropertySources.attach(environment);
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment;
    }
}
