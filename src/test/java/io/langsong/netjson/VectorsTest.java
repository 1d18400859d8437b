package io.langsong.netjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Our own pairs of a configuration and its UCI text. */
class VectorsTest {
    /**
     * @param parsed what reading gives where it is not the configuration itself
     */
    record Vector(String name, OpenWrt.Syntax syntax, ObjectNode config, String uci, ObjectNode parsed) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> vectors() throws IOException {
        try (InputStream in = Objects.requireNonNull(VectorsTest.class.getResourceAsStream("/netjson/vectors.json"))) {
            JsonNode all = NetJson.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return all.valueStream().map(VectorsTest::vector).toList();
        }
    }

    private static Vector vector(JsonNode one) {
        ObjectNode config = (ObjectNode) one.get("config");
        return new Vector(
                one.get("name").stringValue(),
                OpenWrt.Syntax.valueOf(one.get("syntax").stringValue()),
                config,
                one.get("uci").valueStream().map(JsonNode::stringValue).collect(Collectors.joining("\n", "", "\n")),
                one.has("parsed") ? (ObjectNode) one.get("parsed") : config);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void rendersIt(Vector vector) {
        assertThat(new OpenWrt(vector.syntax())
                        .render(vector.config())
                        .packages()
                        .text())
                .isEqualTo(vector.uci());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsItBack(Vector vector) {
        assertThat(new OpenWrt(vector.syntax()).parse(vector.uci())).isEqualTo(vector.parsed());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatWasReadIsRenderedAsTheSame(Vector vector) {
        OpenWrt openWrt = new OpenWrt(vector.syntax());

        assertThat(openWrt.render(openWrt.parse(vector.uci())).packages().text())
                .isEqualTo(vector.uci());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void renderingChangesNothingOfTheConfiguration(Vector vector) {
        ObjectNode before = vector.config().deepCopy();

        new OpenWrt(vector.syntax()).render(vector.config());

        assertThat(vector.config()).isEqualTo(before);
    }
}
