package io.langsong.netjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A configuration on its way to UCI. */
final class Rendering {
    private final ObjectNode config;
    private final OpenWrt.Syntax syntax;
    private final Map<String, List<UciSection>> packages = new LinkedHashMap<>();
    private final Map<String, ConfigurationFile> files = new LinkedHashMap<>();

    Rendering(ObjectNode config, OpenWrt.Syntax syntax) {
        this.config = config;
        this.syntax = syntax;
        for (ObjectNode file : blocks("files")) {
            ConfigurationFile one = new ConfigurationFile(
                    file.path("path").asString(),
                    file.path("mode").asString(),
                    file.path("contents").asString());
            files.put(one.member(), one);
        }
    }

    ObjectNode config() {
        return config;
    }

    boolean isDsa() {
        return syntax == OpenWrt.Syntax.DSA;
    }

    /** A copy of the object below {@code key}, empty when there is none. */
    ObjectNode block(String key) {
        return config.get(key) instanceof ObjectNode block ? block.deepCopy() : config.objectNode();
    }

    /** Copies of the objects in the list below {@code key}, none when there is none. */
    List<ObjectNode> blocks(String key) {
        return Fields.objects(config.path(key));
    }

    /** What is null, an empty text or an empty list is left out. */
    void add(String uciPackage, String type, String name, ObjectNode options) {
        SortedMap<String, UciValue> values = new TreeMap<>();
        options.properties().forEach(entry -> {
            List<String> items = texts(entry.getKey(), entry.getValue());
            if (!items.isEmpty()) {
                values.put(entry.getKey(), new UciValue(items, entry.getValue().isArray()));
            }
        });
        packages.computeIfAbsent(uciPackage, first -> new ArrayList<>())
                .add(new UciSection(type, UciRules.name(name), values));
    }

    private static List<String> texts(String option, JsonNode value) {
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(item -> {
                if (item.isArray()) {
                    throw new NetJsonException(Problem.whole(Fault.NESTED, option));
                }
                texts.addAll(texts(option, item));
            });
            return texts;
        }
        if (value.isObject()) {
            throw new NetJsonException(Problem.whole(Fault.NESTED, option));
        }
        if (value.isBoolean()) {
            return List.of(value.booleanValue() ? "1" : "0");
        }
        String text = value.isNull() ? "" : value.asString();
        return text.isEmpty() ? List.of() : List.of(text);
    }

    /** A file that a section needs; one that the configuration has at that path is kept. */
    void addFile(ConfigurationFile file) {
        files.putIfAbsent(file.member(), file);
    }

    Rendered rendered() {
        return new Rendered(UciPackages.checked(packages), List.copyOf(files.values()));
    }
}
