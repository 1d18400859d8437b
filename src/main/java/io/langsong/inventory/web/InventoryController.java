package io.langsong.inventory.web;

import io.langsong.inventory.Form;
import io.langsong.inventory.InventoryObject;
import io.langsong.inventory.InventoryRefused;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.SeenInventory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Every kind of object of the inventory is read and written alike. */
@RestController
@RequestMapping("/api/v1/{plural:villages|contacts|power-areas|sites|devices|providers|contracts|links|services}")
final class InventoryController {
    private static final int MOST_OCTETS = 64 * 1024;
    private static final int LARGEST_PAGE = 1000;
    private static final int USUAL_PAGE = 100;

    private static final Pattern ENTITY_TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final SeenInventory inventory;

    InventoryController(SeenInventory inventory) {
        this.inventory = inventory;
    }

    /**
     * All of them, or one page when asked for; {@code X-Total-Count} says how many there are.
     *
     * @param page from 0
     * @param size 1 to 1000, 100 when only {@code page} is given
     */
    @ApiCall(
            value = "All {plural}, or a page of them.",
            answerNamed = "{plural}",
            headers = "X-Total-Count: how many there are")
    @GetMapping
    ResponseEntity<List<ObjectNode>> list(
            @PathVariable String plural,
            @RequestParam(required = false) @ApiValue(value = "from 0", least = 0) @Nullable Integer page,
            @RequestParam(required = false)
                    @ApiValue(value = "100 when only page is given", least = 1, most = LARGEST_PAGE)
                    @Nullable
                    Integer size) {
        Form<?> form = form(plural);
        JsonForm json = new JsonForm(form);
        List<? extends InventoryObject> all = List.copyOf(form.in(inventory.snapshot()));
        return ResponseEntity.ok()
                .header("X-Total-Count", Integer.toString(all.size()))
                .body(page(all, page, size).stream().map(json::write).toList());
    }

    private static <T> List<T> page(List<T> all, @Nullable Integer page, @Nullable Integer size) {
        if (page == null && size == null) {
            return all;
        }
        int number = page == null ? 0 : page;
        int length = size == null ? USUAL_PAGE : size;
        if (number < 0) {
            throw InventoryRefused.unreadable(
                    "page", Integer.toString(number), "is not the number of a page", "count from 0");
        }
        if (length < 1 || length > LARGEST_PAGE) {
            throw InventoryRefused.unreadable(
                    "size", Integer.toString(length), "is not the length of a page", "give 1 to " + LARGEST_PAGE);
        }
        int from = (int) Math.min((long) number * length, all.size());
        return all.subList(from, Math.min(from + length, all.size()));
    }

    /** With its version as ETag; {@code If-None-Match} is honoured (RFC 9110 section 13.1.2). */
    @ApiCall(value = "One of the {plural}.", answerNamed = "{plural}", headers = "ETag: its version")
    @GetMapping("/{id}")
    ResponseEntity<ObjectNode> one(@PathVariable String plural, @PathVariable String id) {
        Form<?> form = form(plural);
        return answer(ResponseEntity.ok(), form, stored(form, id));
    }

    private ResponseEntity<ObjectNode> answer(
            ResponseEntity.BodyBuilder builder, Form<?> form, InventoryObject object) {
        return builder.eTag(Long.toString(inventory.snapshot().version(object.id())))
                .body(new JsonForm(form).write(object));
    }

    /** Without an id one is made from the name. */
    @ApiCall(
            value = "Adds one to the {plural}; without id one is made from the name.",
            bodyNamed = "{plural}-sent",
            answerNamed = "{plural}",
            status = 201,
            headers = {"ETag: its version", "Location: its address"},
            problems = 409)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ObjectNode> add(@PathVariable String plural, HttpServletRequest request) throws IOException {
        Form<?> form = form(plural);
        JsonForm json = new JsonForm(form);
        ObjectNode body = JsonBody.read(request, MOST_OCTETS);
        InventoryObject object;
        try {
            object = form.read(identified(form, json.read(body, null)), null);
            inventory.add(object);
        } catch (InventoryRefused refused) {
            throw JsonForm.inWordsOf(body, refused);
        }
        URI place = URI.create("/api/v1/" + plural + "/" + object.id().value());
        return answer(ResponseEntity.created(place), form, object);
    }

    private Map<String, String> identified(Form<?> form, Map<String, String> cells) {
        String name = cells.getOrDefault("name", "");
        if (cells.getOrDefault("id", "").isEmpty()) {
            if (name.isBlank()) {
                throw InventoryRefused.unreadable("name", null, "is missing", "give it; an id is made from it");
            }
            cells.put("id", form.freeId(name, inventory.snapshot()));
        }
        return cells;
    }

    /**
     * Fields that are left out get their defaults; secrets that are left out stay. With {@code If-Match} only as long as
     * nobody else changed it (RFC 9110 section 13.1.1).
     */
    @ApiCall(
            value = "Writes all of one of the {plural}; a field left out gets its default, a secret left out stays.",
            bodyNamed = "{plural}-sent",
            answerNamed = "{plural}",
            headers = "ETag: its version",
            problems = 409)
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ObjectNode> replace(
            @PathVariable String plural,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request)
            throws IOException {
        Form<?> form = form(plural);
        JsonForm json = new JsonForm(form);
        InventoryObject stored = stored(form, id);
        ObjectNode body = JsonBody.read(request, MOST_OCTETS);
        Map<String, String> cells = json.read(body, stored);
        String given = cells.putIfAbsent("id", id);
        if (given != null && !given.equals(id)) {
            throw InventoryRefused.unreadable(
                    "id", given, "is not the id in the address", "leave it out; an id never changes");
        }
        try {
            InventoryObject object = form.read(cells, stored);
            inventory.replace(object, version(match));
            return answer(ResponseEntity.ok(), form, object);
        } catch (InventoryRefused refused) {
            throw JsonForm.inWordsOf(body, refused);
        }
    }

    @ApiCall(value = "Removes one of the {plural}, unless others name it.", status = 204, problems = 409)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            @PathVariable String plural,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match) {
        inventory.delete(form(plural).id(id), version(match));
        return ResponseEntity.noContent().build();
    }

    /** Null for no condition; {@code *} asks only that the object is there, which is so in any case. */
    private static @Nullable Long version(@Nullable String match) {
        if (match == null || match.strip().equals("*")) {
            return null;
        }
        Matcher tag = ENTITY_TAG.matcher(match.strip());
        if (!tag.matches()) {
            throw InventoryRefused.unreadable(
                    HttpHeaders.IF_MATCH,
                    match,
                    "is not one of our entity tags",
                    "send the ETag that came with the object");
        }
        return Long.valueOf(tag.group(1));
    }

    private InventoryObject stored(Form<?> form, String id) {
        return inventory.snapshot().find(form.id(id)).orElseThrow(() -> InventoryRefused.missing(form.id(id)));
    }

    private static Form<?> form(String plural) {
        return Form.named(plural).orElseThrow();
    }
}
