package io.langsong.command;

import io.langsong.netjson.ConfigurationArchive;
import io.langsong.netjson.Fault;
import io.langsong.netjson.Merge;
import io.langsong.netjson.NetJson;
import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.OpenWrt;
import io.langsong.netjson.Problem;
import io.langsong.netjson.Validation;
import io.langsong.netjson.Variables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns configurations of devices into what OpenWrt reads, and back. */
@Command(
        name = "netjson",
        description = "Turns a NetJSON DeviceConfiguration into the UCI packages of OpenWrt, and back.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        customSynopsis = {
            "langsong netjson render|archive|validate|merge [OPTIONS] FILE.json",
            "       langsong netjson parse [OPTIONS] FILE",
            "       langsong netjson --batch FILE.jsonl"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the configuration can not be rendered, or the UCI text not be read",
            "2:wrong usage, or a file is no JSON or can not be read or written"
        })
final class NetJsonCommand implements Callable<Integer> {
    private static final String ARCHIVE = "archive";
    private static final List<String> ACTIONS = List.of("render", ARCHIVE, "parse", "validate", "merge");
    private static final String BACKEND = "openwrt";
    /** What is wrong with the file itself, not with what it says. */
    private static final Set<Fault> OF_THE_FILE = Set.of(Fault.NOT_JSON, Fault.NOT_AN_OBJECT, Fault.NOT_A_LIST);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "render|archive|parse|validate|merge FILE",
            arity = "1..*",
            description = {
                "render: UCI text, then the files; archive: what an agent unpacks; parse: UCI text, or an archive, as NetJSON;",
                "validate: what is wrong with it; merge: templates and variables put in."
            })
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private List<String> words;

    @Option(names = "--batch", description = "FILE has one request a line; print one answer a line, as JSON.")
    private boolean batch;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "a configuration to lie below; may be repeated, the lowest first")
    private List<Path> templates = List.of();

    @Option(
            names = "--context",
            paramLabel = "FILE",
            description = "values of variables, as a JSON object; {{ name }} stands for one")
    private @Nullable Path context;

    @Option(
            names = "--openwrt",
            paramLabel = "VERSION",
            description =
                    "for which OpenWrt; before 21 interfaces and radios are written otherwise (default: 21 and later)")
    private String version = "";

    @Option(names = "--backend", paramLabel = "openwrt", description = "for which system (default: openwrt)")
    private String backend = BACKEND;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write it (default: standard output)")
    private @Nullable Path out;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LanguageOption language;

    @Override
    public Integer call() {
        if (!backend.equals(BACKEND)) {
            throw wrong("backend", backend, BACKEND);
        }
        if (!version.isEmpty() && !version.matches("[0-9]{1,4}(\\..*)?")) {
            throw wrong("version", version);
        }
        if (batch) {
            if (words.size() != 1) {
                throw wrong("one-file");
            }
            return new NetJsonBatch(spec.commandLine().getOut(), language).run(Path.of(words.get(0)));
        }
        String action = words.get(0);
        if (!ACTIONS.contains(action)) {
            throw wrong("action", action, String.join(", ", ACTIONS));
        }
        if (words.size() != 2) {
            throw wrong("one-file");
        }
        if (action.equals(ARCHIVE) && out == null) {
            throw wrong("no-out");
        }
        return run(action, Path.of(words.get(1)));
    }

    private int run(String action, Path file) {
        try {
            switch (action) {
                case "parse" -> write(json(parsed(file)));
                case "validate" -> validate(file);
                case "merge" -> write(json(variables().into(merged(file))));
                default -> render(action, file);
            }
            return Commands.DONE;
        } catch (NetJsonException refused) {
            return tell(file, refused);
        }
    }

    private void render(String action, Path file) {
        OpenWrt openWrt = new OpenWrt(OpenWrt.Syntax.of("OpenWrt " + version));
        ObjectNode config = complete(file);
        if (action.equals(ARCHIVE)) {
            ConfigurationArchive archive = openWrt.render(config).archive();
            write(archive.octets());
            say(language.say("netjson.checksum", archive.checksum()));
        } else {
            write(openWrt.render(config).text(true));
        }
    }

    private void validate(Path file) {
        List<Problem> problems = Validation.of(complete(file));
        if (!problems.isEmpty()) {
            throw new NetJsonException(problems);
        }
        say(language.say("netjson.valid", file));
    }

    /** Merged, with a value for each variable. */
    private ObjectNode complete(Path file) {
        ObjectNode merged = merged(file);
        Variables variables = variables();
        List<Problem> undefined = variables.undefined(merged);
        if (!undefined.isEmpty()) {
            throw new NetJsonException(undefined);
        }
        return variables.into(merged);
    }

    private ObjectNode merged(Path file) {
        List<ObjectNode> layers = new ArrayList<>();
        for (Path template : templates) {
            layers.add(read(template));
        }
        return Merge.of(layers, read(file));
    }

    private Variables variables() {
        return new Variables(context == null ? JsonMapper.shared().createObjectNode() : read(context));
    }

    private ObjectNode read(Path file) {
        try {
            return NetJson.read(new String(octets(file), StandardCharsets.UTF_8));
        } catch (NetJsonException notJson) {
            throw new InputException(file + ": " + notJson.text(language.chosen()));
        }
    }

    private ObjectNode parsed(Path file) {
        byte[] octets = octets(file);
        OpenWrt openWrt = new OpenWrt(OpenWrt.Syntax.DSA);
        boolean text = octets.length < 2 || (octets[0] != 0x1f && !hasTarMark(octets));
        return text ? openWrt.parse(new String(octets, StandardCharsets.UTF_8)) : openWrt.parseArchive(octets);
    }

    private static boolean hasTarMark(byte[] octets) {
        return octets.length >= 262 && new String(octets, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
    }

    private byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new InputException(language.say("netjson.missing", file));
        } catch (IOException unreadable) {
            throw new InputException(language.say(
                    "netjson.unreadable", file, unreadable.getClass().getSimpleName()));
        }
    }

    private static String json(ObjectNode node) {
        return node.toPrettyString() + "\n";
    }

    private void write(String text) {
        if (out == null) {
            PrintWriter writer = spec.commandLine().getOut();
            writer.print(text);
            writer.flush();
        } else {
            write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(byte[] octets) {
        Path file = Objects.requireNonNull(out);
        try {
            Files.write(file, octets);
        } catch (IOException unwritable) {
            throw new InputException(language.say(
                    "netjson.unwritable", file, unwritable.getClass().getSimpleName()));
        }
    }

    private int tell(Path file, NetJsonException refused) {
        refused.problems().forEach(one -> say(file + ": " + one.text(language.chosen())));
        return refused.problems().stream().anyMatch(one -> OF_THE_FILE.contains(one.fault()))
                ? Commands.WRONG_USAGE
                : Commands.FAILED;
    }

    private void say(String text) {
        spec.commandLine().getErr().println("langsong: " + text);
    }

    private ParameterException wrong(String key, Object... values) {
        Object[] plain = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            plain[i] = ServerOptions.plain(values[i].toString());
        }
        return new ParameterException(spec.commandLine(), language.say("netjson." + key, plain));
    }
}
