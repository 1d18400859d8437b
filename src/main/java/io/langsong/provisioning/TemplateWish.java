package io.langsong.provisioning;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a template to be, as typed; {@link Templates} checks it.
 *
 * @param rank null: behind all others
 * @param villages ids; whoever sends the wish may see them
 * @param reason why it is changed, for those who read its versions
 */
public record TemplateWish(
        @Nullable String name,
        @Nullable String dialect,
        @Nullable String use,
        @Nullable Integer rank,
        List<String> villages,
        List<String> groups,
        List<String> models,
        List<String> tags,
        @Nullable String content,
        List<VariableWish> variables,
        @Nullable String reason) {
    public TemplateWish {
        villages = List.copyOf(villages);
        groups = List.copyOf(groups);
        models = List.copyOf(models);
        tags = List.copyOf(tags);
        variables = List.copyOf(variables);
    }

    /** A variable as typed; see {@link Variable}. */
    public record VariableWish(
            @Nullable String name,
            @Nullable String type,
            boolean required,
            @Nullable String byDefault,
            boolean secret,
            @Nullable Integer least,
            @Nullable Integer most,
            List<String> choices,
            @Nullable String about) {
        public VariableWish {
            choices = List.copyOf(choices);
        }
    }
}
