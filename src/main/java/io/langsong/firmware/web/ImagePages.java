package io.langsong.firmware.web;

import io.langsong.access.Refused;
import io.langsong.firmware.Image;
import io.langsong.firmware.Images;
import io.langsong.firmware.Upgrade;
import io.langsong.firmware.Upgrade.Progress;
import io.langsong.firmware.Upgrades;
import io.langsong.firmware.web.Given.ImageForm;
import io.langsong.web.ListPage;
import io.langsong.web.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Firmware that was given, and the upgrades with it. */
@Controller
@RequestMapping(ImagePages.PATH)
class ImagePages {
    static final String PATH = "/firmware";
    private static final String FORM = "firmware/image-form";
    private static final String ONE = "firmware/image";

    private final Images images;
    private final Upgrades upgrades;
    private final Words words;

    ImagePages(Images images, Upgrades upgrades, Words words) {
        this.images = images;
        this.upgrades = upgrades;
        this.words = words;
    }

    /** @param uses how many upgrades brought it */
    record ImageRow(Image image, long uses) {}

    /** @param done steps of which nothing more comes @param shape as of {@code fragments/states} */
    record UpgradeRow(Upgrade upgrade, String image, long done, String shape) {
        static UpgradeRow of(Upgrade upgrade, List<Image> images) {
            return new UpgradeRow(
                    upgrade,
                    images.stream()
                            .filter(image -> image.sha256().equals(upgrade.image()))
                            .findFirst()
                            .map(image -> image.name() + " · " + image.version())
                            .orElse(upgrade.image()),
                    upgrade.steps().stream()
                            .map(Upgrade.Step::progress)
                            .filter(Progress::isOver)
                            .count(),
                    UpgradePages.shape(upgrade.state()));
        }
    }

    @GetMapping
    String list(@RequestParam(name = "trang", defaultValue = "") String page, Model model) {
        List<Image> all = images.all();
        List<Upgrade> begun = upgrades.all();
        model.addAttribute(
                "images",
                all.stream()
                        .map(image -> new ImageRow(
                                image,
                                begun.stream()
                                        .filter(one -> one.image().equals(image.sha256()))
                                        .count()))
                        .toList());
        model.addAttribute(
                "page",
                ListPage.of(begun.stream().map(one -> UpgradeRow.of(one, all)).toList(), page));
        return "firmware/overview";
    }

    @GetMapping("/ban/_moi")
    String form(Model model) {
        model.addAttribute("given", ImageForm.EMPTY);
        return FORM;
    }

    /** The file is kept though what is said of it is refused, so that it need not be sent again. */
    @PostMapping("/ban")
    Object add(
            @RequestParam(name = "tep", required = false) @Nullable MultipartFile file,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash)
            throws IOException {
        // A form without a file sends an empty one.
        MultipartFile sent = file == null || file.isEmpty() ? null : file;
        String fileName = sent == null ? "" : Objects.requireNonNullElse(sent.getOriginalFilename(), "");
        ImageForm given = ImageForm.of(typed, kept(typed), fileName);
        try {
            if (sent != null) {
                try (InputStream octets = sent.getInputStream()) {
                    given = ImageForm.of(typed, images.take(octets), fileName);
                }
            }
            if (given.kept().isEmpty()) {
                throw Refused.invalid(
                        "file", null, "firmware.refused.no-file", List.of(), "is missing", "choose a file");
            }
            Image image = images.add(given.kept(), given.wish(), Asker.name());
            flash.addFlashAttribute("notice", "firmware.done.added");
            return "redirect:" + PATH + "/ban/" + image.sha256();
        } catch (Refused refused) {
            boolean useless = refused.field().equals("file") || refused.field().equals("expected");
            model.addAttribute(
                    "given",
                    useless
                            ? new ImageForm("", given.name(), given.expected(), given.version(), given.boards())
                            : given);
            return Given.refused(FORM, model, refused, words);
        }
    }

    private String kept(MultiValueMap<String, String> typed) {
        String kept = Given.one(typed, "kept");
        return images.has(kept) ? kept : "";
    }

    @GetMapping("/ban/{sha256}")
    String one(@PathVariable String sha256, Model model) {
        Image image = images.find(sha256).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("image", image);
        model.addAttribute(
                "upgrades",
                upgrades.all().stream()
                        .filter(one -> one.image().equals(sha256))
                        .map(one -> UpgradeRow.of(one, List.of(image)))
                        .toList());
        return ONE;
    }

    @PostMapping("/ban/{sha256}/xoa")
    String remove(@PathVariable String sha256, RedirectAttributes flash) {
        try {
            images.remove(sha256);
            flash.addFlashAttribute("notice", "firmware.done.removed");
            return "redirect:" + PATH;
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
            return "redirect:" + PATH + (refused.kind() == Refused.Kind.MISSING ? "" : "/ban/" + sha256);
        }
    }
}
