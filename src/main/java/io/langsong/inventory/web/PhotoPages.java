package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.Photos;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Photos of what stands where. */
@Controller
final class PhotoPages {
    private final SeenInventory inventory;
    private final Photos photos;

    PhotoPages(SeenInventory inventory, Photos photos) {
        this.inventory = inventory;
        this.photos = photos;
    }

    /** A photo never changes under its id. */
    @GetMapping("/danh-muc/anh/{id}")
    ResponseEntity<byte[]> photo(@PathVariable UUID id) {
        return photos.objectOf(id)
                .filter(inventory::mayName)
                .flatMap(object -> photos.content(id))
                .map(jpeg -> ResponseEntity.ok()
                        .contentType(MediaType.IMAGE_JPEG)
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(30)).cachePrivate())
                        .body(jpeg))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PostMapping("/danh-muc/{slug}/{id}/anh")
    String add(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestParam("anh") MultipartFile file,
            @RequestParam(name = "chu-thich", defaultValue = "") String caption,
            RedirectAttributes flash)
            throws IOException {
        SignedIn who = SignedIn.current();
        try {
            photos.add(object(slug, id), file.getBytes(), caption, who == null ? "?" : who.name());
            flash.addFlashAttribute("done", "inventory.photo.added");
        } catch (InventoryRefused refused) {
            flash.addFlashAttribute("photoTrouble", refused.problem().wording());
        }
        return "redirect:/danh-muc/" + slug + "/" + id;
    }

    @PostMapping("/danh-muc/{slug}/{id}/anh/{photo}/xoa")
    String remove(@PathVariable String slug, @PathVariable String id, @PathVariable UUID photo) {
        photos.remove(object(slug, id), photo);
        return "redirect:/danh-muc/" + slug + "/" + id;
    }

    private InventoryId object(String slug, String id) {
        Form<?> form = Slugs.form(slug).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        try {
            return inventory
                    .snapshot()
                    .find(form.id(id))
                    .map(InventoryObject::id)
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (InventoryRefused notAnId) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, notAnId);
        }
    }
}
