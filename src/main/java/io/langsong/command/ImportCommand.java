package io.langsong.command;

import static io.langsong.command.ServerOptions.plain;

import io.langsong.inventory.InventoryFolder;
import io.langsong.inventory.SheetRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends files of the inventory to a running server and prints what they change, or what is wrong in them. */
@Command(
        name = "import",
        description =
                "Brings CSV files or a workbook into the inventory of a running server: all of them or nothing; never removes.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or the server can not be reached", "2:wrong usage"})
public final class ImportCommand implements Callable<Integer> {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int DONE = 0;
    private static final int FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR|FILE.csv|FILE.xlsx",
            description = "a folder with villages.csv, sites.csv, devices.csv and so on, one such file,"
                    + " or a workbook with one sheet for each kind")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    @Option(names = "--dry-run", description = "only show what would change")
    private boolean dryRun;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ServerOptions server;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LanguageOption language;

    @Override
    public Integer call() throws InterruptedException {
        URI target = server.address("/api/v1/inventory/import?dryRun=" + dryRun);
        // Before anything is read or sent, since it may be one that is not spoken.
        Locale spoken = language.chosen();
        Body body;
        try {
            body = body();
        } catch (NoSuchFileException missing) {
            throw new ParameterException(spec.commandLine(), language.say("import.missing", path));
        } catch (SheetRefused refused) {
            throw new ParameterException(
                    spec.commandLine(), plain(refused.problem().sentence(spoken)));
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(spec.commandLine(), plain(unusable.getMessage()));
        } catch (IOException unreadable) {
            return fail(language.say("import.unreadable", path, plain(unreadable.toString())));
        }
        try {
            return print(send(URI.create(target + body.parameter()), body, spoken));
        } catch (IOException e) {
            return fail(language.say(
                    ServerOptions.isSilent(e) ? "server.silent" : "server.trouble",
                    server.server(),
                    plain(String.valueOf(e.getMessage()))));
        }
    }

    /** @param name of a workbook, for the server's messages; of other files these names are inside */
    private record Body(
            String type, byte[] content, @Nullable String name) {
        String parameter() {
            return name == null ? "" : "&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        }
    }

    private Body body() throws IOException {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx") && Files.isRegularFile(path)) {
            return new Body(XLSX, Files.readAllBytes(path), String.valueOf(path.getFileName()));
        }
        return new Body("application/json", JsonMapper.shared().writeValueAsBytes(InventoryFolder.read(path)), null);
    }

    private HttpResponse<String> send(URI target, Body body, Locale spoken) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", body.type())
                .header("Accept", "application/json, application/problem+json")
                .header("Accept-Language", spoken.toLanguageTag())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.content()));
        return server.send(request, HttpResponse.BodyHandlers.ofString(), "the token and the files");
    }

    private int print(HttpResponse<String> response) {
        JsonNode answer = json(response.body());
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            return fail(language.say("import.closed", String.valueOf(response.statusCode())));
        }
        if (response.statusCode() != 200 || !answer.has("unchanged")) {
            return printProblems(response.statusCode(), answer);
        }
        printLines("added", answer.path("added"));
        printLines("changed", answer.path("changed"));
        out().printf(
                        "%s: %d added, %d changed, %d unchanged%n",
                        dryRun ? "dry run, nothing was stored" : "imported",
                        answer.path("added").size(),
                        answer.path("changed").size(),
                        answer.path("unchanged").asInt(0));
        out().flush();
        return DONE;
    }

    private void printLines(String what, JsonNode entries) {
        for (JsonNode entry : entries) {
            out().printf("%-7s %s %s  %s%n", what, text(entry, "kind"), text(entry, "id"), text(entry, "name"));
            for (JsonNode change : entry.path("changes")) {
                out().printf(
                                "          %s: %s -> %s%n",
                                text(change, "field"), text(change, "from"), text(change, "to"));
            }
        }
    }

    private int printProblems(int status, JsonNode answer) {
        for (JsonNode error : answer.path("errors")) {
            StringBuilder line = new StringBuilder("langsong: ").append(text(error, "file"));
            if (error.has("row")) {
                line.append(' ').append(language.say("import.row", text(error, "row")));
            }
            if (error.has("column")) {
                line.append(", ").append(text(error, "column"));
            }
            if (error.has("value")) {
                line.append(" \"").append(text(error, "value")).append('"');
            }
            err().println(line.append(": ")
                    .append(text(error, "detail"))
                    .append("; ")
                    .append(text(error, "remedy")));
        }
        if (answer.path("errors").isEmpty()) {
            return fail(
                    answer.has("detail")
                            ? language.say("import.nothing-since", text(answer, "detail"))
                            : language.say("import.stranger", String.valueOf(status), server.server()));
        }
        return fail(language.say("import.nothing"));
    }

    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? "(empty)" : plain(value.asString(""));
    }

    private int fail(String message) {
        err().println("langsong: " + message);
        err().flush();
        return FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
