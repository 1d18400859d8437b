package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.Photos;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Photos of what stands where, for programs. */
@RestController
@RequestMapping(
        "/api/v1/{plural:villages|contacts|power-areas|sites|devices|providers|contracts|links|services}/{id}/photos")
final class PhotosController {
    private final SeenInventory inventory;
    private final Photos photos;

    PhotosController(SeenInventory inventory, Photos photos) {
        this.inventory = inventory;
        this.photos = photos;
    }

    /** @param width in pixels */
    record PhotoJson(UUID id, @Nullable String caption, int width, int height, String addedBy, Instant addedAt) {
        static PhotoJson of(Photos.Photo photo) {
            return new PhotoJson(
                    photo.id(), photo.caption(), photo.width(), photo.height(), photo.addedBy(), photo.addedAt());
        }
    }

    @ApiCall("The photos of one of the {plural}, newest first.")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    List<PhotoJson> list(@PathVariable String plural, @PathVariable String id) {
        return photos.of(object(plural, id)).stream().map(PhotoJson::of).toList();
    }

    /** A browser can not send this: the body is the picture itself. */
    @ApiCall(
            value = "Adds a photo to one of the {plural}; of the oldest beyond a dozen nothing is left.",
            bodyNamed = "binary",
            status = 201,
            headers = "Location: its address")
    @PostMapping(consumes = {MediaType.IMAGE_JPEG_VALUE, MediaType.IMAGE_PNG_VALUE})
    ResponseEntity<PhotoJson> add(
            @PathVariable String plural,
            @PathVariable String id,
            @RequestParam(defaultValue = "") @ApiValue("at most 200 characters") String caption,
            HttpServletRequest request)
            throws IOException {
        InventoryId object = object(plural, id);
        byte[] sent = request.getInputStream().readNBytes(Photos.MOST_OCTETS + 1);
        if (sent.length > Photos.MOST_OCTETS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The photo is longer than %d octets; send a smaller one".formatted(Photos.MOST_OCTETS));
        }
        SignedIn who = SignedIn.current();
        UUID added = photos.add(object, sent, caption, who == null ? "?" : who.name());
        PhotoJson answer = photos.of(object).stream()
                .filter(photo -> photo.id().equals(added))
                .map(PhotoJson::of)
                .findFirst()
                .orElseThrow(() -> unknown(added));
        return ResponseEntity.created(URI.create("/api/v1/" + plural + "/" + id + "/photos/" + added))
                .body(answer);
    }

    @ApiCall(value = "One photo of one of the {plural}.", types = MediaType.IMAGE_JPEG_VALUE)
    @GetMapping("/{photo}")
    ResponseEntity<byte[]> one(@PathVariable String plural, @PathVariable String id, @PathVariable UUID photo) {
        boolean there =
                photos.of(object(plural, id)).stream().anyMatch(one -> one.id().equals(photo));
        return photos.content(photo)
                .filter(content -> there)
                .map(jpeg ->
                        ResponseEntity.ok().contentType(MediaType.IMAGE_JPEG).body(jpeg))
                .orElseThrow(() -> unknown(photo));
    }

    @ApiCall(value = "Removes a photo from one of the {plural}.", status = 204)
    @DeleteMapping("/{photo}")
    ResponseEntity<Void> remove(@PathVariable String plural, @PathVariable String id, @PathVariable UUID photo) {
        if (!photos.remove(object(plural, id), photo)) {
            throw unknown(photo);
        }
        return ResponseEntity.noContent().build();
    }

    private InventoryId object(String plural, String id) {
        Form<?> form = Form.named(plural).orElseThrow();
        return inventory
                .snapshot()
                .find(form.id(id))
                .map(InventoryObject::id)
                .orElseThrow(() -> InventoryRefused.missing(form.id(id)));
    }

    private static RequestRefused unknown(UUID photo) {
        return RequestRefused.unknown(
                "photo", photo.toString(), "is no photo of this object", "ask for the list of its photos");
    }
}
