package io.langsong.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.provisioning.Resolution.Found;
import io.langsong.provisioning.Resolved.Source;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.Template.Scope;
import io.langsong.provisioning.Template.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionTest {
    private static Template template(String id, Variable... variables) {
        return new Template(id, 1, id, Dialect.NETJSON, Use.REQUIRED, 0, Scope.EVERYWHERE, "{}", List.of(variables));
    }

    private static Variable variable(String name, @Nullable String byDefault, boolean required, boolean secret) {
        return new Variable(name, Variable.Type.TEXT, required, byDefault, secret, null, null, List.of(), null);
    }

    private static Resolved one(List<Resolved> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /** What is named stands there; the value is the name of its level. */
    @ParameterizedTest(name = "of {0} it is {1}, hiding {2}")
    @CsvSource(textBlock = """
            template,                             template,     ''
            template commune,                     commune,      template
            commune village site,                 site,         village commune
            site group,                           group,        site
            group built-in,                       built-in,     group
            built-in access-point,                access-point, built-in
            template commune village site group built-in access-point, access-point, built-in group site village commune template
            """)
    void theNearestGoesBefore(String where, String value, String hidden) {
        List<String> levels = List.of(where.split(" "));
        Template template = template("a", variable("x", levels.contains("template") ? "template" : null, false, false));
        List<Found> set = new ArrayList<>();
        for (Level level : Level.values()) {
            if (levels.contains(level.code())) {
                set.add(new Found(new Source.Set(level, "p"), level.code(), false));
            }
        }

        Resolved resolved = one(
                Resolution.of(
                        List.of(template),
                        Map.of("x", set),
                        levels.contains("built-in") ? Map.of("x", "built-in") : Map.of()),
                "x");

        assertThat(resolved.value()).isEqualTo(value);
        assertThat(resolved.hidden().stream()
                        .map(ResolutionTest::word)
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""))
                .isEqualTo(hidden);
    }

    private static String word(Source source) {
        if (source instanceof Source.Set set) {
            return set.level().code();
        }
        return source instanceof Source.Default ? "template" : "built-in";
    }

    @Test
    void theLastTemplatesDefaultGoesBefore() {
        Resolved resolved = one(
                Resolution.of(
                        List.of(
                                template("a", variable("x", "one", false, false)),
                                template("b", variable("x", "two", false, false))),
                        Map.of(),
                        Map.of()),
                "x");

        assertThat(resolved.value()).isEqualTo("two");
        assertThat(resolved.source()).isEqualTo(new Source.Default("b"));
    }

    @Test
    void whatOneTemplateKeepsSecretNoOtherShows() {
        List<Resolved> all = Resolution.of(
                List.of(
                        template("a", variable("x", null, false, true)),
                        template("b", variable("x", null, true, false))),
                Map.of("x", List.of(new Found(new Source.Set(Level.COMMUNE, ""), "bi mat", false))),
                Map.of());

        assertThat(one(all, "x").secret()).isTrue();
        assertThat(one(all, "x").toString()).doesNotContain("bi mat");
    }

    @Test
    void whatMustHaveAValueAndHasNoneIsMissing() {
        List<Resolved> all = Resolution.of(
                List.of(template("a", variable("x", null, true, false), variable("y", null, false, false))),
                Map.of(),
                Map.of("name", "ap-1"));

        assertThat(one(all, "x").isMissing()).isTrue();
        assertThat(one(all, "y").isMissing()).isFalse();
        assertThat(one(all, "name").source()).isEqualTo(new Source.BuiltIn());
    }

    @Test
    void theKeyOfABoxIsNeverShown() {
        assertThat(one(Resolution.of(List.of(), Map.of(), Map.of("key", "k")), "key")
                        .secret())
                .isTrue();
    }
}
