package io.langsong.oncall.web;

import io.langsong.access.Refused;
import io.langsong.oncall.OnCall;
import io.langsong.oncall.Policies;
import io.langsong.oncall.Policy;
import io.langsong.oncall.Policy.Hours;
import io.langsong.oncall.Policy.Level;
import io.langsong.oncall.Policy.Target;
import io.langsong.oncall.PolicyWish;
import io.langsong.oncall.PolicyWish.LevelWish;
import io.langsong.oncall.Rota;
import io.langsong.oncall.Severity;
import io.langsong.oncall.web.DutyWords.Names;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who is told when nobody takes an incident; administrators change it. */
@Controller
class PolicyPages {
    private static final int MOST_ROWS = 12;
    private static final int MOST_CHOSEN = 20;

    private final OnCall onCall;
    private final Policies policies;
    private final SeenPolicies seen;
    private final SeenInventory inventory;
    private final DutyWords duty;
    private final Words words;

    PolicyPages(
            OnCall onCall, Policies policies, SeenPolicies seen, SeenInventory inventory, DutyWords duty, Words words) {
        this.onCall = onCall;
        this.policies = policies;
        this.seen = seen;
        this.inventory = inventory;
        this.duty = duty;
        this.words = words;
    }

    /** A policy as the list shows it. @param hours null: all day */
    record Row(
            String id,
            String name,
            List<String> severities,
            List<String> places,
            @Nullable String hours,
            List<Step> steps) {}

    /** @param after minutes after the incident opened */
    record Step(long after, String told) {}

    /** What stands in the form; {@code targets} and {@code minutes} by level. */
    record Given(
            String name,
            String position,
            List<String> severities,
            List<String> villages,
            List<String> powerAreas,
            String from,
            String until,
            List<LevelGiven> levels) {}

    record LevelGiven(List<String> targets, String minutes) {}

    /** A rota or a person that may be told. */
    record Choice(String value, String shown) {}

    @GetMapping("/chuyen-cap")
    String list(Model model) {
        Names names = duty.names();
        List<Rota> rotas = rotas();
        model.addAttribute(
                "policies",
                seen.all().stream().map(policy -> row(policy, names, rotas)).toList());
        return "oncall/policies";
    }

    private List<Rota> rotas() {
        return onCall.rosters().stream().map(roster -> roster.rota()).toList();
    }

    private Row row(Policy policy, Names names, List<Rota> rotas) {
        List<String> places = new ArrayList<>();
        policy.villages().stream().map(seen::village).sorted().forEach(places::add);
        policy.powerAreas().stream().map(seen::powerArea).sorted().forEach(places::add);
        List<Step> steps = new ArrayList<>();
        long after = 0;
        for (Level level : policy.levels()) {
            List<String> told = level.targets().stream()
                    .map(target -> shown(target, names, rotas))
                    .toList();
            steps.add(new Step(after, String.join(", ", told)));
            after += level.patience().toMinutes();
        }
        Hours hours = policy.hours();
        return new Row(
                policy.id(),
                policy.name(),
                policy.severities().stream().sorted().map(PolicyPages::word).toList(),
                places,
                hours == null ? null : hours.from() + "–" + hours.until(),
                steps);
    }

    private String shown(Target target, Names names, List<Rota> rotas) {
        if (target instanceof Target.Somebody somebody) {
            String shown = names.shown(somebody.person());
            return names.serves(somebody.person()) ? shown : shown + " (" + words.message("oncall.disabled") + ")";
        }
        Target.OnDuty on = (Target.OnDuty) target;
        String name = rotas.stream()
                .filter(rota -> rota.id().equals(on.rota()))
                .map(Rota::name)
                .findFirst()
                .orElse(on.rota().value());
        return words.message("oncall.policy.on-duty", name);
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    @GetMapping("/chuyen-cap/_them")
    String blank(Model model) {
        return form(model, null, new Given("", "", List.of(), List.of(), List.of(), "", "", List.of()));
    }

    @GetMapping("/chuyen-cap/{id}")
    String filled(@PathVariable String id, Model model) {
        Policy policy = policy(id);
        return form(model, policy, stored(policy));
    }

    private static Given stored(Policy policy) {
        Hours hours = policy.hours();
        return new Given(
                policy.name(),
                Integer.toString(policy.position()),
                policy.severities().stream().map(PolicyPages::word).toList(),
                policy.villages().stream().map(Object::toString).toList(),
                policy.powerAreas().stream().map(Object::toString).toList(),
                hours == null ? "" : hours.from().toString(),
                hours == null ? "" : hours.until().toString(),
                policy.levels().stream()
                        .map(level -> new LevelGiven(
                                level.targets().stream().map(Policies::written).toList(),
                                Long.toString(level.patience().toMinutes())))
                        .toList());
    }

    private String form(Model model, @Nullable Policy policy, Given stored) {
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", stored);
        }
        Given given = Objects.requireNonNull((Given) model.getAttribute("given"));
        model.addAttribute("policy", policy);
        model.addAttribute("rows", padded(given.levels()));
        model.addAttribute(
                "severities",
                java.util.Arrays.stream(Severity.values())
                        .map(PolicyPages::word)
                        .toList());
        model.addAttribute("villages", inventory.snapshot().villages());
        model.addAttribute("powerAreas", inventory.snapshot().powerAreas());
        model.addAttribute("targets", targets());
        return "oncall/policy-form";
    }

