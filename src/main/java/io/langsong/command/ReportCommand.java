package io.langsong.command;

import static io.langsong.command.ServerOptions.plain;

import io.langsong.uptime.UptimeProperties;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Fetches a report from a running server. */
@Command(
        name = "report",
        description = "Fetches the report of a month, or of any time, from a running server; overwrites nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or the server can not be reached", "2:wrong usage"})
public final class ReportCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    enum Format {
        PDF("application/pdf"),
        DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        CSV("text/csv"),
        JSON("application/json");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        /** As people write it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of which time; one of the two. */
    static final class Time {
        @Option(
                names = "--month",
                paramLabel = "YYYY-MM",
                required = true,
                description = "the report of that month: its newest version; where there is none, what comes out now")
        private @Nullable YearMonth month;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable Days days;
    }

    static final class Days {
        @Option(
                names = "--from",
                paramLabel = "YYYY-MM-DD",
                required = true,
                description = "first day, in Vietnamese time")
        @SuppressWarnings("NullAway.Init")
        private LocalDate from;

        @Option(names = "--to", paramLabel = "YYYY-MM-DD", required = true, description = "last day, included")
        @SuppressWarnings("NullAway.Init")
        private LocalDate to;
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Time time;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write it (default: standard output)")
    private @Nullable Path out;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ServerOptions server;

    @Override
    public Integer call() throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address("/api/v1/reports" + address()))
                .header("Accept", format.type)
                .GET();
        if (out != null && Files.exists(out)) {
            return fail(out + " is there already; name another, nothing is overwritten");
        }
        try {
            HttpResponse<byte[]> answer =
                    server.send(request, HttpResponse.BodyHandlers.ofByteArray(), "the token and the report");
            return answer.statusCode() == 200 ? write(answer.body()) : refuse(answer);
        } catch (IOException e) {
            return fail(server.trouble(e));
        }
    }

    private String address() {
        if (time.month != null) {
            return "/" + time.month;
        }
        Days days = time.days;
        if (days == null || days.to.isBefore(days.from)) {
            throw new ParameterException(
                    spec.commandLine(), "--to is before --from; give the last day, which is included");
        }
        return "?from=" + midnight(days.from) + "&to=" + midnight(days.to.plusDays(1));
    }

    private static String midnight(LocalDate day) {
        return URLEncoder.encode(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(day.atStartOfDay(UptimeProperties.ZONE)),
                StandardCharsets.UTF_8);
    }

    private int write(byte[] report) {
        Path file = out;
        if (file == null) {
            // Octets, which a writer would take for text.
            System.out.write(report, 0, report.length);
            System.out.flush();
            return DONE;
        }
        try {
            Files.write(file, report, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return DONE;
        } catch (FileAlreadyExistsException there) {
            return fail(file + " is there already; name another, nothing is overwritten");
        } catch (IOException e) {
            return fail("%s can not be written (%s); check its permissions, and the room on the disk"
                    .formatted(file, plain(e.toString())));
        }
    }

    private int refuse(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String detail = detail(answer.body());
        if (status == 401) {
            return fail(
                    "The server does not let us in (HTTP 401); give a token that may read with --token or LANGSONG_API_TOKEN");
        }
        if (status == 406) {
            return fail("The server does not write reports as %s; ask for another --format".formatted(format));
        }
        return fail(
                detail.isEmpty()
                        ? "There is no report: the server answered HTTP %d; is %s a LangSong server?"
                                .formatted(status, server.server())
                        : "There is no report: " + detail);
    }

    /** Of a problem as RFC 9457 has it; empty when it is none. */
    private static String detail(byte[] body) {
        try {
            return plain(JsonMapper.shared().readTree(body).path("detail").asString(""));
        } catch (JacksonException notJson) {
            return "";
        }
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("langsong: " + message);
        spec.commandLine().getErr().flush();
        return FAILED;
    }
}
