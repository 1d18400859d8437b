package io.langsong.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a parameter that a route of the API does not know: a filter that is misspelt would answer with everything. */
final class UnknownParameters implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query != null && handler instanceof HandlerMethod route) {
            List<String> known = known(route);
            for (String pair : query.split("&", -1)) {
                String name = decoded(pair.replaceFirst("=.*", ""));
                if (!name.isEmpty() && !known.contains(name)) {
                    throw RequestRefused.wrong(
                            "query",
                            name,
                            "is not a parameter of this address",
                            known.isEmpty() ? "leave it out; there are none" : "there are " + String.join(", ", known));
                }
            }
        }
        return true;
    }

    private static List<String> known(HandlerMethod route) {
        return Arrays.stream(route.getMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
                .map(UnknownParameters::name)
                .toList();
    }

    private static String name(Parameter parameter) {
        RequestParam given = parameter.getAnnotation(RequestParam.class);
        return given.name().isEmpty() ? given.value().isEmpty() ? parameter.getName() : given.value() : given.name();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
