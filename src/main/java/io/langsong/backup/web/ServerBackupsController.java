package io.langsong.backup.web;

import io.langsong.backup.ServerBackups;
import io.langsong.backup.ServerBackups.Backup;
import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.calendar.Run;
import io.langsong.web.ApiCall;
import io.langsong.web.RequestRefused;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The backups of the server, for programs of administrators. */
@RestController
class ServerBackupsController {
    private final ServerBackups backups;
    private final JobCalendar calendar;
    private final BackupDesk desk;

    ServerBackupsController(ServerBackups backups, JobCalendar calendar, BackupDesk desk) {
        this.backups = backups;
        this.calendar = calendar;
        this.desk = desk;
    }

    @ApiCall("The backups of the server, newest first, and how the last one went.")
    @GetMapping(path = "/api/v1/server-backups", produces = "application/json")
    ServerBackupsJson list() {
        return now();
    }

    /** The answer comes before it is made; ask for the list to see it. */
    @ApiCall(value = "Has a backup of the server made; the answer comes before it is.", problems = 409)
    @PostMapping(path = "/api/v1/server-backups", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ServerBackupsJson make() {
        if (desk.make() == Asked.ALREADY_RUNNING) {
            throw RequestRefused.conflict("backup", null, "is being made already", "wait until it is done");
        }
        return now();
    }

    @ApiCall(value = "A backup, as a file that restore takes.", types = BackupDesk.ZIP, problems = 404)
    @GetMapping("/api/v1/server-backups/{name}")
    ResponseEntity<Resource> download(@PathVariable String name) {
        return desk.download(name)
                .orElseThrow(() -> RequestRefused.unknown(
                        "name", name, "is not the name of a backup", "GET /api/v1/server-backups lists them"));
    }

    private ServerBackupsJson now() {
        Run last = calendar.job(ServerBackups.JOB).map(JobCalendar.Job::last).orElse(null);
        return new ServerBackupsJson(
                backups.folder().toString(),
                backups.sealsKey(),
                last == null ? null : last.outcome().name().toLowerCase(Locale.ROOT),
                last == null ? null : last.error(),
                backups.list().stream().map(ServerBackupJson::of).toList());
    }

    /**
     * @param sealsKey whether backups hold the key of the secrets, under the passphrase
     * @param lastOutcome running, done, failed or killed
     */
    record ServerBackupsJson(
            String folder,
            boolean sealsKey,
            @Nullable String lastOutcome,
            @Nullable String lastError,
            List<ServerBackupJson> backups) {}

    /** @param size octets */
    record ServerBackupJson(String name, Instant madeAt, long size, long rows, String product, boolean withKey) {
        static ServerBackupJson of(Backup one) {
            return new ServerBackupJson(one.name(), one.madeAt(), one.size(), one.rows(), one.product(), one.withKey());
        }
    }
}
