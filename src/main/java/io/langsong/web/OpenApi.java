package io.langsong.web;

import io.langsong.access.Role;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes OpenAPI 3.1 of the routes below {@code /api/v1}. For one description, on one thread. */
final class OpenApi {
    private static final String API = "/api/v1/";
    private static final String JSON = "application/json";
    private static final String BINARY = "binary";

    /** {@code {id}}, or with what it may be: {@code {plural:villages|sites}}. */
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^}]*))?}");

    private static final Pattern WORDS = Pattern.compile("[a-z-]+(\\|[a-z-]+)+");

    /** What any route may answer with: a wrong question, nobody signed in, not allowed, our fault, standing by. */
    private static final List<Integer> ALWAYS = List.of(400, 401, 403, 500, 503);

    private final JsonSchemas schemas = new JsonSchemas();
    private final Map<String, ApiSchemas.Named> written = new HashMap<>();
    private final BiFunction<String, String, Role> roles;
    private final Set<Integer> problems = new TreeSet<>();

    /** @param roles the least role for a method and a path */
    OpenApi(List<ApiSchemas> written, BiFunction<String, String, Role> roles) {
        written.forEach(module -> module.all().forEach(schema -> this.written.put(schema.key(), schema)));
        this.roles = roles;
    }

    ObjectNode of(Map<RequestMappingInfo, HandlerMethod> routes) {
        Map<String, ObjectNode> paths = new TreeMap<>();
        routes.forEach((info, handler) -> info.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith(API))
                .forEach(pattern -> add(pattern, info, handler, paths)));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "LangSong")
                .put("version", version())
                .put("description", """
                        Times are RFC 3339 with the offset of Việt Nam. A parameter that an address does not know is \
                        refused. A browser that signed in may read with its session.""");
        document.putArray("servers").addObject().put("url", "/");
        ObjectNode all = document.putObject("paths");
        paths.forEach(all::set);
        document.set("components", components());
        return document;
    }

    private static String version() {
        String version = OpenApi.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** A variable that is one of some words makes a path of each. */
    private void add(String pattern, RequestMappingInfo info, HandlerMethod handler, Map<String, ObjectNode> paths) {
        Matcher variable = VARIABLE.matcher(pattern);
        while (variable.find()) {
            String values = variable.group(2);
            if (values != null && WORDS.matcher(values).matches()) {
                for (String value : values.split("\\|")) {
                    add(
                            pattern.replace(variable.group(), value),
                            info,
                            handler,
                            Map.of(variable.group(1), value),
                            paths);
                }
                return;
            }
        }
        add(pattern, info, handler, Map.of(), paths);
    }

    private void add(
            String pattern,
            RequestMappingInfo info,
            HandlerMethod handler,
            Map<String, String> chosen,
            Map<String, ObjectNode> paths) {
        String path = VARIABLE.matcher(pattern).replaceAll("{$1}");
        ObjectNode item = paths.computeIfAbsent(path, one -> JsonNodeFactory.instance.objectNode());
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
            ObjectNode operation = operation(method.name(), path, info, handler, chosen);
            String key = method.name().toLowerCase(Locale.ROOT);
            if (item.get(key) instanceof ObjectNode other) {
                join(other, operation);
            } else {
                item.set(key, operation);
            }
        }
    }

    /** Two routes that differ in the type of the body alone are one operation. */
    private static void join(ObjectNode operation, ObjectNode other) {
        if (operation.path("requestBody").path("content") instanceof ObjectNode bodies
                && other.path("requestBody").path("content") instanceof ObjectNode more) {
            more.properties().forEach(entry -> bodies.set(entry.getKey(), entry.getValue()));
        }
        // Whichever the map of routes had first.
        if (other.path("operationId").asString("").length()
                < operation.path("operationId").asString("").length()) {
            operation.set("operationId", other.get("operationId"));
            operation.set("summary", other.get("summary"));
        }
    }

    private ObjectNode operation(
            String method, String path, RequestMappingInfo info, HandlerMethod handler, Map<String, String> chosen) {
        Method route = handler.getMethod();
        ApiCall call = route.getAnnotation(ApiCall.class);
        if (call == null) {
            throw new IllegalStateException(route + " answers " + path + " without @ApiCall; say there what it does");
        }
        Role role = roles.apply(method, VARIABLE.matcher(path).replaceAll("x"));
        boolean reads = method.equals("GET");
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.putArray("tags").add(path.substring(API.length()).replaceFirst("/.*", ""));
        operation.put("operationId", id(handler, chosen));
        operation.put("summary", filled(call.value(), chosen));
        boolean open = isOpen(method, path);
        operation.put(
                "description",
                open
                        ? "Needs no token."
                        : "Needs the role %s, and a token of the scope %s."
                                .formatted(role.name().toLowerCase(Locale.ROOT), reads ? "read or all" : "all"));
        ArrayNode parameters = parameters(route, chosen);
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        ObjectNode body = body(call, info, chosen);
        if (body != null) {
            operation.putObject("requestBody").put("required", true).set("content", body);
        }
        operation.set("responses", responses(call, route, parameters, body != null, chosen));
        ArrayNode security = operation.putArray("security");
        if (!open) {
            security.addObject().putArray("bearer").add(role.name().toLowerCase(Locale.ROOT));
        }
        operation.put("x-scope", reads ? "read" : "all");
        return operation;
    }

    private static boolean isOpen(String method, String path) {
        String pattern = VARIABLE.matcher(path).replaceAll("*");
        return OpenRoutes.ALL.stream()
                .anyMatch(route ->
                        route.method().name().equals(method) && route.pattern().equals(pattern));
    }

    /** Class and method: {@code peopleResetPassword}, {@code inventoryListPowerAreas}. */
    private static String id(HandlerMethod handler, Map<String, String> chosen) {
        StringBuilder id =
                new StringBuilder(handler.getBeanType().getSimpleName().replaceFirst("(Controller|Endpoint)$", ""));
        id.setCharAt(0, Character.toLowerCase(id.charAt(0)));
        id.append(capital(handler.getMethod().getName()));
        chosen.values().forEach(value -> {
            for (String word : value.split("-")) {
                id.append(capital(word));
            }
        });
        return id.toString();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String filled(String text, Map<String, String> chosen) {
        String filled = text;
        for (Map.Entry<String, String> one : chosen.entrySet()) {
            filled = filled.replace("{" + one.getKey() + "}", one.getValue());
        }
        return filled;
    }

    private ArrayNode parameters(Method route, Map<String, String> chosen) {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (Parameter parameter : route.getParameters()) {
            RequestParam query = parameter.getAnnotation(RequestParam.class);
            RequestHeader header = parameter.getAnnotation(RequestHeader.class);
            if (query != null) {
                boolean needed = query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                parameters.add(parameter("query", query.name(), parameter, needed, query.defaultValue()));
            } else if (header != null) {
                boolean needed = header.required() && header.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                parameters.add(parameter("header", header.name(), parameter, needed, ValueConstants.DEFAULT_NONE));
            } else if (parameter.isAnnotationPresent(PathVariable.class) && !chosen.containsKey(parameter.getName())) {
                parameters.add(parameter("path", "", parameter, true, ValueConstants.DEFAULT_NONE));
            }
        }
        return parameters;
    }

    private ObjectNode parameter(String in, String name, Parameter parameter, boolean required, String usual) {
        ApiValue value = parameter.getAnnotation(ApiValue.class);
        boolean needed = required && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
        ObjectNode schema = JsonSchemas.described(schemas.of(parameter.getType()), value);
        JsonNode description = schema.remove("description");
        if (!usual.equals(ValueConstants.DEFAULT_NONE) && !usual.isEmpty()) {
            schema.set("default", typed(usual, schema.path("type").asString("")));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name.isEmpty() ? parameter.getName() : name).put("in", in);
        if (description != null) {
            json.set("description", description);
        } else if (HttpHeaders.IF_MATCH.equals(name)) {
            json.put("description", "The ETag that came with the object: refused with 412 when somebody was first.");
        }
        return json.put("required", needed || (value != null && value.needed())).set("schema", schema);
    }

    private static JsonNode typed(String text, String type) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type) {
            case "integer" -> nodes.numberNode(Long.parseLong(text));
            case "boolean" -> nodes.booleanNode(Boolean.parseBoolean(text));
            default -> nodes.stringNode(text);
        };
    }

    private @Nullable ObjectNode body(ApiCall call, RequestMappingInfo info, Map<String, String> chosen) {
        ObjectNode schema;
        if (call.bodyNamed().equals(BINARY)) {
            schema = octets();
        } else if (!call.bodyNamed().isEmpty()) {
            schema = named(filled(call.bodyNamed(), chosen));
        } else if (call.body() != Void.class) {
            schema = schemas.body(call.body());
        } else {
            return null;
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        Set<MediaType> types = info.getConsumesCondition().getConsumableMediaTypes();
        if (types.isEmpty()) {
            content.putObject(JSON).set("schema", schema);
        }
        types.forEach(type -> content.putObject(type.toString()).set("schema", schema.deepCopy()));
        return content;
    }

    private ObjectNode named(String key) {
        ApiSchemas.Named schema = written.get(key);
        if (schema == null) {
            throw new IllegalStateException("No module wrote the schema " + key + "; there are " + written.keySet());
        }
        return schemas.written(schema);
    }

    private static ObjectNode octets() {
        return JsonSchemas.typed("string").put("format", BINARY);
    }

    private ObjectNode responses(
            ApiCall call, Method route, ArrayNode parameters, boolean body, Map<String, String> chosen) {
        ResponseStatus fixed = route.getAnnotation(ResponseStatus.class);
        int status = fixed == null ? call.status() : fixed.code().value();
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        ObjectNode good = responses.putObject(Integer.toString(status));
        good.put("description", HttpStatus.valueOf(status).getReasonPhrase());
        if (call.headers().length > 0) {
            ObjectNode headers = good.putObject("headers");
            for (String header : call.headers()) {
                String[] parts = header.split(": ", 2);
                headers.putObject(parts[0]).put("description", parts[1]).set("schema", JsonSchemas.typed("string"));
            }
        }
        ObjectNode schema = answer(call, route, chosen);
        if (schema != null) {
            ObjectNode content = good.putObject("content");
            for (String type : call.types().length == 0 ? new String[] {JSON} : call.types()) {
                content.putObject(type).set("schema", schema.deepCopy());
            }
        }
        for (int problem : possible(call, parameters, body)) {
            problems.add(problem);
            responses.putObject(Integer.toString(problem)).put("$ref", "#/components/responses/Problem" + problem);
        }
        return responses;
    }

    private static Set<Integer> possible(ApiCall call, ArrayNode parameters, boolean body) {
        Set<Integer> possible = new TreeSet<>(ALWAYS);
        for (int problem : call.problems()) {
            possible.add(problem);
        }
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asString("").equals("path")) {
                possible.add(HttpStatus.NOT_FOUND.value());
            }
            if (parameter.path("name").asString("").equals(HttpHeaders.IF_MATCH)) {
                possible.add(HttpStatus.PRECONDITION_FAILED.value());
            }
        }
        if (body) {
            possible.add(HttpStatus.CONTENT_TOO_LARGE.value());
            possible.add(HttpStatus.UNSUPPORTED_MEDIA_TYPE.value());
        }
        return possible;
    }

    private @Nullable ObjectNode answer(ApiCall call, Method route, Map<String, String> chosen) {
        if (call.answer() != Void.class) {
            return schemas.of(call.answer());
        }
        AnnotatedType type = unwrapped(route.getAnnotatedReturnType());
        if (type.getType() == Void.class) {
            return null;
        }
        if (type.getType() == byte[].class || type.getType() == Resource.class) {
            return octets();
        }
        if (call.answerNamed().isEmpty()) {
            return schemas.of(type);
        }
        ObjectNode named = named(filled(call.answerNamed(), chosen));
        return type instanceof AnnotatedParameterizedType ? JsonSchemas.array(named) : named;
    }

    private static AnnotatedType unwrapped(AnnotatedType type) {
        return type instanceof AnnotatedParameterizedType generic
                        && ((ParameterizedType) generic.getType()).getRawType() == ResponseEntity.class
                ? generic.getAnnotatedActualTypeArguments()[0]
                : type;
    }

    private ObjectNode components() {
        ObjectNode components = JsonNodeFactory.instance.objectNode();
        ObjectNode all = components.putObject("schemas");
        schemas.named().forEach(all::set);
        all.set("Problem", problem());
        ObjectNode responses = components.putObject("responses");
        for (int status : problems) {
            responses
                    .putObject("Problem" + status)
                    .put("description", HttpStatus.valueOf(status).getReasonPhrase())
                    .putObject("content")
                    .putObject(MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                    .set("schema", JsonSchemas.reference("Problem"));
        }
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A token: LANGSONG_API_TOKEN, or one that an administrator issued.");
        return components;
    }

    /** RFC 9457, with the members that we add. */
    private static ObjectNode problem() {
        ObjectNode problem = JsonSchemas.typed("object");
        ObjectNode members = problem.putObject("properties");
        for (Map.Entry<String, String> text : new TreeMap<>(Map.of(
                        "type", "",
                        "title", "",
                        "detail", "what, which one, what now",
                        "instance", "the address that was asked",
                        "field", "the parameter or field that is meant",
                        "value", "as it was given",
                        "remedy", "what to do now",
                        "code", "finds a fault of ours in the log"))
                .entrySet()) {
            ObjectNode member = members.putObject(text.getKey()).put("type", "string");
            if (!text.getValue().isEmpty()) {
                member.put("description", text.getValue());
            }
        }
        members.putObject("status").put("type", "integer");
        ObjectNode error = JsonSchemas.typed("object");
        ObjectNode fields = error.putObject("properties");
        for (String name : List.of("file", "column", "value", "detail", "remedy")) {
            fields.putObject(name).put("type", "string");
        }
        fields.putObject("row").put("type", "integer");
        members.set("errors", JsonSchemas.array(error).put("description", "of the files of an import"));
        problem.putArray("required").add("title").add("status");
        return problem;
    }
}
