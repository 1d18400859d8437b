package io.langsong.report;

import io.langsong.outage.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * A report as JSON, always the same octets for the same facts: names in alphabetical order, no white space, numbers without exponent,
 * instants in UTC as RFC 3339 has them.
 */
public final class ReportJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(ObjectRef.class, new WriteRef())
                    .addDeserializer(ObjectRef.class, new ReadRef()))
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // Else records keep the order of their components.
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final TypeReference<EnumMap<ReportText.Section, ReportText>> TEXTS = new TypeReference<>() {};

    private ReportJson() {}

    /** For what is written beside a report, in the same manner. */
    public static JsonMapper mapper() {
        return JSON;
    }

    static byte[] write(Object facts) {
        return JSON.writeValueAsBytes(facts);
    }

    static String text(Object facts) {
        return new String(write(facts), StandardCharsets.UTF_8);
    }

    static Report read(String json) {
        return JSON.readValue(json, Report.class);
    }

    /** As they stand in {@code report_version.texts}. */
    static Map<ReportText.Section, ReportText> texts(String json) {
        return JSON.readValue(json, TEXTS);
    }

    /** For what a program asks. */
    static JsonNode tree(Report facts) {
        return JSON.valueToTree(facts);
    }

    private static final class WriteRef extends StdSerializer<ObjectRef> {
        WriteRef() {
            super(ObjectRef.class);
        }

        @Override
        public void serialize(ObjectRef object, JsonGenerator out, SerializationContext context) {
            out.writeString(object.toString());
        }
    }

    private static final class ReadRef extends StdDeserializer<ObjectRef> {
        ReadRef() {
            super(ObjectRef.class);
        }

        @Override
        public ObjectRef deserialize(JsonParser in, DeserializationContext context) {
            return ObjectRef.parse(in.getString());
        }
    }
}
