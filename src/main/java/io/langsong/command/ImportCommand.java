package io.langsong.command;

import io.langsong.inventory.InventoryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

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

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "where the server listens (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private URI server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:LANGSONG_API_TOKEN}",
            description = "API token (default: the environment's LANGSONG_API_TOKEN, where other users can not see it)")
    private @Nullable String token;

    @Override
    public Integer call() throws InterruptedException {
        URI target = target();
        Body body;
        try {
            body = body();
        } catch (NoSuchFileException missing) {
            throw new ParameterException(spec.commandLine(), "There is no " + path + "; check the path");
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(spec.commandLine(), plain(unusable.getMessage()));
        } catch (IOException unreadable) {
            return fail("%s can not be read (%s); check its permissions".formatted(path, plain(unreadable.toString())));
        }
        try {
            warnOfPlainText(target);
            return print(send(target, body));
        } catch (ConnectException | UnknownHostException e) {
            return fail("No server answers at %s; start it with \"langsong serve\", or name it with --server"
                    .formatted(server));
        } catch (IOException e) {
            return fail("The server at %s can not be asked (%s); check --server, and the server's log"
                    .formatted(server, plain(String.valueOf(e.getMessage()))));
        }
    }

    private record Body(String type, byte[] content) {}

    private Body body() throws IOException {
        if (path.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx") && Files.isRegularFile(path)) {
            return new Body(XLSX, Files.readAllBytes(path));
        }
        return new Body("application/json", JsonMapper.shared().writeValueAsBytes(InventoryFolder.read(path)));
    }

    private URI target() {
        boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!http || server.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--server %s is not an address like http://127.0.0.1:8080".formatted(server));
        }
        String base = server.toString().replaceAll("/+$", "");
        return URI.create(base + "/api/v1/inventory/import?dryRun=" + dryRun);
    }

    private void warnOfPlainText(URI target) throws UnknownHostException {
        if (token != null
                && "http".equals(target.getScheme())
                && !InetAddress.getByName(target.getHost()).isLoopbackAddress()) {
            err().println("langsong: the token and the files go to " + target.getHost()
                    + " unencrypted; use an https address if there is one");
        }
    }

    private HttpResponse<String> send(URI target, Body body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(ANSWER)
                .header("Content-Type", body.type())
                .header("Accept", "application/json, application/problem+json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.content()));
        if (token != null && !token.isBlank()) {
            request.header("Authorization", "Bearer " + token.strip());
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int print(HttpResponse<String> response) {
        JsonNode answer = json(response.body());
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            return fail(
                    "The server does not let us in (HTTP %d); give a token that may write with --token or LANGSONG_API_TOKEN"
                            .formatted(response.statusCode()));
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
                line.append(" row ").append(text(error, "row"));
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
                            ? "Nothing was imported: " + text(answer, "detail")
                            : "Nothing was imported: the server answered HTTP %d; is %s a LangSong server?"
                                    .formatted(status, server));
        }
        return fail("Nothing was imported");
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

    /** A terminal obeys control characters. */
    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replaceAll("\\p{Cntrl}", "?");
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
