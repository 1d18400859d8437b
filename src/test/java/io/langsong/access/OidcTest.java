package io.langsong.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.langsong.dashboard.Gallery;
import io.langsong.testkit.FreePort;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Signing in at a real server of OpenID Connect, which this test starts on loopback. */
@SpringBootTest(
        classes = Gallery.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.oidc.client-secret=" + OidcTest.SECRET,
            "langsong.access.oidc.label=VNeID",
            "langsong.access.oidc.role-claim=realm_access.roles"
        })
class OidcTest {
    static final String SECRET = "of-langsong-at-the-issuer";
    private static final int ISSUER_PORT = FreePort.tcp();
    private static ConfigurableApplicationContext issuer;

    /** Another name than that of LangSong, since cookies know no ports. */
    @DynamicPropertySource
    static void theIssuer(DynamicPropertyRegistry settings) {
        settings.add("langsong.access.oidc.issuer", () -> "http://localhost:" + ISSUER_PORT);
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private People people;

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @BeforeEach
    void theIssuerRuns() throws Exception {
        if (issuer == null) {
            // LangSong started without it, and says so.
            assertThat(get(langsong("/dang-nhap")).body()).contains("Đăng nhập bằng VNeID");
            HttpResponse<String> away = get(langsong("/oauth2/authorization/langsong"));
            assertThat(away.headers().firstValue("Location")).get().asString().endsWith("/dang-nhap?loi=may-chu");
            SpringApplication program = new SpringApplication(Issuer.class);
            issuer = program.run(
                    "--server.port=" + ISSUER_PORT,
                    "--server.address=localhost",
                    "--spring.main.banner-mode=off",
                    "--test.langsong=" + port,
                    "--test.issuer=http://localhost:" + ISSUER_PORT);
        }
    }

    @AfterAll
    static void stop() {
        if (issuer != null) {
            issuer.close();
            issuer = null;
        }
    }

    @Test
    void makesAnAccountWithTheRoleOfTheIssuer() throws Exception {
        HttpResponse<String> end = signIn("thang.hv");

        assertThat(end.uri().getPort()).isEqualTo(port);
        assertThat(get(langsong("/")).statusCode()).isEqualTo(200);
        Person person = people.find("thang.hv").orElseThrow();
        assertThat(person.role()).isEqualTo(Role.TECHNICIAN);
        assertThat(person.outside()).isTrue();
        assertThat(person.displayName()).isEqualTo("Ông thang.hv");

        TestAccess.changeRole(people, "thang.hv", Role.VIEWER);
        assertThat(get(langsong("/")).statusCode())
                .as("a changed role ends the session")
                .isEqualTo(302);
        signIn("thang.hv");
        assertThat(people.find("thang.hv").orElseThrow().role())
                .as("the issuer's word counts at each sign-in")
                .isEqualTo(Role.TECHNICIAN);
    }

    @Test
    void refusesWhoHasNoRoleThereAndWhoseNameIsSomebodyElses() throws Exception {
        assertThat(signIn("khach").uri().getQuery()).isEqualTo("loi=tu-choi");
        assertThat(get(langsong("/dang-nhap?loi=tu-choi")).body()).contains("chưa được phép dùng LangSong");
        assertThat(get(langsong("/")).statusCode()).isEqualTo(302);
        assertThat(people.find("khach")).isEmpty();

        assertThat(new OidcBrowser(port).signIn("admin").uri().getQuery())
                .as("an account with a password is not taken over")
                .isEqualTo("loi=tu-choi");
        assertThat(people.find("admin").orElseThrow().outside()).isFalse();
    }

    @Test
    void aDisabledAccountStaysOutside() throws Exception {
        new OidcBrowser(port).signIn("lan.nt");
        TestAccess.enable(people, "lan.nt", false);

        assertThat(new OidcBrowser(port).signIn("lan.nt").uri().getQuery()).isEqualTo("loi=tu-choi");
    }

    private HttpResponse<String> signIn(String name) throws Exception {
        return new OidcBrowser(port, browser).signIn(name);
    }

    private String langsong(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private HttpResponse<String> get(String address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Goes the way of a sign-in, redirect by redirect, and through the form of the issuer. */
    private static final class OidcBrowser {
        private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

        private final int port;
        private final HttpClient client;

        OidcBrowser(int port) {
            this(
                    port,
                    HttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build());
        }

        OidcBrowser(int port, HttpClient client) {
            this.port = port;
            this.client = client;
        }

        HttpResponse<String> signIn(String name) throws Exception {
            HttpResponse<String> page =
                    follow(URI.create("http://127.0.0.1:" + port + "/oauth2/authorization/langsong"));
            if (page.uri().getPort() == ISSUER_PORT) {
                Matcher csrf = CSRF.matcher(page.body());
                assertThat(csrf.find())
                        .as("form of the issuer: %s %s", page.uri(), page.body())
                        .isTrue();
                HttpResponse<String> sent = client.send(
                        HttpRequest.newBuilder(page.uri().resolve("/login"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Accept", "text/html")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "username=" + name + "&password=x&_csrf=" + csrf.group(1)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                page = follow(
                        page.uri().resolve(sent.headers().firstValue("Location").orElseThrow()));
            }
            return page;
        }

        private HttpResponse<String> follow(URI address) throws Exception {
            HttpResponse<String> page = null;
            for (int step = 0; step < 12; step++) {
                page = client.send(
                        HttpRequest.newBuilder(address)
                                .header("Accept", "text/html")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (page.statusCode() != 302) {
                    return page;
                }
                address = address.resolve(page.headers().firstValue("Location").orElseThrow());
            }
            throw new AssertionError("too many redirects, at last to " + address);
        }
    }

    /** The other server: four people, of whom one has no role with us. */
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
            })
    @EnableWebSecurity
    static class Issuer {
        private static final Map<String, List<String>> ROLES = Map.of(
                "thang.hv", List.of("other", "langsong-technician"),
                "lan.nt", List.of("langsong-viewer"),
                "admin", List.of("langsong-admin"),
                "khach", List.of("other"));

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
            ROLES.keySet()
                    .forEach(name -> users.createUser(User.withUsername(name)
                            .password("{noop}x")
                            .roles("ANY")
                            .build()));
            return users;
        }

        @Bean
        RegisteredClientRepository clients(@Value("${test.langsong}") int port) {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId("1")
                    .clientId("langsong")
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri("http://127.0.0.1:" + port + "/login/oauth2/code/langsong")
                    .scope("openid")
                    .scope("profile")
                    .build());
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                String name = context.getPrincipal().getName();
                context.getClaims()
                        .claim("preferred_username", name)
                        .claim("name", "Ông " + name)
                        .claim("realm_access", Map.of("roles", ROLES.get(name)));
            };
        }

        @Bean
        JWKSource<SecurityContext> keys() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new ImmutableJWKSet<>(new JWKSet(new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey(pair.getPrivate())
                    .keyID("1")
                    .build()));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        AuthorizationServerSettings settings(@Value("${test.issuer}") String issuer) {
            return AuthorizationServerSettings.builder().issuer(issuer).build();
        }
    }
}
