package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.provisioning.Template.Dialect;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stands in a template, and in an access point's own configuration. */
final class Contents {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Contents() {}

    /** @throws Refused saying where it is wrong */
    static void check(Template template) {
        check(template.dialect(), "content", template.content());
    }

    /** @throws Refused saying where it is wrong */
    static void check(Dialect dialect, String field, String text) {
        if (dialect == Dialect.NETJSON) {
            netJson(field, text);
        } else {
            ScriptTemplate.of(dialect, field, text);
        }
    }

    /**
     * A configuration in NetJSON; an empty one of empty text.
     *
     * @throws Refused with line and column, when it is no JSON object
     */
    static ObjectNode netJson(String field, String text) {
        if (text.isBlank()) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode read = JSON.readTree(text);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException wrong) {
            TokenStreamLocation at = wrong.getLocation();
            throw Refused.invalid(
                    field,
                    null,
                    "provisioning.refused.json",
                    List.of(at.getLineNr(), at.getColumnNr()),
                    "is no JSON at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
                    "look for a comma, quote or bracket that is missing there");
        }
        throw Refused.invalid(
                field,
                null,
                "provisioning.refused.json-object",
                List.of(),
                "is no JSON object",
                "write it like {\"general\": {\"timezone\": \"Asia/Ho_Chi_Minh\"}}");
    }
}
