package io.langsong.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses a start with a {@code langsong.*} setting that there is not, since a misspelt one would silently leave the
 * default. What there is stands in the metadata that the compiler writes from the records of settings.
 */
final class UnknownSettings implements EnvironmentPostProcessor, Ordered {
    /** Environment variables of our scripts and tests, which are no settings of the server. */
    static final Set<String> NOT_SETTINGS = Set.of(
            "LANGSONG_JAR",
            "LANGSONG_JAVA_OPTS",
            "LANGSONG_LONG",
            "LANGSONG_PEERS",
            "LANGSONG_SHARED",
            "LANGSONG_TEST_POSTGRES",
            "LANGSONG_WRITE_DEMO",
            "LANGSONG_WRITE_DOCS");

    static final List<String> METADATA = List.of(
            "META-INF/spring-configuration-metadata.json", "META-INF/additional-spring-configuration-metadata.json");

    /** The libraries have a megabyte of such files about settings that are not ours. */
    private static final String OURS =
            archive(String.valueOf(UnknownSettings.class.getResource("UnknownSettings.class")));

    /** Name of the innermost archive of an address; empty when it lies in a folder. */
    private static String archive(String url) {
        int end = url.lastIndexOf(".jar");
        return end < 0 ? "" : url.substring(url.lastIndexOf('/', end) + 1, end);
    }

    /** After the application files have been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Known known = Known.read(UnknownSettings.class.getClassLoader());
        List<String> refusals = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                refusals.addAll(refusals(enumerable, known));
            }
        }
        if (!refusals.isEmpty()) {
            throw new UnknownSettingException(
                    String.join("\n", refusals.stream().distinct().sorted().toList()));
        }
    }

    private static List<String> refusals(EnumerablePropertySource<?> source, Known known) {
        boolean ofEnvironment =
                source.getName().startsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        List<String> refusals = new ArrayList<>();
        for (String name : source.getPropertyNames()) {
            boolean ours = name.toLowerCase(Locale.ROOT).startsWith(ofEnvironment ? "langsong_" : "langsong.");
            if (ours && !(ofEnvironment && NOT_SETTINGS.contains(name)) && !known.has(name)) {
                refusals.add("%s%s is not a setting%s"
                        .formatted(
                                name,
                                ofEnvironment ? " (environment)" : place(source, name),
                                known.nearest(name, ofEnvironment)));
            }
        }
        return refusals;
    }

    private static String place(PropertySource<?> source, String name) {
        Origin origin = OriginLookup.getOrigin(source, name);
        return origin == null ? "" : " (" + origin + ")";
    }

    /** The message names every such setting, and the nearest that there is. */
    static final class UnknownSettingException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownSettingException(String message) {
            super(message);
        }
    }

    /**
     * The settings that there are.
     *
     * @param byForm names by their form without case and separators, in which an environment variable and a property are
     *     the same
     * @param open forms of lists and maps, below which anything goes
     */
    record Known(Map<String, String> byForm, List<String> open) {

        static Known read(ClassLoader loader) {
            Map<String, String> byForm = new TreeMap<>();
            List<String> open = new ArrayList<>();
            try {
                for (String file : METADATA) {
                    for (URL url : Collections.list(loader.getResources(file))) {
                        if (archive(url.toString()).equals(OURS)) {
                            add(url, byForm, open);
                        }
                    }
                }
            } catch (IOException unreadable) {
                throw new IllegalStateException("The list of settings can not be read from the program", unreadable);
            }
            return new Known(byForm, open);
        }

        private static void add(URL url, Map<String, String> byForm, List<String> open) throws IOException {
            try (InputStream in = url.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
                    String name = property.path("name").asString("");
                    if (name.startsWith("langsong.")) {
                        byForm.put(form(name), name);
                        if (property.path("type")
                                .asString("")
                                .matches("java\\.util\\.(List|Set|Map|Collection)\\b.*")) {
                            open.add(form(name));
                        }
                    }
                }
            }
        }

        private static String form(String name) {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        }

        boolean has(String name) {
            String form = form(name);
            return byForm.containsKey(form) || open.stream().anyMatch(form::startsWith);
        }

        String nearest(String name, boolean ofEnvironment) {
            return Spelling.nearest(form(name), byForm.keySet())
                    .map(byForm::get)
                    .map(near -> "; did you mean "
                            + (ofEnvironment
                                    ? near.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT)
                                    : near)
                            + "?")
                    .orElse(" and none is spelt like it; remove it");
        }
    }
}
