package io.langsong.command;

import static io.langsong.command.ServerOptions.plain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the inventory of a running server into files that {@link ImportCommand} reads. */
@Command(
        name = "export",
        description =
                "Writes the inventory of a running server into CSV files or a workbook, without secrets; overwrites nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, or the server can not be reached", "2:wrong usage"})
public final class ExportCommand implements Callable<Integer> {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /** What we write into a folder that somebody named; an answer could name any place. */
    private static final Pattern FILE = Pattern.compile("[a-z-]+\\.csv");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR|FILE.xlsx",
            description =
                    "a folder for villages.csv, sites.csv, devices.csv and so on, made when it is missing, or a workbook")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ServerOptions server;

    @Override
    public Integer call() throws InterruptedException {
        boolean workbook = path.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.address("/api/v1/inventory/export?format=" + (workbook ? "xlsx" : "csv")))
                .GET();
        HttpResponse<byte[]> answer;
        try {
            if (isInTheWay(workbook)) {
                return fail(path + " is there already; name another, nothing is overwritten");
            }
            answer = server.send(request, HttpResponse.BodyHandlers.ofByteArray(), "the token and the inventory");
        } catch (IOException e) {
            return fail(server.trouble(e));
        }
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            return fail(
                    "The server does not let us in (HTTP %d); give a token that may read with --token or LANGSONG_API_TOKEN"
                            .formatted(answer.statusCode()));
        }
        if (answer.statusCode() != 200) {
            return fail("Nothing was exported: the server answered HTTP %d; is %s a LangSong server?"
                    .formatted(answer.statusCode(), server.server()));
        }
        try {
            return workbook ? writeWorkbook(answer.body()) : writeFolder(answer.body());
        } catch (FileAlreadyExistsException there) {
            return fail(plain(there.getMessage()) + " is there already; name another, nothing is overwritten");
        } catch (IOException e) {
            return fail("%s can not be written (%s); check its permissions, and the room on the disk"
                    .formatted(path, plain(e.toString())));
        }
    }

    /** A file of an older export beside new ones would be imported with them. */
    private boolean isInTheWay(boolean workbook) throws IOException {
        if (workbook || !Files.isDirectory(path)) {
            return Files.exists(path);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.{csv,CSV}")) {
            return files.iterator().hasNext();
        }
    }

    private int writeWorkbook(byte[] content) throws IOException {
        Files.write(path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        print("exported: " + path);
        return DONE;
    }

    private int writeFolder(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!FILE.matcher(entry.getName()).matches()) {
                    return fail("Nothing was exported: the server sent a file %s; is %s a LangSong server?"
                            .formatted(plain(entry.getName()), server.server()));
                }
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        if (files.isEmpty()) {
            return fail("Nothing was exported: the inventory of this server is empty");
        }
        Files.createDirectories(path);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(
                    path.resolve(file.getKey()),
                    file.getValue(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            print("exported: " + path.resolve(file.getKey()));
        }
        return DONE;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("langsong: " + message);
        spec.commandLine().getErr().flush();
        return FAILED;
    }
}
