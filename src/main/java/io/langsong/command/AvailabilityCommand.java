package io.langsong.command;

import io.langsong.availability.Availability;
import io.langsong.availability.Holiday;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Computes figures of uptime from intervals that somebody gives, or from the evidence of issued reports. */
@Command(
        name = "availability",
        description =
                "Recomputes figures of uptime from intervals, for anyone who doubts one: the report's own arithmetic.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the evidence does not bear its figures, or its hash or chain is not what it should be",
            "2:wrong usage, or the file is wrong: nothing is printed then"
        })
final class AvailabilityCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = {
                "JSON: a period, the conditions and the maintenance of one object; with --batch a list of such.",
                "Or the evidence of an issued report, also packed by gzip: every figure in it is counted again. Of several"
                        + " the chain between them is checked."
            })
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private List<Path> files;

    @Option(names = "--batch", description = "FILE is a list; print one JSON object a line.")
    private boolean batch;

    @Option(
            names = "--sha256",
            paramLabel = "HASH",
            description = "what the evidence file is to have, as the report says it")
    private @Nullable String sha256;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LanguageOption language;

    @Override
    public Integer call() {
        boolean evidence = !batch && EvidenceCheck.isEvidence(files.get(0), language);
        if (evidence) {
            return new EvidenceCheck(language, spec.commandLine().getOut()).run(files, sha256);
        }
        if (files.size() > 1 || sha256 != null) {
            throw new ParameterException(spec.commandLine(), language.say("evidence.only", files.get(0)));
        }
        List<AvailabilityCase> cases = new AvailabilityFile(files.get(0), language).read(batch);
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
