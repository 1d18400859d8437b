package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Backup;
import io.langsong.provisioning.Backups;
import io.langsong.provisioning.Fetches;
import io.langsong.provisioning.Restores;
import io.langsong.web.Words;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The running configurations of one access point: each that differed, two beside one another, and back to one. */
@Controller
@RequestMapping(AccessPointPages.PATH + "/{id}/ban-sao")
class BackupPages {
    private final AccessPoints accessPoints;
    private final Backups backups;
    private final Fetches fetches;
    private final Restores restores;
    private final Words words;

    BackupPages(AccessPoints accessPoints, Backups backups, Fetches fetches, Restores restores, Words words) {
        this.accessPoints = accessPoints;
        this.backups = backups;
        this.fetches = fetches;
        this.restores = restores;
        this.words = words;
    }

    @GetMapping
    String list(@PathVariable String id, Model model) {
        AccessPoint one = require(id);
        model.addAttribute("one", one);
        model.addAttribute("backups", backups.of(one.id()));
        model.addAttribute("drift", backups.drift(one.id()).orElse(null));
        return "provisioning/backups";
    }

    /** Also of one that nothing is pushed to any more: what was kept of it stays. */
    private AccessPoint require(String id) {
        if (!Ids.isOne(id)) {
            throw Page.missing();
        }
        return accessPoints.find(new DeviceId(id)).orElseThrow(Page::missing);
    }

    @PostMapping
    String fetch(@PathVariable String id, RedirectAttributes flash) {
        AccessPoint one = require(id);
        return Page.act(path(one), "fetched", () -> fetches.now(one.id()), flash, words);
    }

    private static String path(AccessPoint one) {
        return AccessPointPages.PATH + "/" + one.id() + "/ban-sao";
    }

    /** @param from the one before @param to the one after */
    @GetMapping("/so-sanh")
    String compare(
            @PathVariable String id,
            @RequestParam(name = "tu") long from,
            @RequestParam(name = "den") long to,
            Model model) {
        AccessPoint one = require(id);
        Backup before = require(one, from);
        Backup now = require(one, to);
        model.addAttribute("one", one);
        model.addAttribute("before", before);
        model.addAttribute("now", now);
        model.addAttribute("differ", !before.digest().equals(now.digest()));
        model.addAttribute("diff", BesideView.between(before.shown(), now.shown()));
        return "provisioning/backup-diff";
    }

    private Backup require(AccessPoint one, long backup) {
        return backups.find(one.id(), backup).orElseThrow(Page::missing);
    }

    @GetMapping("/{backup}")
    String show(@PathVariable String id, @PathVariable long backup, Model model) {
        AccessPoint one = require(id);
        return page(model, one, require(one, backup), false);
    }

    private String page(Model model, AccessPoint one, Backup backup, boolean revealed) {
        model.addAttribute("one", one);
        model.addAttribute("backup", backup);
        model.addAttribute("revealed", revealed);
        model.addAttribute("text", revealed ? backups.reveal(backup) : backup.shown());
        model.addAttribute("restorable", Restores.isPossible(one.method()));
        return "provisioning/backup";
    }

    /** With its secrets, in this answer alone. */
    @PostMapping("/{backup}/hien")
    String reveal(@PathVariable String id, @PathVariable long backup, Model model) {
        AccessPoint one = require(id);
        return page(model, one, require(one, backup), true);
    }

    /** As it came, for a person to put back. */
    @PostMapping("/{backup}/tep")
    ResponseEntity<byte[]> file(@PathVariable String id, @PathVariable long backup) {
        AccessPoint one = require(id);
        Backup kept = require(one, backup);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s-%d.txt\"".formatted(one.id(), kept.id()))
                .body(backups.reveal(kept).getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/{backup}/khoi-phuc")
    String restore(@PathVariable String id, @PathVariable long backup, RedirectAttributes flash) {
        AccessPoint one = require(id);
        Backup kept = require(one, backup);
        return Page.go(
                path(one) + "/" + kept.id(),
                () -> {
                    restores.restore(one.id(), kept.id());
                    return AccessPointPages.PATH + "/" + one.id() + "/ssh";
                },
                "restored",
                flash,
                words);
    }
}
