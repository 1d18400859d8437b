package io.langsong.command;

import io.langsong.availability.Availability;
import io.langsong.availability.Holiday;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes figures of uptime from intervals that somebody gives. */
@Command(
        name = "availability",
        description =
                "Recomputes figures of uptime from intervals, for anyone who doubts one: the report's own arithmetic.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:wrong usage, or the file is wrong: nothing is printed then"})
final class AvailabilityCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description =
                    "JSON: a period, the conditions and the maintenance of one object; with --batch a list of such.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private Path file;

    @Option(names = "--batch", description = "FILE is a list; print one JSON object a line.")
    private boolean batch;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LanguageOption language;

    @Override
    public Integer call() {
        List<AvailabilityCase> cases = new AvailabilityFile(file, language).read(batch);
        // All of them before the first line is printed.
        List<String> texts = cases.stream().map(this::text).toList();
        PrintWriter out = spec.commandLine().getOut();
        texts.forEach(out::println);
        out.flush();
        cases.forEach(this::warn);
        return Commands.DONE;
    }

    private String text(AvailabilityCase one) {
        Availability figures = Availability.of(one.history());
        return batch
                ? AvailabilityJson.line(one.name(), figures)
                : new AvailabilityPage(language, one.zone()).text(one.name(), figures);
    }

    private void warn(AvailabilityCase one) {
        List<Holiday> estimated = one.estimated();
        if (!estimated.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("langsong: "
                            + language.say(
                                    "availability.estimated",
                                    ServerOptions.plain(one.name()),
                                    estimated.stream()
                                            .map(day -> day.date().toString())
                                            .collect(Collectors.joining(", "))));
        }
    }
}
