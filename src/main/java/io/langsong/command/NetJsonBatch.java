package io.langsong.command;

import io.langsong.netjson.ConfigurationArchive.Member;
import io.langsong.netjson.Merge;
import io.langsong.netjson.NetJson;
import io.langsong.netjson.NetJsonException;
import io.langsong.netjson.OpenWrt;
import io.langsong.netjson.Problem;
import io.langsong.netjson.Rendered;
import io.langsong.netjson.Validation;
import io.langsong.netjson.Variables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests about configurations, one a line; what is refused is an answer too, in English, for programs. */
final class NetJsonBatch {
    /** Whatever the terminal's characters are. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintWriter out;
    private final LanguageOption language;
    private boolean misunderstood;

    NetJsonBatch(PrintWriter out, LanguageOption language) {
        this.out = out;
        this.language = language;
    }

    /**
     * @return 1 when a line was no request
     * @throws InputException when the file can not be read
     */
    int run(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    out.println(JSON.writeValueAsString(answer(line)));
                }
            }
        } catch (NoSuchFileException missing) {
            throw new InputException(language.say("netjson.missing", file));
        } catch (IOException unreadable) {
            throw new InputException(language.say(
                    "netjson.unreadable", file, unreadable.getClass().getSimpleName()));
        }
        out.flush();
        return misunderstood ? Commands.FAILED : Commands.DONE;
    }

    private ObjectNode answer(String line) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            ObjectNode request = NetJson.read(line);
            if (request.has("id")) {
                answer.set("id", request.get("id"));
            }
            answer(request, answer);
        } catch (NetJsonException refused) {
            misunderstood |= !answer.has("id");
            refuse(answer, refused);
        } catch (InputException notARequest) {
            misunderstood = true;
            answer.putObject("error").put("message", notARequest.getMessage()).putArray("path");
        }
        return answer;
    }

    private static void refuse(ObjectNode answer, NetJsonException refused) {
        ObjectNode error = answer.putObject("error");
        ArrayNode path = error.putArray("path");
        refused.problems().get(0).path().forEach(step -> {
            if (step instanceof Integer index) {
                path.add(index);
            } else {
                path.add(step.toString());
            }
        });
        error.put("message", refused.text(Locale.ENGLISH));
    }

    private static void answer(ObjectNode request, ObjectNode answer) {
        OpenWrt openWrt = new OpenWrt(request.path("dsa").asBoolean(true) ? OpenWrt.Syntax.DSA : OpenWrt.Syntax.OLD);
        String backend = request.path("backend").asString("OpenWrt");
        if (!backend.equalsIgnoreCase("openwrt")) {
            throw new InputException("There is no backend %s; the one there is is OpenWrt".formatted(backend));
        }
        String op = request.path("op").asString("");
        switch (op) {
            case "parse" -> answer.set("netjson", parsed(openWrt, request));
            case "merge" -> answer.set("netjson", variables(request).into(merged(openWrt, request)));
            case "validate" -> {
                validate(variables(request).into(merged(openWrt, request)));
                answer.put("valid", true);
            }
            case "render" ->
                answer.put(
                        "text",
                        render(openWrt, request)
                                .text(request.path("includeFiles").asBoolean(false)));
            case "archive" -> {
                ArrayNode members = answer.putArray("members");
                for (Member member : render(openWrt, request).archive().members()) {
                    members.addObject()
                            .put("name", member.name())
                            .put("mode", member.mode())
                            .put("contents", member.contents());
                }
            }
            default ->
                throw new InputException(
                        "There is no op \"%s\"; write render, archive, merge, validate or parse".formatted(op));
        }
    }

    private static void validate(ObjectNode config) {
        List<Problem> problems = Validation.of(config);
        if (!problems.isEmpty()) {
            throw new NetJsonException(problems);
        }
    }

    private static Rendered render(OpenWrt openWrt, ObjectNode request) {
        ObjectNode merged = merged(openWrt, request);
        Variables variables = variables(request);
        List<Problem> undefined = variables.undefined(merged);
        if (!undefined.isEmpty()) {
            throw new NetJsonException(undefined);
        }
        return openWrt.render(variables.into(merged));
    }

    /** The configuration may also be what a device has. */
    private static ObjectNode merged(OpenWrt openWrt, ObjectNode request) {
        JsonNode config = request.has("config") ? request.get("config") : request.path("configText");
        ObjectNode object =
                config.isMissingNode() && isNative(request) ? parsed(openWrt, request) : NetJson.object(config);
        List<ObjectNode> templates = request.has("templates") ? NetJson.objects(request.get("templates")) : List.of();
        return Merge.of(templates, object);
    }

    private static Variables variables(ObjectNode request) {
        return new Variables(request.has("context") ? NetJson.object(request.get("context")) : JSON.createObjectNode());
    }

    private static boolean isNative(ObjectNode request) {
        return request.has("native") || request.has("nativeTarBase64");
    }

    private static ObjectNode parsed(OpenWrt openWrt, ObjectNode request) {
        if (request.has("nativeTarBase64")) {
            try {
                return openWrt.parseArchive(Base64.getDecoder()
                        .decode(request.get("nativeTarBase64").asString()));
            } catch (NetJsonException refused) {
                throw refused;
            } catch (IllegalArgumentException notBase64) {
                throw new InputException("nativeTarBase64 is no Base64; write the octets of the archive in it");
            }
        }
        return openWrt.parse(request.path("native").asString(""));
    }
}
