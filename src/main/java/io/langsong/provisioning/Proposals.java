package io.langsong.provisioning;

import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.Site;
import io.langsong.inventory.VillageId;
import io.langsong.netjson.Merge;
import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.OpenWrt;
import io.langsong.netjson.Rendered;
import io.langsong.netjson.Variables;
import io.langsong.provisioning.Proposal.Problem;
import io.langsong.provisioning.Rendition.Source;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.Template.Use;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Works out what an access point is to be: picks templates, finds values, merges, renders. Keeps nothing. Any thread. */
@Component
class Proposals {
    private static final DeviceId NOBODY = new DeviceId("nothing");

    private final Templates templates;
    private final Values values;
    private final Tunnel tunnel;
    private final Inventory inventory;
    private final Clock clock;

    Proposals(Templates templates, Values values, Tunnel tunnel, Inventory inventory, Clock clock) {
        this.templates = templates;
        this.values = values;
        this.tunnel = tunnel;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** What boxes get that are to have nothing: an archive without members. */
    static Rendition nothing() {
        return Nothing.RENDITION;
    }

    private static final class Nothing {
        private static final Rendition RENDITION = rendition();

        private static Rendition rendition() {
            byte[] archive = new OpenWrt(OpenWrt.Syntax.DSA)
                    .render(JsonNodeFactory.instance.objectNode())
                    .archive()
                    .octets();
            return new Rendition(NOBODY, Agents.md5(archive), archive, "", List.of(), Instant.EPOCH);
        }
    }

    /**
     * @param box that fills the place; null for none yet
     * @param key of that box; null for none
     */
    Proposal of(AccessPoint place, @Nullable Box box, @Nullable String key) {
        return of(place, box, key, templates.all());
    }

    /** @param all templates that there are, in the order of merging */
    Proposal of(AccessPoint place, @Nullable Box box, @Nullable String key, List<Template> all) {
        VillageId village = village(place);
        List<Template> used = used(place, box, all);
        List<Resolved> resolved = Resolution.of(
                used,
                values.bearingOn(Values.Places.of(place, village == null ? "" : village.value())),
                builtIn(place, box, key));
        List<Problem> problems = new ArrayList<>();
        resolved.stream()
                .filter(Resolved::isMissing)
                .forEach(missing -> problems.add(new Problem.Missing(missing.name())));
        Rendition rendition = null;
        Dialect dialect = place.method().dialect();
        if (dialect == null) {
            problems.add(new Problem.NotRendered(place.method()));
        } else if (problems.isEmpty()) {
            try {
                rendition = dialect == Dialect.NETJSON
                        ? rendered(place, box, used, resolved)
                        : script(dialect, place, used, resolved, problems);
            } catch (NetJsonException wrong) {
                wrong.problems().forEach(one -> problems.add(new Problem.Wrong(one)));
            } catch (ScriptText.Unfit unfit) {
                problems.add(new Problem.Unfit(unfit.name()));
            }
        }
        return new Proposal(place, used, resolved, rendition, problems);
    }

    /** Those of {@code all} that an access point uses, in their order. */
    List<Template> used(AccessPoint place, @Nullable Box box, List<Template> all) {
        return all.stream().filter(template -> uses(place, box, template)).toList();
    }

    private @Nullable VillageId village(AccessPoint place) {
        return inventory.snapshot().site(place.site()).map(Site::village).orElse(null);
    }

    /** Whether a template, which need not be kept, is used for an access point. */
    boolean uses(AccessPoint place, @Nullable Box box, Template template) {
        return template.dialect() == place.method().dialect()
                && template.scope().covers(village(place), place.group(), box == null ? null : box.model())
                && isUsed(template, place, box);
    }

    private static boolean isUsed(Template template, AccessPoint place, @Nullable Box box) {
        boolean asked = box != null && template.scope().tags().stream().anyMatch(box.tags()::contains);
        return template.use() == Use.REQUIRED
                || template.use() == Use.DEFAULT && !place.leftOff().contains(template.id())
                || place.chosen().contains(template.id())
                || asked && !place.leftOff().contains(template.id());
    }

    private Map<String, String> builtIn(AccessPoint place, @Nullable Box box, @Nullable String key) {
        Map<String, String> builtIn = new LinkedHashMap<>();
        builtIn.put("name", place.id().value());
        if (box != null) {
            builtIn.put("id", box.id().toString());
            builtIn.put("mac_address", box.mac());
        }
        if (key != null) {
            builtIn.put("key", key);
        }
        builtIn.putAll(tunnel.variables(place.id()));
        return builtIn;
    }

    /** @return null when a value is missing, which is added to the problems */
    private @Nullable Rendition script(
            Dialect dialect, AccessPoint place, List<Template> used, List<Resolved> resolved, List<Problem> problems) {
        List<ScriptTemplate> parts = new ArrayList<>();
        used.forEach(template -> parts.add(ScriptTemplate.of(dialect, "content", template.content())));
        parts.add(ScriptTemplate.of(dialect, "own", place.own()));
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> shown = new LinkedHashMap<>();
        for (Resolved one : resolved) {
            if (one.value() != null) {
                values.put(one.name(), one.value());
                shown.put(one.name(), one.secret() ? Masks.STARS : one.value());
            }
        }
        parts.stream()
                .flatMap(part -> part.names().stream())
                .distinct()
                .sorted()
                .filter(name -> !values.containsKey(name))
                .forEach(name -> problems.add(new Problem.Missing(name)));
        if (!problems.isEmpty()) {
            return null;
        }
        byte[] script = joined(parts, values).getBytes(StandardCharsets.UTF_8);
        return new Rendition(
                place.id(),
                Agents.md5(script),
                script,
                Masks.ofScript(dialect, joined(parts, shown)),
                sources(used),
                now());
    }

    /** Each part ends with its line. */
    private static String joined(List<ScriptTemplate> parts, Map<String, String> values) {
        return parts.stream()
                .map(part -> part.render(values))
                .filter(text -> !text.isBlank())
                .map(text -> text.endsWith("\n") ? text : text + "\n")
                .collect(Collectors.joining());
    }

    private static List<Source> sources(List<Template> used) {
        return used.stream()
                .map(template -> new Source(template.id(), template.version()))
                .toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Rendition rendered(AccessPoint place, @Nullable Box box, List<Template> used, List<Resolved> resolved) {
        List<ObjectNode> layers = used.stream()
                .map(template -> Contents.netJson("content", template.content()))
                .toList();
        ObjectNode merged = Merge.of(layers, Contents.netJson("own", place.own()));
        String system = box == null ? "" : box.os();
        Rendered rendered = new OpenWrt(OpenWrt.Syntax.of(system)).render(filled(merged, place, resolved));
        byte[] archive = rendered.archive().octets();
        List<String> secrets = resolved.stream()
                .filter(Resolved::secret)
                .map(Resolved::value)
                .filter(Objects::nonNull)
                .toList();
        return new Rendition(
                place.id(), Agents.md5(archive), archive, Masks.of(rendered.text(true), secrets), sources(used), now());
    }

    private static ObjectNode filled(ObjectNode merged, AccessPoint place, List<Resolved> resolved) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        for (Resolved one : resolved) {
            if (one.value() != null) {
                context.put(one.name(), one.value());
            }
        }
        ObjectNode config = new Variables(context).into(merged);
        ObjectNode general = config.withObject("general");
        if (!general.hasNonNull("hostname")) {
            general.put("hostname", place.id().value());
        }
        return config;
    }
}
