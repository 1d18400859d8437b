package io.langsong.collector.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads arrays of CBOR whose form is known; whatever is otherwise is refused. What stands behind the known in an array is passed over. */
final class CborReading implements AutoCloseable {
    private final JsonParser parser;
    /** Read, and not yet taken. */
    private @Nullable JsonToken ahead;

    CborReading(JsonParser parser) {
        this.parser = parser;
    }

    interface Step<T> {
        T take() throws WireException;
    }

    private JsonToken next() throws WireException {
        JsonToken token = ahead == null ? parser.nextToken() : ahead;
        ahead = null;
        if (token == null) {
            throw new WireException("It ends too soon");
        }
        return token;
    }

    private void expect(boolean fits, JsonToken token) throws WireException {
        if (!fits) {
            throw new WireException("There is %s where something else belongs".formatted(token));
        }
    }

    void begin() throws WireException {
        JsonToken token = next();
        expect(token == JsonToken.START_ARRAY, token);
    }

    void end() throws WireException {
        JsonToken token = next();
        while (token != JsonToken.END_ARRAY) {
            if (token.isStructStart()) {
                parser.skipChildren();
            }
            token = next();
        }
    }

    /** Until the array ends. */
    void each(Step<?> step) throws WireException {
        begin();
        while (true) {
            JsonToken token = next();
            if (token == JsonToken.END_ARRAY) {
                return;
            }
            ahead = token;
            step.take();
        }
    }

    <T> @Nullable T nullable(Step<T> step) throws WireException {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        ahead = token;
        return step.take();
    }

    long number() throws WireException {
        JsonToken token = next();
        expect(token == JsonToken.VALUE_NUMBER_INT, token);
        return parser.getLongValue();
    }

    /** From 0 to 2^31 - 1. */
    int small() throws WireException {
        long number = number();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new WireException("%d is out of its range".formatted(number));
        }
        return (int) number;
    }

    double decimal() throws WireException {
        JsonToken token = next();
        expect(token.isNumeric(), token);
        return token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : parser.getDoubleValue();
    }

    String text() throws WireException {
        JsonToken token = next();
        expect(token == JsonToken.VALUE_STRING, token);
        return parser.getString();
    }

    /** @param length that it has to have; -1 for any */
    byte[] octets(int length) throws WireException {
        JsonToken token = next();
        expect(token == JsonToken.VALUE_EMBEDDED_OBJECT, token);
        byte[] octets = parser.getBinaryValue();
        if (octets == null) {
            throw new WireException("There is %s where octets belong".formatted(parser.getEmbeddedObject()));
        }
        if (length >= 0 && octets.length != length) {
            throw new WireException("There are %d octets where %d belong".formatted(octets.length, length));
        }
        return octets;
    }

    /** The one of that number. */
    <T> T of(List<T> known) throws WireException {
        long number = number();
        if (number < 0 || number >= known.size()) {
            throw new WireException("It speaks of number %d of %d".formatted(number, known.size()));
        }
        return known.get((int) number);
    }

    <T> T of(T[] known) throws WireException {
        return of(List.of(known));
    }

    /** Nothing follows, and the checksum of the octets was right. */
    void finish() throws WireException {
        if (parser.nextToken() != null) {
            throw new WireException("Something follows it");
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
