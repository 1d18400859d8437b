package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.PastPush;
import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.SshAccesses.Tried;
import io.langsong.web.Words;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the box of an access point is reached over SSH, whether it is, and what was pushed to it. */
@Controller
@RequestMapping(AccessPointPages.PATH + "/{id}/ssh")
class SshPages {
    private static final String VIEW = "provisioning/ssh";

    private final AccessPoints accessPoints;
    private final SshAccesses accesses;
    private final Words words;

    SshPages(AccessPoints accessPoints, SshAccesses accesses, Words words) {
        this.accessPoints = accessPoints;
        this.accesses = accesses;
        this.words = words;
    }

    /** A push that is over. @param why a sentence; null when there is nothing to say */
    record PushRow(PastPush push, @Nullable String why) {
        static PushRow of(PastPush push, Locale language) {
            return new PushRow(
                    push, push.reason() == null ? null : push.reason().text(language));
        }
    }

    /** What a try found. @param trouble a sentence; null when it went well */
    record TriedView(Tried tried, @Nullable String trouble) {}

    @GetMapping
    String show(@PathVariable String id, Model model) {
        AccessPoint one = require(id);
        return page(model, one, SshForm.of(accesses.find(one.id()).orElse(null)));
    }

    /** One that nothing is pushed to has no such page. */
    private AccessPoint require(String id) {
        if (!Ids.isOne(id)) {
            throw Page.missing();
        }
        return accessPoints
                .find(new DeviceId(id))
                .filter(one -> one.method().isPushed())
                .orElseThrow(Page::missing);
    }

    private String page(Model model, AccessPoint one, SshForm given) {
        Locale language = LocaleContextHolder.getLocale();
        SshAccess access = accesses.find(one.id()).orElse(null);
        model.addAttribute("one", one);
        model.addAttribute("given", given);
        model.addAttribute("access", access);
        model.addAttribute("where", access == null ? "" : accesses.address(access));
        model.addAttribute(
                "why",
                access == null || access.push().reason() == null
                        ? null
                        : access.push().reason().text(language));
        model.addAttribute(
                "pushes",
                accesses.history(one.id()).stream()
                        .map(push -> PushRow.of(push, language))
                        .toList());
        return VIEW;
    }

    @PostMapping
    Object set(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        AccessPoint one = require(id);
        SshForm given = SshForm.of(typed);
        try {
            accesses.set(one.id(), given.wish(), given.seen());
            flash.addFlashAttribute("notice", "provisioning.done.ssh");
            return "redirect:" + path(one);
        } catch (Refused refused) {
            boolean meanwhile = refused.kind() == Refused.Kind.CHANGED_MEANWHILE;
            model.addAttribute("meanwhile", meanwhile);
            int now = accesses.find(one.id()).map(SshAccess::version).orElse(0);
            return Page.refused(page(model, one, meanwhile ? given.at(now) : given), model, refused, words);
        }
    }

    private static String path(AccessPoint one) {
        return AccessPointPages.PATH + "/" + one.id() + "/ssh";
    }

    @PostMapping("/thu")
    String tryOut(@PathVariable String id, RedirectAttributes flash) {
        AccessPoint one = require(id);
        try {
            Tried tried = accesses.tryOut(one.id());
            String trouble = tried.trouble() == null ? null : tried.trouble().text(LocaleContextHolder.getLocale());
            flash.addFlashAttribute("tried", new TriedView(tried, trouble));
        } catch (Refused refused) {
            flash.addFlashAttribute("trouble", words.refusal(refused));
        }
        return "redirect:" + path(one) + "#thu";
    }

    @PostMapping("/xem-khoa")
    String look(@PathVariable String id, RedirectAttributes flash) {
        AccessPoint one = require(id);
        return Page.act(path(one) + "#khoa", "key-seen", () -> accesses.look(one.id()), flash, words);
    }

    /** @param fingerprint as it was shown */
    @PostMapping("/nhan-khoa")
    String accept(
            @PathVariable String id,
            @RequestParam(name = "van-tay", defaultValue = "") String fingerprint,
            RedirectAttributes flash) {
        AccessPoint one = require(id);
        return Page.act(
                path(one) + "#khoa", "key-accepted", () -> accesses.accept(one.id(), fingerprint), flash, words);
    }
}
