package io.langsong.alert.web;

import io.langsong.access.Refused;
import io.langsong.alert.AlertRule;
import io.langsong.alert.AlertRules;
import io.langsong.alert.AlertRules.Kept;
import io.langsong.alert.Criterion;
import io.langsong.alert.KnownMetrics;
import io.langsong.alert.Scope;
import io.langsong.alert.Severity;
import io.langsong.alert.Tried;
import io.langsong.alert.TryOut;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.metric.MetricStoreException;
import io.langsong.web.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The rules; administrators change them and try them on the last 30 days. */
@Controller
class RulesPage {
    private static final Logger log = LoggerFactory.getLogger(RulesPage.class);
    private static final String PATH = "/canh-bao/quy-tac";
    /** As no rule is called. */
    private static final String TRIED = "_";

    private final AlertRules rules;
    private final SeenAlerts seen;
    private final TryOut tryOut;
    private final KnownMetrics metrics;
    private final AlertWords alertWords;
    private final Words words;

    RulesPage(
            AlertRules rules,
            SeenAlerts seen,
            TryOut tryOut,
            KnownMetrics metrics,
            AlertWords alertWords,
            Words words) {
        this.rules = rules;
        this.seen = seen;
        this.tryOut = tryOut;
        this.metrics = metrics;
        this.alertWords = alertWords;
        this.words = words;
    }

    /** @param origin the last part of its word's key */
    record Row(Kept kept, String name, String says, String scope, String origin) {}

    @GetMapping(PATH)
    String list(Model model) {
        InventorySnapshot inventory = seen.inventory();
        model.addAttribute(
                "rules", seen.rules().stream().map(kept -> row(kept, inventory)).toList());
        return "alert/rules";
    }

    private Row row(Kept kept, InventorySnapshot inventory) {
        AlertRule rule = kept.rule();
        return new Row(
                kept,
                alertWords.name(rule),
                alertWords.says(rule),
                alertWords.scope(rule.scope(), inventory),
                kept.overrides() ? "changed" : kept.shipped() ? "shipped" : "own");
    }

    @GetMapping(PATH + "/_moi")
    String blank(Model model) {
        return form(null, RuleForm.EMPTY, Map.of(), model);
    }

    @GetMapping(PATH + "/{id}")
    String one(@PathVariable String id, Model model) {
        Kept kept = seen.rule(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return form(kept, RuleForm.of(kept.rule(), decimal()), Map.of(), model);
    }

    private static char decimal() {
        return LocaleContextHolder.getLocale().getLanguage().equals("en") ? '.' : ',';
    }

    private String form(@Nullable Kept kept, RuleForm form, Map<String, String> errors, Model model) {
        InventorySnapshot inventory = seen.inventory();
        model.addAttribute("kept", kept);
        if (kept != null) {
            model.addAttribute("row", row(kept, inventory));
        }
        model.addAttribute("given", form);
        model.addAttribute("errors", errors);
        model.addAttribute("metrics", metrics.names());
        model.addAttribute("severities", Severity.values());
        model.addAttribute("criteria", Criterion.Kind.values());
        model.addAttribute("scopes", Scope.Kind.values());
        model.addAttribute("villages", inventory.villages());
        model.addAttribute("sites", inventory.sites());
        model.addAttribute("profiles", metrics.profiles());
        return "alert/rule";
    }

    @PostMapping(PATH)
    String add(@RequestParam Map<String, String> posted, Model model, RedirectAttributes flash) {
        RuleForm form = RuleForm.of(posted);
        try {
            rules.add(form.rule(rules.idFor(form.name()), false));
        } catch (Refused refused) {
            return form(null, form, errors(refused), model);
        }
        flash.addFlashAttribute("done", "alert.form.saved");
        return "redirect:" + PATH;
    }

    /** {@code phien-ban} is the version that was looked at. */
    @PostMapping(PATH + "/{id}")
    String save(
            @PathVariable String id, @RequestParam Map<String, String> posted, Model model, RedirectAttributes flash) {
        Kept kept = known(id);
        RuleForm form = RuleForm.of(posted);
        try {
            rules.replace(form.rule(id, kept.shipped()), version(posted));
        } catch (Refused refused) {
            model.addAttribute("meanwhile", refused.kind() == Refused.Kind.CHANGED_MEANWHILE);
            return form(kept, form, errors(refused), model);
        }
        flash.addFlashAttribute("done", "alert.form.saved");
        return "redirect:" + PATH;
    }

    private Kept known(String id) {
        return rules.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static @Nullable Long version(Map<String, String> posted) {
        String version = posted.getOrDefault("phien-ban", "");
        return version.matches("[0-9]{1,18}") ? Long.valueOf(version) : null;
    }

    private Map<String, String> errors(Refused refused) {
        return Map.of(refused.field(), words.refusal(refused));
    }

    @PostMapping(PATH + "/{id}/bat-tat")
    String turn(@PathVariable String id, @RequestParam(name = "bat") boolean on) {
        rules.enable(known(id).rule().id(), on);
        return "redirect:" + PATH + "#" + id;
    }

    @PostMapping(PATH + "/{id}/xoa")
    String remove(@PathVariable String id, @RequestParam Map<String, String> posted, RedirectAttributes flash) {
        Kept kept = known(id);
        try {
            rules.remove(id, version(posted));
        } catch (Refused meanwhile) {
            flash.addFlashAttribute("trouble", meanwhile.words());
            return "redirect:" + PATH;
        }
        flash.addFlashAttribute("done", kept.shipped() ? "alert.form.restored" : "alert.form.removed");
        return "redirect:" + PATH;
    }

    /** Shows the form as it was sent, and under it when the rule would have fired; stores nothing. */
    @PostMapping(PATH + "/_thu")
    String tryOut(@RequestParam Map<String, String> posted, Model model) {
        RuleForm form = RuleForm.of(posted);
        Kept kept = rules.find(posted.getOrDefault("id", TRIED)).orElse(null);
        try {
            AlertRule rule = form.rule(kept == null ? "tried" : kept.rule().id(), true);
            Optional<Tried> tried = tryOut.of(rule);
            tried.ifPresentOrElse(
                    found -> model.addAttribute("view", view(found)),
                    () -> model.addAttribute("trouble", "alert.try.busy"));
        } catch (Refused refused) {
            return form(kept, form, errors(refused), model);
        } catch (MetricStoreException away) {
            log.warn("alert rule not tried reason={}", away.getMessage());
            model.addAttribute("trouble", "alert.try.no-store");
        }
        return form(kept, form, Map.of(), model);
    }

    private TriedView view(Tried tried) {
        InventorySnapshot inventory = seen.inventory();
        List<TriedView.Row> rows = tried.alerts().stream()
                .map(one -> new TriedView.Row(
                        one,
                        alertWords.device(one.device(), inventory),
                        inventory.device(one.device()).isPresent(),
                        alertWords.measured(one.value(), one.unit())))
                .toList();
        return TriedView.of(tried, rows);
    }
}
