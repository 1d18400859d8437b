package io.langsong.provisioning.web;

import io.langsong.inventory.VillageId;
import io.langsong.provisioning.RouterTemplate;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.provisioning.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** What stands in the form of a template; lists of words are typed with commas between them. */
record TemplateForm(
        String name,
        String dialect,
        String use,
        String rank,
        List<String> villages,
        String groups,
        String models,
        String tags,
        String content,
        List<Row> variables,
        String reason,
        String version,
        String preview) {
    private static final int MOST_ROWS = 100;
    private static final int FREE_ROWS = 2;

    /** One variable. */
    record Row(
            String name,
            String type,
            boolean required,
            String byDefault,
            boolean secret,
            String least,
            String most,
            String choices,
            String about) {
        static final Row FREE = new Row("", "text", false, "", false, "", "", "", "");

        static Row of(Variable variable) {
            return new Row(
                    variable.name(),
                    variable.type().code(),
                    variable.required(),
                    text(variable.byDefault()),
                    variable.secret(),
                    text(variable.least()),
                    text(variable.most()),
                    String.join(", ", variable.choices()),
                    text(variable.about()));
        }

        private static Row of(VariableWish wish) {
            return new Row(
                    text(wish.name()),
                    text(wish.type()),
                    wish.required(),
                    "",
                    wish.secret(),
                    "",
                    "",
                    "",
                    text(wish.about()));
        }

        private static Row of(MultiValueMap<String, String> typed, int row) {
            return new Row(
                    Page.one(typed, "name" + row),
                    Page.one(typed, "type" + row),
                    typed.containsKey("required" + row),
                    Page.one(typed, "default" + row),
                    typed.containsKey("secret" + row),
                    Page.one(typed, "least" + row),
                    Page.one(typed, "most" + row),
                    Page.one(typed, "choices" + row),
                    Page.one(typed, "about" + row));
        }

        /** A row whose name was taken out is one less; one in which only something else stands is refused for its name. */
        private boolean isEmpty() {
            return (name + byDefault + least + most + choices + about).isBlank();
        }

        private VariableWish wish() {
            return new VariableWish(
                    name,
                    type,
                    required,
                    byDefault,
                    secret,
                    Page.number("variables.least", least),
                    Page.number("variables.most", most),
                    words(choices),
                    about);
        }
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    static TemplateForm blank() {
        return new TemplateForm("", "netjson", "default", "", List.of(), "", "", "", "{\n}\n", List.of(), "", "", "");
    }

    static TemplateForm of(Template template) {
        return new TemplateForm(
                template.name(),
                template.dialect().code(),
                template.use().code(),
                Integer.toString(template.rank()),
                template.scope().villages().stream().map(VillageId::value).toList(),
                typed(template.scope().groups()),
                typed(template.scope().models()),
                typed(template.scope().tags()),
                template.content(),
                template.variables().stream().map(Row::of).toList(),
                "",
                Integer.toString(template.version()),
                "");
    }

    /** Of a new one, for some one to choose first: nobody gets it by saving it. */
    static TemplateForm of(RouterTemplate proposed) {
        return new TemplateForm(
                "",
                "netjson",
                "chosen",
                "",
                List.of(),
                "",
                "",
                "",
                proposed.content(),
                proposed.variables().stream().map(Row::of).toList(),
                "",
                "",
                "");
    }

    private static String typed(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    static TemplateForm of(MultiValueMap<String, String> typed) {
        return new TemplateForm(
                Page.one(typed, "name"),
                Page.one(typed, "dialect"),
                Page.one(typed, "use"),
                Page.one(typed, "rank"),
                Page.all(typed, "villages"),
                Page.one(typed, "groups"),
                Page.one(typed, "models"),
                Page.one(typed, "tags"),
                Page.one(typed, "content"),
                IntStream.range(0, MOST_ROWS)
                        .filter(row -> typed.containsKey("name" + row))
                        .mapToObj(row -> Row.of(typed, row))
                        .filter(row -> !row.isEmpty())
                        .toList(),
                Page.one(typed, "reason"),
                Page.one(typed, "version"),
                Page.one(typed, "preview"));
    }

    TemplateForm at(int newer) {
        return new TemplateForm(
                name,
                dialect,
                use,
                rank,
                villages,
                groups,
                models,
                tags,
                content,
                variables,
                reason,
                Integer.toString(newer),
                preview);
    }

    /** The variables, and free places for more. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(variables);
        for (int i = 0; i < FREE_ROWS && rows.size() < MOST_ROWS; i++) {
            rows.add(Row.FREE);
        }
        return rows;
    }

    TemplateWish wish() {
        return wish(name);
    }

    /** As {@link #wish()}, also while nobody has said what it is to be called. */
    TemplateWish draft() {
        return wish(name.isBlank() ? "…" : name);
    }

    private TemplateWish wish(String called) {
        return new TemplateWish(
                called,
                dialect,
                use,
                Page.number("rank", rank),
                villages,
                words(groups),
                words(models),
                words(tags),
                content,
                variables.stream().map(Row::wish).toList(),
                reason);
    }

    private static List<String> words(String typed) {
        return Arrays.stream(typed.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** That the form was made from; 0, which no version is, when it is no number. */
    int seen() {
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : 0;
    }
}
