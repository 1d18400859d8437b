package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Sheet;
import io.langsong.provisioning.Sheets;
import io.langsong.web.SeenInventory;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** Installation sheets and labels, to be printed: of one access point, or of all that are not retired. */
@Controller
class SheetPages {
    private final AccessPoints accessPoints;
    private final Sheets sheets;
    private final SeenInventory inventory;

    SheetPages(AccessPoints accessPoints, Sheets sheets, SeenInventory inventory) {
        this.accessPoints = accessPoints;
        this.sheets = sheets;
        this.inventory = inventory;
    }

    @GetMapping("/cau-hinh/diem/{id}/phieu")
    ResponseEntity<byte[]> sheet(@PathVariable String id, Locale language) {
        return pdf(sheets.print(List.of(one(id)), language), "phieu-lap-dat-" + id);
    }

    @GetMapping("/cau-hinh/diem/{id}/nhan")
    ResponseEntity<byte[]> label(@PathVariable String id, Locale language) {
        return pdf(sheets.labels(List.of(one(id)), language), "nhan-" + id);
    }

    @GetMapping("/cau-hinh/phieu")
    ResponseEntity<byte[]> allSheets(Locale language) {
        return pdf(sheets.print(all(), language), "phieu-lap-dat");
    }

    @GetMapping("/cau-hinh/nhan")
    ResponseEntity<byte[]> allLabels(Locale language) {
        return pdf(sheets.labels(all(), language), "nhan");
    }

    private Sheet one(String id) {
        AccessPoint place = (Ids.isOne(id)
                        ? accessPoints.find(new DeviceId(id))
                        : java.util.Optional.<AccessPoint>empty())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return sheets.of(place, inventory.snapshot());
    }

    private List<Sheet> all() {
        InventorySnapshot there = inventory.snapshot();
        List<Sheet> all = accessPoints.all().stream()
                .filter(place -> place.life().retired() == null)
                .map(place -> sheets.of(place, there))
                .toList();
        if (all.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return all;
    }

    private static ResponseEntity<byte[]> pdf(byte[] file, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".pdf")
                                .build()
                                .toString())
                .body(file);
    }
}
