package io.langsong.provisioning;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an access point would be if it were rendered now, and how that comes about.
 *
 * @param templates in the order of merging
 * @param values ascending by name
 * @param rendition null when there are problems
 * @param problems empty when it can be let out
 */
public record Proposal(
        AccessPoint place,
        List<Template> templates,
        List<Resolved> values,
        @Nullable Rendition rendition,
        List<Problem> problems) {
    public Proposal {
        templates = List.copyOf(templates);
        values = List.copyOf(values);
        problems = List.copyOf(problems);
    }

    /** Why an access point can not be configured. */
    public sealed interface Problem {
        /** A variable that must have a value has none. */
        record Missing(String variable) implements Problem {}

        /** What was merged is no configuration. */
        record Wrong(io.langsong.netjson.Problem problem) implements Problem {}

        /** A value can not stand in a script. */
        record Unfit(String variable) implements Problem {}

        /** Its method is not one that anything is rendered for. */
        record NotRendered(Method method) implements Problem {}

        /** What is wrong, where, and what to do. */
        default String text(Locale language) {
            if (this instanceof Wrong wrong) {
                return wrong.problem().text(language);
            }
            if (this instanceof Unfit unfit) {
                return ProvisioningWords.say(language, "problem.unfit", unfit.variable());
            }
            return this instanceof Missing missing
                    ? ProvisioningWords.say(language, "problem.missing", missing.variable())
                    : ProvisioningWords.say(
                            language,
                            "problem.not-rendered",
                            ((NotRendered) this).method().code());
        }
    }
}
