package io.langsong.provisioning.web;

import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.SharedSecrets;
import io.langsong.provisioning.SharedSecrets.Issued;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Secrets by which boxes come in. */
@Controller
@RequestMapping(SecretPages.PATH)
class SecretPages {
    static final String PATH = "/cau-hinh/khoa";

    private final SharedSecrets secrets;
    private final AccessPoints accessPoints;
    private final SeenInventory inventory;
    private final Words words;

    SecretPages(SharedSecrets secrets, AccessPoints accessPoints, SeenInventory inventory, Words words) {
        this.secrets = secrets;
        this.accessPoints = accessPoints;
        this.inventory = inventory;
        this.words = words;
    }

    /** @param place name of the access point that it is for; null for the commune's @param state {@code good}, {@code used} or {@code revoked} */
    record Row(Issued issued, @Nullable String place, String state) {}

    @GetMapping
    String list(Model model) {
        PlaceNames names = new PlaceNames(inventory.snapshot(), accessPoints.all(), words);
        model.addAttribute(
                "secrets", secrets.all().stream().map(one -> row(one, names)).toList());
        return "provisioning/secrets";
    }

    private static Row row(Issued one, PlaceNames names) {
        return new Row(
                one,
                one.place() == null ? null : names.accessPoint(one.place()),
                one.revoked() != null ? "revoked" : one.isGood() ? "good" : "used");
    }

    /** One of the commune: good for any box until it is revoked. */
    @PostMapping
    String make(RedirectAttributes flash) {
        flash.addFlashAttribute("shown", Bootstrap.shown(secrets.make(null, Who.name()), ""));
        return "redirect:" + PATH;
    }

    @PostMapping("/{id}/thu-hoi")
    String revoke(@PathVariable String id, RedirectAttributes flash) {
        return Page.act(PATH, "revoked", () -> secrets.revoke(id, Who.name()), flash, words);
    }
}
