package io.langsong.inventory.web;

import io.langsong.inventory.InventoryRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request body as one JSON object, strictly: bounded, no name twice, nothing behind it. */
final class JsonBody {
    private static final int DEEPEST = 20;
    private static final int LONGEST_NUMBER = 100;

    private JsonBody() {}

    private static JsonMapper mapper(int mostOctets) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxStringLength(mostOctets)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** @throws ResponseStatusException 413 when the body is longer than {@code mostOctets} */
    static ObjectNode read(HttpServletRequest request, int mostOctets) throws IOException {
        byte[] body = request.getInputStream().readNBytes(mostOctets + 1);
        if (body.length > mostOctets) {
            throw new ResponseStatusException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "The body is longer than %d octets; send less at once".formatted(mostOctets));
        }
        JsonNode node;
        try {
            node = mapper(mostOctets).readTree(body);
        } catch (JacksonException e) {
            throw InventoryRefused.unreadable("body", null, wrong(e), "send one JSON object in UTF-8");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw InventoryRefused.unreadable("body", null, "is not a JSON object", "send one, like {\"name\": ...}");
    }

    /** In our own words: those of the parser name its settings. */
    private static String wrong(JacksonException e) {
        String what = e instanceof StreamConstraintsException
                ? "goes deeper or has longer values than are read"
                : e.getOriginalMessage().startsWith("Duplicate") ? "has one name twice" : "is not JSON";
        TokenStreamLocation place = e.getLocation();
        return place == null || place.getLineNr() < 1
                ? what
                : what + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}
