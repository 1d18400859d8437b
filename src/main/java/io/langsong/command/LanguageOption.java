package io.langsong.command;

import java.nio.charset.Charset;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The language of what a command says to whoever filled in the files that it takes. Results that programs read, and the usage,
 * which stands beside the names of options, are English in any case.
 */
final class LanguageOption {
    private static final String BUNDLE = "messages.command";
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Option(
            names = "--language",
            paramLabel = "vi|en",
            description = "language of what is said about the files (default: that of the environment, else en)")
    private @Nullable String language;

    /** @throws ParameterException when another one was asked for */
    Locale chosen() {
        if (language != null && !language.equals("vi") && !language.equals("en")) {
            throw new ParameterException(
                    spec.commandLine(), "--language %s is not spoken here; give vi or en".formatted(language));
        }
        return (language == null ? ofEnvironment() : language).startsWith("vi") ? VIETNAMESE : Locale.ENGLISH;
    }

    /** In the order of POSIX; without a locale that is installed, a terminal would show question marks. */
    private static String ofEnvironment() {
        String encoding =
                System.getProperty("stderr.encoding", Charset.defaultCharset().name());
        return !Charset.forName(encoding).newEncoder().canEncode('ế')
                ? ""
                : Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                        .map(name -> System.getenv().getOrDefault(name, ""))
                        .filter(value -> !value.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /** @param key in {@code messages/command.properties}, without the module */
    String say(String key, Object... values) {
        return new MessageFormat(
                        ResourceBundle.getBundle(BUNDLE, chosen(), NO_FALLBACK).getString("command." + key), chosen())
                .format(values);
    }
}
