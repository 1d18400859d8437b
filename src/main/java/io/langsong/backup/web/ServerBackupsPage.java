package io.langsong.backup.web;

import io.langsong.backup.ServerBackups;
import io.langsong.calendar.JobCalendar;
import io.langsong.calendar.JobCalendar.Asked;
import io.langsong.calendar.Run;
import io.langsong.calendar.Run.Outcome;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The backups of the server, for administrators. */
@Controller
class ServerBackupsPage {
    private final ServerBackups backups;
    private final JobCalendar calendar;
    private final BackupDesk desk;

    ServerBackupsPage(ServerBackups backups, JobCalendar calendar, BackupDesk desk) {
        this.backups = backups;
        this.calendar = calendar;
        this.desk = desk;
    }

    /** @param said {@code begun} or {@code busy}, after one was asked for */
    @GetMapping("/sao-luu")
    String list(@RequestParam(name = "bao", defaultValue = "") String said, Model model) {
        Run last = calendar.job(ServerBackups.JOB).map(JobCalendar.Job::last).orElse(null);
        model.addAttribute("backups", backups.list());
        model.addAttribute("folder", backups.folder().toString());
        model.addAttribute("sealsKey", backups.sealsKey());
        model.addAttribute(
                "failed", last != null && last.outcome() == Outcome.FAILED ? String.valueOf(last.error()) : null);
        model.addAttribute("killed", last != null && last.outcome() == Outcome.KILLED);
        model.addAttribute("begun", said.equals("begun"));
        model.addAttribute("busy", said.equals("busy"));
        return "backup/list";
    }

    @PostMapping("/sao-luu")
    String make() {
        return "redirect:/sao-luu?bao=" + (desk.make() == Asked.BEGUN ? "begun" : "busy");
    }

    @GetMapping("/sao-luu/{name}")
    ResponseEntity<Resource> download(@PathVariable String name) {
        return desk.download(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
