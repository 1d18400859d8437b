package io.langsong.poster.web;

import io.langsong.poster.Poster;
import io.langsong.poster.Posters;
import io.langsong.poster.Posters.Size;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Posters of the public Wi-Fi, for technicians, who put them up: a poster may say a password. */
@Controller
@RequestMapping("/ap-phich")
class PosterPages {
    private final Posters posters;
    private final SeenInventory inventory;

    PosterPages(Posters posters, SeenInventory inventory) {
        this.posters = posters;
        this.inventory = inventory;
    }

    @GetMapping
    String list(Locale language, Model model) {
        List<Poster> all = all(language);
        model.addAttribute("posters", all);
        model.addAttribute("unnamed", all.stream().anyMatch(one -> one.ssid() == null));
        model.addAttribute("unlinked", all.stream().anyMatch(one -> one.link() == null));
        model.addAttribute("sizes", Arrays.stream(Size.values()).map(Enum::name).toList());
        return "poster/list";
    }

    private List<Poster> all(Locale language) {
        SignedIn who = SignedIn.current();
        if (who == null || !who.mayAct()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return posters.of(inventory.snapshot(), language);
    }

    @GetMapping("/tep/{size}")
    ResponseEntity<byte[]> print(@PathVariable String size, Locale language) {
        return pdf(all(language), size, "ap-phich", language);
    }

    @GetMapping("/{id}/tep/{size}")
    ResponseEntity<byte[]> printOne(@PathVariable String id, @PathVariable String size, Locale language) {
        List<Poster> one =
                all(language).stream().filter(poster -> poster.id().equals(id)).toList();
        return pdf(one, size, "ap-phich-" + id, language);
    }

    private ResponseEntity<byte[]> pdf(List<Poster> wanted, String size, String name, Locale language) {
        Size paper = Arrays.stream(Size.values())
                .filter(one -> one.name().equalsIgnoreCase(size))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (wanted.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + "-" + paper.name().toLowerCase(Locale.ROOT) + ".pdf")
                                .build()
                                .toString())
                .body(posters.print(wanted, paper, language));
    }
}
