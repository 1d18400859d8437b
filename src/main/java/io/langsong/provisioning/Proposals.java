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
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        List<Template> used =
                all.stream().filter(template -> uses(place, box, template)).toList();
        List<Resolved> resolved = Resolution.of(
                used,
                values.bearingOn(new Values.Places(
                        village == null ? "" : village.value(),
                        place.site().value(),
                        place.group(),
                        place.id().value())),
                builtIn(place, box, key));
        List<Problem> problems = new ArrayList<>();
        resolved.stream()
                .filter(Resolved::isMissing)
                .forEach(missing -> problems.add(new Problem.Missing(missing.name())));
        Rendition rendition = null;
        if (place.method().dialect() != Dialect.NETJSON) {
            problems.add(new Problem.NotRendered(place.method()));
        } else if (problems.isEmpty()) {
            try {
                rendition = rendered(place, box, used, resolved);
            } catch (NetJsonException wrong) {
                wrong.problems().forEach(one -> problems.add(new Problem.Wrong(one)));
            }
        }
        return new Proposal(place, used, resolved, rendition, problems);
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
                place.id(),
                Agents.md5(archive),
                archive,
                Masks.of(rendered.text(true), secrets),
                used.stream()
                        .map(template -> new Source(template.id(), template.version()))
                        .toList(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
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
