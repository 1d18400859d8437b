package io.langsong.provisioning.web;

import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Templates.Version;
import io.langsong.provisioning.Variable;
import io.langsong.provisioning.web.AccessPointsController.WantedJson;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.EntityTag;
import io.langsong.web.JsonFields;
import io.langsong.web.RequestRefused;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Templates of configuration, for programs. */
@RestController
@RequestMapping(path = "/api/v1/provisioning/templates", produces = "application/json")
class TemplatesController {
    private final Templates templates;
    private final AccessPoints accessPoints;

    TemplatesController(Templates templates, AccessPoints accessPoints) {
        this.templates = templates;
        this.accessPoints = accessPoints;
    }

    record VariableJson(
            String name,
            String type,
            boolean required,
            @Nullable String byDefault,
            boolean secret,
            @Nullable Integer least,
            @Nullable Integer most,
            List<String> choices,
            @Nullable String about) {
        static VariableJson of(Variable variable) {
            return new VariableJson(
                    variable.name(),
                    variable.type().code(),
                    variable.required(),
                    variable.byDefault(),
                    variable.secret(),
                    variable.least(),
                    variable.most(),
                    variable.choices(),
                    variable.about());
        }
    }

    record TemplateJson(
            String id,
            int version,
            String name,
            String dialect,
            String use,
            int rank,
            List<String> villages,
            List<String> groups,
            List<String> models,
            List<String> tags,
            String content,
            List<VariableJson> variables) {
        static TemplateJson of(Template template) {
            return new TemplateJson(
                    template.id(),
                    template.version(),
                    template.name(),
                    template.dialect().code(),
                    template.use().code(),
                    template.rank(),
                    template.scope().villages().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList(),
                    template.scope().groups().stream().sorted().toList(),
                    template.scope().models().stream().sorted().toList(),
                    template.scope().tags().stream().sorted().toList(),
                    template.content(),
                    template.variables().stream().map(VariableJson::of).toList());
        }
    }

    /** One change. @param over whether it was the template's end */
    record TemplateVersionJson(int version, Instant at, String who, String reason, boolean over) {
        static TemplateVersionJson of(Version version) {
            return new TemplateVersionJson(
                    version.version(), version.at(), version.who(), version.reason(), version.over());
        }
    }

    /** @param use ids of the access points that it would be used for */
    record TemplateTriedJson(
            List<String> use,

            @ApiValue("what the access point would get; null when none was named") @Nullable
            WantedJson proposal) {}

    /** A variable as sent. */
    record VariableSent(
            String name,

            @ApiValue(choices = {"text", "integer", "boolean", "ipv4", "ipv4-network", "host-name", "mac"}) @Nullable
            String type,

            @ApiValue("whether nothing is rendered without a value") @Nullable
            Boolean required,

            @ApiValue("never of a secret") @Nullable String byDefault,

            @ApiValue("whether values are sealed and shown to nobody") @Nullable
            Boolean secret,

            @ApiValue("of an integer its smallest value, of a text its least length") @Nullable
            Integer least,

            @ApiValue("of an integer its largest value, of a text its greatest length") @Nullable
            Integer most,

            @ApiValue("the only values there are; none: all") @Nullable
            List<String> choices,

            @Nullable String about) {}

    /** What may be sent. */
    record TemplateSent(
            String name,

            @ApiValue(choices = {"netjson", "routeros", "cli"})
            String dialect,

            @ApiValue(
                    value = "default: unless it is left off; chosen: only where it is chosen, or by a tag",
                    choices = {"required", "default", "chosen"})
            String use,

            @ApiValue(
                    value = "order of merging, the last goes before; left out: behind all others",
                    least = 0,
                    most = 9999)
            @Nullable
            Integer rank,

            @ApiValue("ids; none: all") @Nullable List<String> villages,
            @Nullable List<String> groups,

            @ApiValue("how the model of a box begins; none: all") @Nullable
            List<String> models,

            @ApiValue("words by which a box asks for it when it registers") @Nullable
            List<String> tags,

            @ApiValue("a NetJSON object as text, or a script")
            String content,

            @Nullable List<VariableSent> variables,
            @ApiValue("why it is changed") String reason) {}

    /** What may be sent to see what would be. */
    record TemplateTrySent(
            @ApiValue("of the template that it would take the place of; left out: of none") @Nullable
            String id,

            @ApiValue("id of the one whose configuration is asked for") @Nullable
            String accessPoint,

            TemplateSent template) {}

    @ApiCall("All templates, in the order in which they are merged.")
    @GetMapping
    List<TemplateJson> list() {
        return templates.all().stream().map(TemplateJson::of).toList();
    }

