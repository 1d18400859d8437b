package io.langsong.web;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Schemas that a module writes itself, since no record of Java has their fields; a bean of that module. */
public record ApiSchemas(List<Named> all) {
    public ApiSchemas {
        all = List.copyOf(all);
    }

    /**
     * @param key as {@link ApiCall} names it
     * @param name in the description, like {@code PowerArea}
     * @param schema JSON Schema 2020-12; it refers to no other
     */
    public record Named(String key, String name, ObjectNode schema) {}
}
