package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.provisioning.ScriptPlaces.Around;
import io.langsong.provisioning.Template.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.IStandardExpressionParser;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;
import org.thymeleaf.standard.processor.StandardBlockTagProcessor;
import org.thymeleaf.standard.processor.StandardIfTagProcessor;
import org.thymeleaf.standard.processor.StandardUnlessTagProcessor;
import org.thymeleaf.standard.processor.StandardUtextTagProcessor;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * The text of a script with places for values. Thymeleaf renders it in its mode for text, with nothing of it but output, {@code th:if} and
 * {@code th:unless}, and with names of values for expressions: what else there is in its language is not known here. Any thread.
 */
final class ScriptTemplate {
    /** A name, whether it is only asked for, and for output what is around it. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?:(\\?)|!([wqn]?))}");

    private static final String WRITER = "write!";
    private static final TemplateEngine ENGINE = engine();

    private final Dialect dialect;
    private final ScriptPlaces.Found found;

    private ScriptTemplate(Dialect dialect, ScriptPlaces.Found found) {
        this.dialect = dialect;
        this.found = found;
    }

    /** @param field as the API names it @throws Refused with line and column */
    static ScriptTemplate of(Dialect dialect, String field, String text) {
        ScriptTemplate template = new ScriptTemplate(dialect, ScriptPlaces.in(dialect, field, text));
        try {
            template.render(name -> "1");
        } catch (TemplateEngineException wrong) {
            throw Refused.invalid(
                    field,
                    null,
                    "provisioning.refused.script-place",
                    List.of(1, 1),
                    "can not be read as a template",
                    "look for a bracket that is missing");
        }
        return template;
    }

    /** Names of values that stand in it. */
    Set<String> names() {
        return found.names();
    }

    /** @param values by name @throws ScriptText.Unfit for a value that can not stand in a script of this dialect */
    String render(Map<String, String> values) {
        // The engine would log a value that fails in its middle.
        for (String name : found.names()) {
            String value = values.get(name);
            if (value != null) {
                ScriptText.requireFit(dialect, name, value);
            }
        }
        return render(values::get);
    }

    private interface Values {
        @Nullable
        String get(String name);
    }

    private String render(Values values) {
        Context context = new Context();
        context.setVariable(WRITER, new Writer(dialect, values));
        return ENGINE.process(found.canonical(), context);
    }

    /** How a value is written, out of reach of any template: no expression can name it. */
    private record Writer(Dialect dialect, Values values) {}

    private static TemplateEngine engine() {
        StringTemplateResolver resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.TEXT);
        resolver.setCacheable(false);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setDialect(new NamesOnly());
        return engine;
    }

    /** What is left of the standard dialect. */
    private static final class NamesOnly extends StandardDialect {
        NamesOnly() {
            setExpressionParser(new NameParser());
            // Nothing gets here past the parser; what is not set is made of OGNL.
            setVariableExpressionEvaluator((context, expression, how) -> {
                throw new IllegalStateException("No expression is evaluated in a template");
            });
        }

        @Override
        public Set<IProcessor> getProcessors(String prefix) {
            return super.getProcessors(prefix).stream()
                    .filter(processor -> processor.getTemplateMode() == TemplateMode.TEXT)
                    .filter(processor -> processor instanceof StandardIfTagProcessor
                            || processor instanceof StandardUnlessTagProcessor
                            || processor instanceof StandardUtextTagProcessor
                            || processor instanceof StandardBlockTagProcessor)
                    .collect(Collectors.toSet());
        }
    }

    /** Instead of the standard parser, so that there is no preprocessing, no literal, no operator and no object to begin with. */
    private static final class NameParser implements IStandardExpressionParser {
        @Override
        public IStandardExpression parseExpression(IExpressionContext context, String input) {
            Matcher matcher = EXPRESSION.matcher(input);
            if (!matcher.matches()) {
                throw new TemplateEngineException("Only names stand in a template: " + input) {
                    private static final long serialVersionUID = 1L;
                };
            }
            return new Name(input, matcher.group(1), matcher.group(2) != null, matcher.group(3));
        }
    }

    /** @param around sign of what is around it; null when it is only asked for, empty for a bracket */
    private record Name(
            String input,
            String name,
            boolean asked,
            @Nullable String around) implements IStandardExpression {
        @Override
        public String getStringRepresentation() {
            return input;
        }

        @Override
        public @Nullable Object execute(IExpressionContext context, StandardExpressionExecutionContext how) {
            return execute(context);
        }

        @Override
        public @Nullable Object execute(IExpressionContext context) {
            Writer writer = (Writer) context.getVariable(WRITER);
            if (!asked && Objects.requireNonNull(around).isEmpty()) {
                return "[";
            }
            String value = writer.values().get(name);
            if (asked || value == null) {
                return asked ? value : "";
            }
            return ScriptText.written(
                    writer.dialect(), Around.of(Objects.requireNonNull(around).charAt(0)), value);
        }
    }
}
