package io.langsong.backup.web;

import io.langsong.access.AuditTrail;
import io.langsong.backup.ServerBackups;
import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.web.SignedIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What page and API do alike: each is written into the audit trail. */
@Component
class BackupDesk {
    static final String ZIP = "application/zip";

    private final ServerBackups backups;
    private final JobCalendar calendar;
    private final AuditTrail trail;

    BackupDesk(ServerBackups backups, JobCalendar calendar, AuditTrail trail) {
        this.backups = backups;
        this.calendar = calendar;
        this.trail = trail;
    }

    /** Has one made; returns before it is. */
    Asked make() {
        SignedIn who = SignedIn.current();
        Asked asked = calendar.runNow(ServerBackups.JOB, who == null ? AuditTrail.NOBODY : who.name());
        if (asked == Asked.BEGUN) {
            trail.record("backup.make", "backup:" + ServerBackups.JOB, List.of());
        }
        return asked;
    }

    /** Empty when there is none of that name. */
    Optional<ResponseEntity<Resource>> download(String name) {
        Optional<Path> file = backups.file(name);
        file.ifPresent(found -> trail.record("backup.file.download", "backup:" + name, List.of()));
        return file.map(found -> ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(ZIP))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new FileSystemResource(found)));
    }
}
