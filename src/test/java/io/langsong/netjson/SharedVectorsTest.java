package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.SharedFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What another implementation of the same format gave; its data stays where it is. */
class SharedVectorsTest {
    private static final Set<String> OF_OPEN_WRT =
            Set.of("render", "archive", "merge", "json", "valid", "invalid", "construct_error", "parse", "roundtrip");

    private static Stream<JsonNode> vectors() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(SharedFixtures.require("netjson"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                NetJson.tree(Files.readString(file)).get("vectors").forEach(all::add);
            }
        }
        return all.stream();
    }

    @Test
    void openWrtIsRenderedReadAndCheckedAsThere() throws IOException {
        List<JsonNode> vectors = vectors()
                .filter(one -> one.at("/input/backend").asString("").equals("OpenWrt")
                        && OF_OPEN_WRT.contains(one.get("kind").stringValue()))
                .toList();

        assertThat(vectors)
                .hasSizeGreaterThan(300)
                .allSatisfy(one ->
                        assertThat(answer(one)).as(one.get("id").stringValue()).isEqualTo(expected(one)));
    }

    private static String expected(JsonNode vector) {
        JsonNode expected = vector.get("expected");
        return switch (vector.get("kind").stringValue()) {
            case "render", "roundtrip" -> expected.get("text").stringValue().strip();
            case "archive" -> members(expected.get("members"));
            case "valid" -> "valid";
            case "invalid" -> expected.at("/error/path").toString();
            case "construct_error" -> "refused";
            default -> sorted(expected.get("netjson"));
        };
    }

    private static String answer(JsonNode vector) {
        JsonNode input = vector.get("input");
        OpenWrt openWrt = new OpenWrt(input.path("dsa").asBoolean(true) ? OpenWrt.Syntax.DSA : OpenWrt.Syntax.OLD);
        String kind = vector.get("kind").stringValue();
        try {
            ObjectNode config = kind.equals("parse") ? parsed(openWrt, input) : config(openWrt, input);
            return switch (kind) {
                case "render", "construct_error", "roundtrip" ->
                    openWrt.render(config)
                            .text(vector.path("include_files").asBoolean(false))
                            .strip();
                case "archive" -> members(openWrt.render(config).archive());
                case "valid", "invalid" ->
                    Validation.of(config).stream()
                            .findFirst()
                            .map(first -> path(first).toString())
                            .orElse("valid");
                default -> sorted(config);
            };
        } catch (NetJsonException refused) {
            return kind.equals("construct_error")
                    ? "refused"
                    : path(refused.problems().get(0)).toString();
        }
    }

    private static ObjectNode config(OpenWrt openWrt, JsonNode input) {
        ObjectNode config = input.has("config") || input.has("config_text")
                ? NetJson.object(input.has("config") ? input.get("config") : input.get("config_text"))
                : parsed(openWrt, input);
        List<ObjectNode> templates = input.has("templates") ? NetJson.objects(input.get("templates")) : List.of();
        ObjectNode context =
                input.has("context") ? NetJson.object(input.get("context")) : JsonNodeFactory.instance.objectNode();
        return new Variables(context).into(Merge.of(templates, config));
    }

    private static ObjectNode parsed(OpenWrt openWrt, JsonNode input) {
        return input.has("native_tar_base64")
                ? openWrt.parseArchive(Base64.getDecoder()
                        .decode(input.get("native_tar_base64").stringValue()))
                : openWrt.parse(input.get("native").stringValue());
    }

    private static ArrayNode path(Problem problem) {
        ArrayNode path = JsonNodeFactory.instance.arrayNode();
        problem.path().forEach(step -> {
            if (step instanceof Integer index) {
                path.add(index);
            } else {
                path.add(step.toString());
            }
        });
        return path;
    }

    private static String members(JsonNode members) {
        StringBuilder text = new StringBuilder();
        members.forEach(one -> text.append(one.get("name").stringValue())
                .append(' ')
                .append(one.get("mode").stringValue())
                .append('\n')
                .append(one.get("contents").stringValue())
                .append('\n'));
        return text.toString();
    }

    private static String members(ConfigurationArchive archive) {
        StringBuilder text = new StringBuilder();
        archive.members()
                .forEach(one -> text.append(one.name())
                        .append(' ')
                        .append(one.mode())
                        .append('\n')
                        .append(one.contents())
                        .append('\n'));
        return text.toString();
    }

    /** Trees compare without the order of keys; texts of them do not. */
    private static String sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            StringBuilder text = new StringBuilder("{");
            object.propertyNames().stream()
                    .sorted()
                    .forEach(name -> text.append(name)
                            .append(':')
                            .append(sorted(object.get(name)))
                            .append(','));
            return text + "}";
        }
        if (node instanceof ArrayNode list) {
            StringBuilder text = new StringBuilder("[");
            list.forEach(item -> text.append(sorted(item)).append(','));
            return text + "]";
        }
        return node.toString();
    }

    @Test
    void sectionsAreReadAsThere() throws IOException {
        List<JsonNode> vectors = vectors()
                .filter(one -> one.get("kind").stringValue().equals("parse_intermediate"))
                .toList();

        assertThat(vectors).isNotEmpty().allSatisfy(one -> {
            UciPackages read = UciParser.parse(one.at("/input/native").stringValue());
            ObjectNode blocks = JsonNodeFactory.instance.objectNode();
            read.names().forEach(name -> {
                ArrayNode sections = blocks.putArray(name);
                read.sections(name)
                        .forEach(section -> sections.add(Parsing.object(section)
                                .put(".type", section.type())
                                .put(".name", section.name())));
            });
            assertThat(sorted(blocks)).as(one.get("id").stringValue()).isEqualTo(sorted(one.at("/expected/blocks")));
        });
    }

    @Test
    void mergesAndPutsVariablesInAsThere() throws IOException {
        List<JsonNode> vectors = vectors()
                .filter(one -> one.get("kind").stringValue().startsWith("helper"))
                .toList();

        assertThat(vectors)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(helped(one))
                        .as(one.get("id").stringValue())
                        .isEqualTo(
                                one.at("/expected/result").isMissingNode()
                                        ? "refused"
                                        : sorted(one.at("/expected/result"))));
    }

    private static String helped(JsonNode vector) {
        JsonNode first = vector.at("/input/args/0");
        JsonNode second = vector.at("/input/args/1");
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("value", first);
        try {
            return switch (vector.at("/input/function").stringValue()) {
                case "evaluate_vars" ->
                    sorted(new Variables((ObjectNode) second).into(whole).get("value"));
                case "merge_config" -> sorted(Merge.of(List.of((ObjectNode) first), (ObjectNode) second));
                case "merge_list" -> sorted(Merge.joined((ArrayNode) first, (ArrayNode) second, List.of()));
                case "get_copy" -> sorted(first.deepCopy());
                default -> "unknown function";
            };
        } catch (NetJsonException refused) {
            return "refused";
        }
    }

    /** Nothing that a configuration can say is lost on the way to a device and back. */
    @Test
    void whatWasRenderedAndReadIsRenderedAsTheSame() throws IOException {
        List<JsonNode> vectors = vectors()
                .filter(one -> one.at("/input/backend").asString("").equals("OpenWrt")
                        && one.get("kind").stringValue().equals("render"))
                .toList();

        assertThat(vectors).hasSizeGreaterThan(100).allSatisfy(one -> {
            OpenWrt openWrt =
                    new OpenWrt(one.at("/input/dsa").asBoolean(true) ? OpenWrt.Syntax.DSA : OpenWrt.Syntax.OLD);
            String text = openWrt.render(config(openWrt, one.get("input"))).text(false);
            assertThat(openWrt.render(openWrt.parse(text)).text(false))
                    .as(one.get("id").stringValue())
                    .isEqualTo(text);
        });
    }
}