    /** One free level, and in each a free place for one more to be told. */
    private static List<LevelGiven> padded(List<LevelGiven> levels) {
        List<LevelGiven> rows = new ArrayList<>();
        for (LevelGiven level : levels) {
            List<String> targets = new ArrayList<>(level.targets());
            targets.add("");
            rows.add(new LevelGiven(targets, level.minutes()));
        }
        while (rows.size() <= Math.max(1, levels.size())) {
            rows.add(new LevelGiven(List.of("", ""), "15"));
        }
        return rows;
    }

    private List<Choice> targets() {
        List<Choice> choices = new ArrayList<>();
        rotas().forEach(rota ->
                choices.add(new Choice("rota:" + rota.id(), words.message("oncall.policy.on-duty", rota.name()))));
        duty.names()
                .serving()
                .forEach(person -> choices.add(new Choice("person:" + person.name(), person.displayName())));
        return choices;
    }

    @PostMapping("/chuyen-cap")
    String add(@RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        Given given = given(typed);
        try {
            policies.add(wish(given));
            flash.addFlashAttribute("notice", "oncall.saved");
            return "redirect:/chuyen-cap";
        } catch (Refused refused) {
            refuse(flash, refused, given);
            return "redirect:/chuyen-cap/_them";
        }
    }

    @PostMapping("/chuyen-cap/{id}")
    String change(
            @PathVariable String id, @RequestParam MultiValueMap<String, String> typed, RedirectAttributes flash) {
        Policy policy = policy(id);
        Given given = given(typed);
        try {
            policies.change(policy.id(), wish(given), policy);
            flash.addFlashAttribute("notice", "oncall.saved");
            return "redirect:/chuyen-cap";
        } catch (Refused refused) {
            refuse(flash, refused, given);
            return "redirect:/chuyen-cap/" + policy.id();
        }
    }

    @PostMapping("/chuyen-cap/{id}/xoa")
    String remove(@PathVariable String id, RedirectAttributes flash) {
        policies.remove(policy(id).id());
        flash.addFlashAttribute("notice", "oncall.removed");
        return "redirect:/chuyen-cap";
    }

    private PolicyWish wish(Given given) {
        PolicyWish wish = new PolicyWish(
                given.name(),
                number(given.position()),
                given.severities(),
                given.villages(),
                given.powerAreas(),
                given.from(),
                given.until(),
                given.levels().stream()
                        .map(level -> new LevelWish(level.targets(), number(level.minutes())))
                        .toList());
        seen.requirePlaces(wish);
        return wish;
    }

    /** Null: nothing was typed. What is no number is refused as one that is too small. */
    private static @Nullable Integer number(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return null;
        }
        return text.matches("[0-9]{1,6}") ? Integer.valueOf(text) : Integer.valueOf(-1);
    }

    private static Given given(MultiValueMap<String, String> typed) {
        return new Given(
                one(typed, "name"),
                one(typed, "position"),
                all(typed, "severities"),
                all(typed, "villages"),
                all(typed, "powerAreas"),
                one(typed, "from"),
                one(typed, "until"),
                IntStream.range(0, MOST_ROWS)
                        .mapToObj(row -> new LevelGiven(all(typed, "targets" + row), one(typed, "minutes" + row)))
                        .filter(level -> !level.targets().isEmpty())
                        .toList());
    }

    private static String one(MultiValueMap<String, String> typed, String name) {
        return RotaForms.shortened(Objects.requireNonNullElse(typed.getFirst(name), ""));
    }

    private static List<String> all(MultiValueMap<String, String> typed, String name) {
        return typed.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .limit(name.startsWith("targets") ? MOST_CHOSEN : 500)
                .map(RotaForms::shortened)
                .toList();
    }

    private void refuse(RedirectAttributes flash, Refused refused, Given given) {
        flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        flash.addFlashAttribute("given", given);
    }

    private Policy policy(String id) {
        return seen.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