    @ApiCall(value = "One template.", headers = "ETag: of this version")
    @GetMapping("/{id}")
    ResponseEntity<TemplateJson> one(@PathVariable String id) {
        return tagged(require(id));
    }

    private Template require(String id) {
        return templates.find(id).orElseThrow(() -> Templates.missing(id));
    }

    private static ResponseEntity<TemplateJson> tagged(Template template) {
        return ResponseEntity.ok().eTag(Integer.toString(template.version())).body(TemplateJson.of(template));
    }

    @ApiCall("Who changed a template when and why, the last change first.")
    @GetMapping("/{id}/versions")
    List<TemplateVersionJson> versions(@PathVariable String id) {
        List<Version> versions = templates.versions(id);
        if (versions.isEmpty()) {
            throw Templates.missing(id);
        }
        return versions.stream().map(TemplateVersionJson::of).toList();
    }

    @ApiCall("Ids of the access points that a template is used for, those that are not retired.")
    @GetMapping("/{id}/use")
    List<String> use(@PathVariable String id) {
        return accessPoints.using(require(id)).stream()
                .map(one -> one.id().value())
                .toList();
    }

    @ApiCall("A template as it was.")
    @GetMapping("/{id}/versions/{version}")
    TemplateJson version(@PathVariable String id, @PathVariable int version) {
        return TemplateJson.of(templates.find(id, version).orElseThrow(() -> Templates.missing(id + "/" + version)));
    }

    @ApiCall(
            value =
                    "What would be if a template were this: who would use it, and what an access point would get; keeps nothing.",
            body = TemplateTrySent.class,
            problems = 409)
    @PostMapping("/try")
    TemplateTriedJson tryOut(@RequestBody JsonNode json) {
        JsonFields sent = JsonFields.of(json, TemplateTrySent.class);
        JsonNode template = json.get("template");
        if (template == null || template.isNull()) {
            throw RequestRefused.wrong("template", null, "is missing", "send what the template would be");
        }
        String id = sent.text("id");
        Template draft = templates.draft(id == null ? null : require(id).id(), wish(template));
        String place = sent.text("accessPoint");
        return new TemplateTriedJson(
                accessPoints.using(draft).stream().map(one -> one.id().value()).toList(),
                place == null ? null : tried(AccessPointsController.device(place), draft));
    }

    private WantedJson tried(DeviceId place, Template draft) {
        AccessPoint one = accessPoints.find(place).orElseThrow(() -> AccessPoints.missing(place));
        return AccessPointsController.wanted(
                accessPoints.propose(one, draft), accessPoints.letOut(place).orElse(null));
    }

    @ApiCall(
            value = "Adds a template.",
            body = TemplateSent.class,
            status = 201,
            headers = "Location: its address",
            problems = 409)
    @PostMapping
    ResponseEntity<TemplateJson> add(@RequestBody JsonNode json) {
        Template added = templates.add(wish(json), Who.name());
        return ResponseEntity.created(URI.create("/api/v1/provisioning/templates/" + added.id()))
                .body(TemplateJson.of(added));
    }

    @ApiCall(
            value = "Writes all of a template as its next version; no box is changed by it.",
            body = TemplateSent.class,
            headers = "ETag: of this version",
            problems = 409)
    @PutMapping("/{id}")
    ResponseEntity<TemplateJson> change(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestBody JsonNode json) {
        return tagged(templates.change(id, wish(json), seen(id, match), Who.name()));
    }

    @ApiCall(value = "Ends a template; its versions stay, and no box is changed by it.", status = 204)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestParam @ApiValue("why") String reason) {
        templates.remove(id, seen(id, match), reason, Who.name());
        return ResponseEntity.noContent().build();
    }

    private int seen(String id, @Nullable String match) {
        Integer version = EntityTag.version(match);
        return version == null ? require(id).version() : version;
    }

    private static TemplateWish wish(JsonNode json) {
        JsonFields sent = JsonFields.of(json, TemplateSent.class);
        return new TemplateWish(
                sent.text("name"),
                sent.text("dialect"),
                sent.text("use"),
                sent.number("rank"),
                sent.texts("villages"),
                sent.texts("groups"),
                sent.texts("models"),
                sent.texts("tags"),
                sent.text("content"),
                sent.list("variables").stream()
                        .map(TemplatesController::variable)
                        .toList(),
                Objects.requireNonNullElse(sent.text("reason"), ""));
    }

    private static VariableWish variable(JsonNode json) {
        JsonFields sent = JsonFields.of(json, VariableSent.class);
        return new VariableWish(
                sent.text("name"),
                sent.text("type"),
                sent.truth("required", false),
                sent.text("byDefault"),
                sent.truth("secret", false),
                sent.number("least"),
                sent.number("most"),
                sent.texts("choices"),
                sent.text("about"));
    }
}
