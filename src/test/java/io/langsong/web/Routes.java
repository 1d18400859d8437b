package io.langsong.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Every route that the server answers, as its handlers declare it: {@code GET /thiet-bi/{id}}. */
public final class Routes {
    private static final Pattern CHOICE = Pattern.compile("\\{[a-z]+:([a-z|-]+)}");

    private Routes() {}

    /** Each with one of its choices for each variable that has a list of them. */
    public static Set<String> of(ApplicationContext context) {
        Set<String> routes = new LinkedHashSet<>();
        for (HandlerMapping mapping :
                context.getBeansOfType(HandlerMapping.class).values()) {
            if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
                methods.getHandlerMethods().keySet().forEach(info -> routes.addAll(of(info)));
            } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
                urls.getHandlerMap().keySet().forEach(pattern -> routes.add("GET " + rooted(pattern)));
            }
        }
        return routes;
    }

    private static List<String> of(RequestMappingInfo info) {
        List<String> routes = new ArrayList<>();
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            choices(pattern).forEach(path -> {
                if (methods.isEmpty()) {
                    routes.add("GET " + rooted(path));
                    routes.add("POST " + rooted(path));
                }
                methods.forEach(method -> routes.add(method + " " + rooted(path)));
            });
        }
        return routes;
    }

    private static Stream<String> choices(String pattern) {
        Matcher choice = CHOICE.matcher(pattern);
        return choice.find()
                ? Stream.of(choice.group(1).split("\\|"))
                        .map(one -> pattern.substring(0, choice.start()) + one + pattern.substring(choice.end()))
                : Stream.of(pattern);
    }

    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    /** With {@code value} in the place of each variable and asterisk. */
    public static String filled(String route, String value) {
        return route.replaceAll("\\{[^}]*}", value).replace("**", value).replace("*", value);
    }
}
