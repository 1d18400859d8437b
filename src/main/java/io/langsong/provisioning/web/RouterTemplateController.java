package io.langsong.provisioning.web;

import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.Problem;
import io.langsong.provisioning.RouterTemplate;
import io.langsong.provisioning.TemplateWish.VariableWish;
import io.langsong.web.ApiCall;
import io.langsong.web.ApiValue;
import io.langsong.web.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** A template proposed from what a router has, for programs. */
@RestController
class RouterTemplateController {
    /** A variable of the proposal; a value is never given. */
    record RouterVariableJson(
            String name,
            String type,
            boolean required,
            boolean secret,

            @ApiValue("what the router has; of a secret nothing") @Nullable
            String about) {
        static RouterVariableJson of(VariableWish variable) {
            return new RouterVariableJson(
                    Objects.requireNonNullElse(variable.name(), ""),
                    Objects.requireNonNullElse(variable.type(), "text"),
                    variable.required(),
                    variable.secret(),
                    variable.about());
        }
    }

    record RouterTemplateJson(
            @ApiValue("a NetJSON object as text, with places for the variables")
            String content,

            List<RouterVariableJson> variables,

            @ApiValue("what was the router's alone, by its place in the configuration")
            Map<String, String> leftOut,

            @ApiValue("options that the content does not say, with stars for secrets")
            List<String> unread,

            @ApiValue("of an archive, those that were not taken")
            List<String> files,

            @ApiValue("why the content can not be rendered as it is")
            List<String> problems) {}

    @ApiCall(
            value =
                    "A template proposed from what a router has, as uci export or sysupgrade -b gives it; keeps nothing.",
            bodyNamed = "binary",
            answer = RouterTemplateJson.class)
    @PostMapping(
            path = "/api/v1/provisioning/templates/from-router",
            consumes = {"text/plain", "application/gzip", "application/x-tar", "application/octet-stream"},
            produces = "application/json")
    RouterTemplateJson read(HttpServletRequest request) throws IOException {
        byte[] given = request.getInputStream().readNBytes(RouterTemplate.MOST_OCTETS + 1);
        if (given.length > RouterTemplate.MOST_OCTETS) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "It is longer than %d octets; leave out what is no configuration"
                            .formatted(RouterTemplate.MOST_OCTETS));
        }
        try {
            RouterTemplate proposed = RouterTemplate.of(given);
            return new RouterTemplateJson(
                    proposed.content(),
                    proposed.variables().stream().map(RouterVariableJson::of).toList(),
                    new TreeMap<>(proposed.leftOut()),
                    proposed.unread(),
                    proposed.files(),
                    proposed.problems().stream()
                            .map((Problem problem) -> problem.text(Locale.ENGLISH))
                            .toList());
        } catch (NetJsonException neither) {
            throw RequestRefused.wrong(
                    "body",
                    null,
                    "is neither UCI nor an archive of it: " + neither.text(Locale.ENGLISH),
                    "send what uci export or sysupgrade -b gives");
        }
    }
}
